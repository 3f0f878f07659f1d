import { constant, list, property, record, required, text, type Property } from '../shape.ts'
import * as form from './forms.ts'
import { containerOnlyFields, workloadFields } from './workload.ts'

/** The fields of these names. */
export function picked(
  names: readonly string[],
  fields: Readonly<Record<string, Property>>,
): readonly (readonly [string, Property])[] {
  return Object.entries(fields).filter(([name]) => names.includes(name))
}

const DEFAULTS = ['placement', 'labels', 'annotations', 'security', 'resources', 'pullPolicy']

/** The field `defaults` of a target whose escape hatch this is. */
export function defaultsOf(hatch: readonly (readonly [string, Property])[]): Property {
  const fields = new Map([...picked(DEFAULTS, workloadFields), ...picked(['update'], containerOnlyFields), ...hatch])
  return property(
    record(fields, { partial: true }),
    'Fields laid under every container, job and catalog server on this target; their own win.',
    { labels: { 'cost-center': '42' } },
  )
}

/** Fields that every target has. */
export function common(type: string, what: string): Readonly<Record<string, Property>> {
  return {
    type: required(constant(type), what, type),
    registry: property(
      text(form.NAME),
      'One of `registries:` where images that are built go. Default: the only one.',
      'ghcr',
    ),
    accept: property(
      list(text(form.CODE), 0, 100),
      'Codes of warnings about this target that are meant and not to be shown.',
      ['AH6104'],
    ),
  }
}
