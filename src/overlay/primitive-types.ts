/** The resource types that are built in and not made of others. */
export const PRIMITIVE_TYPES: ReadonlySet<string> = new Set([
  'container',
  'job',
  'image',
  'external',
  'connection-string',
  'bicep',
])
