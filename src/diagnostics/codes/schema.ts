import type { CodePage } from '../code-page.ts'

/** AH2xxx: shape of the manifest. */
export const SCHEMA_CODES = {} as const satisfies Record<string, CodePage>
