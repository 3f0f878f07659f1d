import type { CodePage } from '../code-page.ts'

/** AH4xxx: parameters and placeholders. */
export const PARAMETER_CODES = {} as const satisfies Record<string, CodePage>
