/** AH2xxx: shape of the manifest. */
export const SCHEMA_CODES = {} as const
