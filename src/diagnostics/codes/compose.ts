import type { CodePage } from '../code-page.ts'

/** AH61xx: Docker Compose. */
export const COMPOSE_CODES = {} as const satisfies Record<string, CodePage>
