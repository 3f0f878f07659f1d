import { positionOf, type Span } from '../diagnostics/source.ts'
import type { Parameter, ParameterSource } from '../parameters/parameter.ts'

/** What stands for the value of a secret. */
export const MASK = '******'

/** `apphost.yaml:4:5`. */
export function placeText(span: Span): string {
  const { line, column } = positionOf(span.source, span.start)
  return `${span.source.path}:${line}:${column}`
}

/** Where a value came from, for people. */
export function sourceText(source: ParameterSource): string {
  switch (source.kind) {
    case 'option':
      return '--param'
    case 'params-file':
      return `--params-file ${source.path}`
    case 'variable':
      return `variable ${source.variable}`
    case 'environment':
      return `environment ${source.environment} (${placeText(source.span)})`
    case 'default':
      return `default (${placeText(source.span)})`
  }
}

/** The value of a parameter as it may be shown: masked for a secret, undefined where there is none. */
export function shownValue(parameter: Parameter): string | undefined {
  if (parameter.text === undefined) return undefined
  return parameter.declaration.secret ? MASK : parameter.text
}
