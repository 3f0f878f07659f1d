import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { ScalarNode } from '../syntax/node.ts'
import { isNull } from '../syntax/node.ts'
import { readYaml, readYamlMap } from '../syntax/read-yaml.ts'
import { redactSpan } from './redact.ts'

/**
 * Reads what `--params-file` names: a map from names to scalars as written, in YAML or JSON. Since any value in it may be
 * a secret, frames of diagnostics about it show places only.
 */
export function parseParametersFile(
  path: string,
  content: Uint8Array | string,
  report: Report,
): ReadonlyMap<string, ScalarNode> {
  const values = new Map<string, ScalarNode>()
  const hidden: Report = (found) => {
    if (found.span === undefined) report(found)
    else {
      const whole = { source: found.span.source, start: 0, end: found.span.source.text.length }
      const related = found.related.map((one) => ({ ...one, span: redactSpan(one.span, [whole]) }))
      report({ ...found, span: redactSpan(found.span, [whole]), related })
    }
  }
  const root = readYamlMap(readYaml(path, content, hidden), hidden)
  const valueSpans = [...(root?.entries.values() ?? [])].map((entry) => entry.value.span)
  for (const { key, keySpan, value } of root?.entries.values() ?? []) {
    if (value.kind === 'scalar' && !isNull(value)) {
      values.set(key, value)
      continue
    }
    const wrong = value.kind === 'scalar' ? 'has no value' : 'is not a plain value'
    const hint =
      value.kind === 'scalar' ? `write ${key}: "" for an empty text` : `write ${key}: value, with nothing nested`
    const place = redactSpan(keySpan, valueSpans)
    report(diagnostic('AH4027', place, `"${key}" in ${path} ${wrong}`, { hints: [hint] }))
  }
  return values
}
