import type { CodePage } from '../code-page.ts'

/** AH1xxx: YAML and files. */
export const YAML_CODES = {} as const satisfies Record<string, CodePage>
