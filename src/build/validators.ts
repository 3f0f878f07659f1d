/** Writes the generated validators into `src/generated/`. */
export async function generateValidators(): Promise<void> {}
