import { escapePlaceholders } from './parse-template.ts'
import type { Filter } from './expression.ts'
import type { Value, ValuePart } from './value.ts'

function chain(name: string, filters: readonly Filter[]): string {
  const written = filters.map((one) =>
    one.name === 'default' ? `default('${one.argument.replace(/'/g, () => "''")}')` : one.name,
  )
  return [name, ...written].join(' | ')
}

function printPart(part: ValuePart): string {
  switch (part.kind) {
    case 'text':
      return escapePlaceholders(part.text)
    case 'parameter':
      return `$<${chain(`Parameters.${part.name}`, part.filters)}>`
    case 'environment':
      return '$<Environment>'
    case 'image':
      return `$<Resources.${part.image}.image>`
    case 'filtered':
      return part.name === undefined ? printValue(part.value) : `$<${chain(`Resources.${part.name}`, part.filters)}>`
    case 'choice': {
      const [left, right, yes, no] = [part.left, part.right, part.whenTrue, part.whenFalse].map(printValue)
      return `$<${left ?? ''} ${part.operator} ${right ?? ''} ? ${yes ?? ''} : ${no ?? ''}>`
    }
  }
}

/** A resolved value in the manifest's language, for people: what is bound later stays a placeholder, secrets too. */
export function printValue(value: Value): string {
  return value.parts.map(printPart).join('')
}
