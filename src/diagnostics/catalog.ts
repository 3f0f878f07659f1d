import type { CodePage } from './code-page.ts'
import { COMMAND_LINE_CODES } from './codes/command-line.ts'
import { COMPILATION_CODES } from './codes/compilation.ts'
import { COMPOSE_CODES } from './codes/compose.ts'
import { COMPOSE_PROJECT_CODES } from './codes/compose-projects.ts'
import { INTERNAL_CODES } from './codes/internal.ts'
import { OUTPUT_CODES } from './codes/output.ts'
import { OVERLAY_CODES } from './codes/overlays.ts'
import { PARAMETER_CODES } from './codes/parameters.ts'
import { PIPELINE_CODES } from './codes/pipeline.ts'
import { PLACEHOLDER_CODES } from './codes/placeholders.ts'
import { RESOURCE_CODES } from './codes/resources.ts'
import { SCHEMA_CODES } from './codes/schema.ts'
import { TARGET_CODES } from './codes/targets.ts'
import { TYPE_CODES } from './codes/types.ts'
import { YAML_CODES } from './codes/yaml.ts'

/** Every code there is, with its page. A code once published keeps its meaning. */
export const CATALOG: Readonly<Record<Code, CodePage>> = {
  ...YAML_CODES,
  ...SCHEMA_CODES,
  ...OVERLAY_CODES,
  ...PARAMETER_CODES,
  ...PIPELINE_CODES,
  ...PLACEHOLDER_CODES,
  ...RESOURCE_CODES,
  ...TYPE_CODES,
  ...TARGET_CODES,
  ...COMPILATION_CODES,
  ...COMPOSE_CODES,
  ...COMPOSE_PROJECT_CODES,
  ...OUTPUT_CODES,
  ...COMMAND_LINE_CODES,
  ...INTERNAL_CODES,
}

/** A code of the catalog. Every table above is named once more here, as declarations without inference want it. */
export type Code =
  | keyof typeof COMMAND_LINE_CODES
  | keyof typeof COMPILATION_CODES
  | keyof typeof COMPOSE_CODES
  | keyof typeof COMPOSE_PROJECT_CODES
  | keyof typeof INTERNAL_CODES
  | keyof typeof OUTPUT_CODES
  | keyof typeof OVERLAY_CODES
  | keyof typeof PARAMETER_CODES
  | keyof typeof PIPELINE_CODES
  | keyof typeof PLACEHOLDER_CODES
  | keyof typeof RESOURCE_CODES
  | keyof typeof SCHEMA_CODES
  | keyof typeof TARGET_CODES
  | keyof typeof TYPE_CODES
  | keyof typeof YAML_CODES

/** The catalog's page of a code that somebody typed, or undefined. */
export function pageOf(code: string): CodePage | undefined {
  return Object.hasOwn(CATALOG, code) ? CATALOG[code as Code] : undefined
}
