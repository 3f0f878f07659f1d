import type { CodePage } from '../code-page.ts'

/** AH8xxx: output folder and command line. */
export const OUTPUT_CODES = {} as const satisfies Record<string, CodePage>
