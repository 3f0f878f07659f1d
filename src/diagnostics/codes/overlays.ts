import type { CodePage } from '../code-page.ts'

/** AH3xxx: overlays and environments. */
export const OVERLAY_CODES = {} as const satisfies Record<string, CodePage>
