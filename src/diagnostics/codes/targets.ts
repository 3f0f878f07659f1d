import type { CodePage } from '../code-page.ts'

/** AH60xx: targets in general. */
export const TARGET_CODES = {} as const satisfies Record<string, CodePage>
