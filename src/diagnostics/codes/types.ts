/** AH5xxx: resource types, and what their properties are set to. */
export const TYPE_CODES = {
  AH5002: {
    severity: 'error',
    title: 'A version that cannot be compared',
    cause: 'The type decides by the version (where the data lies, for one), and this text holds no version number.',
    example: 'orders-db: { type: postgres, version: latest }',
    fix: 'Write the version that runs: `version: "18.3"`.',
  },
  AH5003: {
    severity: 'error',
    title: '`image` replaced without `version`',
    cause:
      'The type decides by its version (where the data lies, for one), but the image is another one than the version says.',
    example: 'orders-db: { type: postgres, image: registry.example.com/postgres:16 }',
    fix: 'Say the version too: `version: "16"`.',
  },
  AH5005: {
    severity: 'error',
    title: 'The name of a resource type is taken',
    cause: 'A type of the project bears the name of a built-in type, a primitive, or of another type of the project.',
    example: 'resourceType: postgres   # in types/mine.yaml',
    fix: 'Give the type another name: `resourceType: acme-postgres`.',
  },
  AH5036: {
    severity: 'error',
    title: 'An output that does not exist',
    cause: '`inject` maps a connection property to an output that the resource or type does not declare.',
    example: 'outputs: { uri: ... }\ninject: { Uri: url }',
    fix: 'Name a declared output or property.',
  },
  AH5043: {
    severity: 'error',
    title: 'A property that must be set is not',
    cause:
      'The type has no default for this property, because only you can say it: that you accept the licence of what is deployed, for one.',
    example: 'orders-db: { type: sqlserver }',
    fix: 'Read what the hint names, and add the property: `acceptEula: true`. A resource with `existing:` needs none.',
  },
  AH5044: {
    severity: 'error',
    title: 'A name that the server would not take',
    cause:
      'What a resource is called on its server is by default called after the resource, but names of this kind have to look otherwise.',
    example: 'db: { type: oracle, databases: { my-orders: {} } }',
    fix: 'Say the name on the server: `my-orders: { databaseName: my_orders }`.',
  },
} as const
