import type { CodePage } from '../code-page.ts'

/** AH5xxx: resources, references, types. */
export const RESOURCE_CODES = {} as const satisfies Record<string, CodePage>
