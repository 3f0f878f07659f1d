/** Writes the generated templates into `src/generated/`. */
export async function generateTemplates(): Promise<void> {}
