/** AH61xx: Docker Compose. */
export const COMPOSE_CODES = {} as const
