/** AH2xxx: shape of the manifest. */
export const SCHEMA_CODES = {
  AH2001: {
    severity: 'error',
    title: 'Not a name',
    cause:
      'Names of resources, parameters, targets, environments, steps, volumes, networks and registries become parts of host names, objects and files on every target. So they have lower-case letters, digits and single dashes, begin with a letter and have at most 40 characters.',
    example: 'resources:\n  Web_Front:\n    type: container\n    image: nginx:1.29',
    fix: 'Write the name in that form:\n\nresources:\n  web-front:\n    type: container\n    image: nginx:1.29',
  },
  AH2002: {
    severity: 'error',
    title: 'Language version that this program does not read',
    cause:
      'The first key of a manifest says which version of the language it is written in. This apphost-compile reads `v1`.',
    example: 'apphost: v2\nname: shop',
    fix: 'Write `apphost: v1`, or install a version of apphost-compile that reads the other one.',
  },
  AH2003: {
    severity: 'error',
    title: 'Unknown property',
    cause:
      'A key stands where no property of that name exists. It is an error, because a misspelt property that is ignored deploys something else than was meant.',
    example: 'resources:\n  web:\n    type: container\n    img: nginx:1.29',
    fix: 'Write the property that was meant (`image` here), or remove the line. Keys of your own may stand at the top level if they begin with `x-`.',
  },
  AH2004: {
    severity: 'error',
    title: 'Property of another kind',
    cause:
      'The property exists, but not on this kind of resource, target or volume: a job has no endpoints, a bind mount no size.',
    example: 'resources:\n  migrate:\n    type: job\n    image: acme/migrate:1\n    replicas: 2',
    fix: 'Remove the property, or change the kind (`type: container` here).',
  },
  AH2005: {
    severity: 'error',
    title: 'Required property is missing',
    cause: 'Without this property it is not clear what is meant, and there is no sensible default.',
    example: 'resources:\n  web:\n    image: nginx:1.29',
    fix: 'Add the property: `type: container` here.',
  },
  AH2006: {
    severity: 'error',
    title: 'Wrong type of value',
    cause: 'A text stands where a number, a boolean, a list or a map is meant, or the other way round.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    replicas: two',
    fix: 'Write a value of the type that the message names: `replicas: 2`.',
  },
  AH2007: {
    severity: 'error',
    title: 'Number or boolean where text is meant',
    cause:
      'YAML reads `1.10` as the number 1.1 and `true` as a boolean. Where text is meant the difference matters, so it has to be in quotes. Environment variables, arguments, labels and annotations are kept as written and need none.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    user: 1000',
    fix: 'Write it in quotes: `user: "1000"`.',
  },
  AH2008: {
    severity: 'error',
    title: 'No value',
    cause:
      'A key without a value is null in YAML. It is neither an empty text nor an empty map, and somebody may have forgotten the rest. (In an overlay, and in a resource that extends another, it removes what is below.)',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    env:\n      LOG_LEVEL:',
    fix: 'Give a value, write `""`, `{}` or `[]` for an empty one, or delete the line.',
  },
  AH2009: {
    severity: 'error',
    title: 'Value that is not allowed here',
    cause: 'The property takes one of a few values, and this is none of them.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    pullPolicy: sometimes',
    fix: 'Take one of the values that the message lists: `pullPolicy: missing`.',
  },
  AH2010: {
    severity: 'error',
    title: 'Unknown resource type',
    cause: 'No primitive type, no type of the built-in catalog and no type of the project has this name.',
    example: 'resources:\n  db:\n    type: postgresql',
    fix: 'Write a type that exists (`postgres` here), or define one and list its file under `types:`.',
  },
  AH2011: {
    severity: 'error',
    title: 'Unknown target type',
    cause: 'An application can be compiled for `docker-compose`, `kubernetes` and `azure-container-apps`.',
    example: 'targets:\n  local:\n    type: compose',
    fix: 'Write one of those: `type: docker-compose`.',
  },
  AH2012: {
    severity: 'error',
    title: 'Number out of range',
    cause: 'The number, or a number that a parameter may have, is outside what the property takes.',
    example:
      'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    endpoints:\n      http: { targetPort: 80800 }',
    fix: 'Write a number inside the range; give a parameter a `minimum` and a `maximum` that fit.',
  },
  AH2013: {
    severity: 'error',
    title: 'Text of the wrong form',
    cause:
      'The property takes text of a certain form, such as a duration, a quantity, a host name or an absolute path.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    stopGracePeriod: 30 seconds',
    fix: 'Write it in the form that the message names: `stopGracePeriod: 30s`.',
  },
  AH2014: {
    severity: 'error',
    title: 'Too long, too many or too few',
    cause:
      'Texts, lists and maps have limits far above what people write, so that no input makes the compiler slow; some lists must not be empty.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    health:\n      exec: []',
    fix: 'Shorten it, or add what is missing.',
  },
  AH2015: {
    severity: 'error',
    title: 'Properties that exclude each other',
    cause: 'Two properties say the same thing in two ways, and it is not clear which one is meant.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    build: ./web',
    fix: 'Keep one of them.',
  },
  AH2016: {
    severity: 'error',
    title: 'One of several properties is needed',
    cause: 'Each of these properties would do, and none is there.',
    example: 'resources:\n  web:\n    type: container\n    env: { LOG_LEVEL: info }',
    fix: 'Set one of them: `image: nginx:1.29`, say. A resource that is only a pattern for others says `abstract: true`.',
  },
  AH2017: {
    severity: 'error',
    title: 'Number that cannot be kept exactly',
    cause:
      'Whole numbers beyond 2^53 (about 9 * 10^15) and numbers such as `1e400` change when a program reads them as a number.',
    example: 'parameters:\n  limit: { type: number, maximum: 9007199254740993 }',
    fix: 'Write a smaller number, or put it in quotes where text is meant.',
  },
  AH2018: {
    severity: 'error',
    title: 'Placeholder of another type',
    cause:
      'A placeholder that is the whole value has the declared type of what it names, and the property takes another type.',
    example:
      'parameters:\n  count: "2"\nresources:\n  web:\n    type: container\n    image: nginx:1.29\n    replicas: $<Parameters.count>',
    fix: 'Declare the parameter with the type that is meant: `count: { type: integer, default: 2 }`.',
  },
  AH2019: {
    severity: 'error',
    title: 'Key of the wrong form',
    cause:
      'The keys of this map are names of variables, headers, labels, hosts or properties, and this key cannot be one.',
    example: 'resources:\n  web:\n    type: container\n    image: nginx:1.29\n    env:\n      1ST: one',
    fix: 'Write the key in the form that the message names.',
  },
  AH2020: {
    severity: 'error',
    title: 'Reserved name',
    cause:
      '`all` as an environment means every environment; `prereq` and the names of built-in steps would make two steps of one name.',
    example: 'environments:\n  all: {}',
    fix: 'Choose another name.',
  },
  AH2021: {
    severity: 'error',
    title: 'Property of a type that a container has already',
    cause:
      'A resource of a type takes every field of a container besides the properties of its type, so the two may not share a name.',
    example:
      'resourceType: search\ndescription: Search server\nproperties:\n  image: { type: string }\nworkload: { image: acme/search:1 }',
    fix: 'Give the property another name, such as `imageTag`.',
  },
} as const
