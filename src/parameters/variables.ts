import type { ParameterDeclaration } from './parameter.ts'

const PREFIX = 'parameters__'

/** The variable that supplies a parameter, as it is shown: `Parameters__log_level`. */
export function variableOf(name: string): string {
  return `Parameters__${name.replaceAll('-', '_')}`
}

/**
 * The form in which names are compared: without regard to case, dashes as underscores; undefined for a variable that is
 * none of ours.
 */
export function comparableVariable(variable: string): string | undefined {
  const lower = variable.toLowerCase()
  return lower.startsWith(PREFIX) ? lower.replaceAll('-', '_') : undefined
}

/** The ways to give a parameter a value at publish, as hints. */
export function waysToSupply(declaration: ParameterDeclaration): string {
  const { name, secret, environmentVariable, type } = declaration
  const ways = [
    ...(secret ? [] : [`--param ${name}=...`]),
    '--params-file',
    `the variable ${variableOf(name)}`,
    ...(environmentVariable === undefined ? [] : [`the variable ${environmentVariable}`]),
    ...(secret ? [] : ['parameters: of the environment', `default: of the declaration`]),
  ]
  const last = ways.pop() ?? ''
  return `${name} (${secret ? 'secret' : type}): ${ways.join(', ')} or ${last}`
}
