/** AH3xxx: overlays and environments. */
export const OVERLAY_CODES = {
  AH3001: {
    severity: 'error',
    title: 'An overlay sets what only the base manifest can set',
    cause:
      'An overlay says how one environment differs. The language version, the name, the versions of the tool, the list of environments and the list of types are the same for all of them: they are read before any overlay is.',
    example: '# apphost.staging.yaml\nname: shop-staging\nresources:\n  api: { replicas: 1 }',
    fix: 'Take the key out of the overlay. Where a value should differ by environment, use `$<Environment>` or a parameter.',
  },
  AH3002: {
    severity: 'warning',
    title: 'A null that removes nothing',
    cause:
      'In an overlay, and in a resource that extends another, `key: null` removes what stands at that place. Here nothing does: the key is misspelt, or what it removed is gone.',
    example: '# apphost.staging.yaml\nresources:\n  api:\n    healt: null',
    fix: 'Mend the spelling, or take the line out. In a type of the catalog a field that the type itself sets is not there yet when overlays are merged.',
  },
  AH3003: {
    severity: 'warning',
    title: '`$remove` removes nothing',
    cause:
      'An item `{ ..., $remove: true }` takes every item of that identity out of the list that is merged. The list has none: the name is misspelt, or what it removed is gone.',
    example: '# apphost.staging.yaml\nresources:\n  api:\n    references: [{ resource: ordres, $remove: true }]',
    fix: 'Mend the name, or take the item out.',
  },
  AH3004: {
    severity: 'error',
    title: '`$remove` is misplaced',
    cause:
      '`$remove: true` takes an item out of a list whose items have an identity: `references`, `waitFor`, `volumes`, `files`, `envFile`, `routes`, `init`. It stands beside the identity alone, in an overlay or in a resource that extends another.',
    example: '# apphost.staging.yaml\nresources:\n  worker: { $remove: true }',
    fix: 'To remove a key of a map, set it to null (`worker: null`). A list without identities is replaced as a whole: write it as it is to be.',
  },
  AH3005: {
    severity: 'error',
    title: '`$replace` is misplaced',
    cause:
      '`$replace: true` makes a map replace the one below it; as the first item `{ $replace: true }` it does so for a list whose items have an identity. It means something only in an overlay or in a resource that extends another, and not for the whole manifest.',
    example:
      '# apphost.yaml\nresources:\n  api:\n    type: container\n    image: nginx:1.29\n    env: { $replace: true, A: b }',
    fix: 'Take it out, or move it to where the map or list that replaces begins. Lists without identities replace anyway.',
  },
  AH3006: {
    severity: 'error',
    title: 'Two items of one list are the same thing',
    cause:
      'The items of this list are told apart by an identity (a volume by its path, a reference by resource and `as`), because overlays merge them by it. Two items have the same one.',
    example: 'volumes:\n  - { name: data, path: /data }\n  - { bind: ./seed, path: /data }',
    fix: 'Join the two items to one, or give one of them another identity.',
  },
  AH3010: {
    severity: 'error',
    title: 'A resource extends one that does not exist',
    cause:
      '`extends` names another resource of the manifest, after overlays are merged. There is none of that name: it is misspelt, or an overlay removed it.',
    example: 'resources:\n  api: { type: container, image: acme/api:1 }\n  worker: { extends: apii }',
    fix: 'Write the name as it stands under `resources:`. A pattern that is never run itself says `abstract: true`.',
  },
  AH3011: {
    severity: 'error',
    title: 'Resources extend each other in a circle',
    cause:
      'Following `extends` from a resource leads back to it, so there is nothing to start from. The message prints the way.',
    example: 'resources:\n  a: { extends: b }\n  b: { extends: a }',
    fix: 'Move what they share to a resource with `abstract: true`, and let both extend that one.',
  },
  AH3012: {
    severity: 'error',
    title: 'A resource extends one of another type',
    cause:
      'A container and a job can extend each other, because most of their fields are the same. Every other type can only extend a resource of its own type.',
    example: 'resources:\n  cache: { type: redis }\n  orders-db: { type: postgres, extends: cache }',
    fix: 'Leave `extends` out, or extend a resource of the same type; without `type` the resource takes that of what it extends.',
  },
  AH3020: {
    severity: 'error',
    title: 'No such environment',
    cause: 'The manifest lists its `environments:`, and the one asked for is not among them. Case does not count.',
    example: 'apphost-compile publish -e stagng',
    fix: 'Choose one that is listed (`apphost-compile environments` prints them), or add it to the manifest.',
    exit: 2,
  },
  AH3021: {
    severity: 'error',
    title: 'An abstract environment cannot be selected',
    cause: 'An environment with `abstract: true` holds what others have in common; it is never compiled itself.',
    example:
      'environments:\n  cloud: { abstract: true }\n  staging: { extends: cloud }\n# apphost-compile publish -e cloud',
    fix: 'Choose one of the environments that extend it.',
    exit: 2,
  },
  AH3022: {
    severity: 'error',
    title: 'Two default environments',
    cause: 'Only one environment can be the one that is taken when none is named.',
    example: 'environments:\n  staging: { default: true }\n  production: { default: true }',
    fix: 'Leave `default: true` at one of them.',
  },
  AH3023: {
    severity: 'error',
    title: 'Environments extend each other in a circle',
    cause: 'Following `extends` from an environment leads back to it. The message prints the way.',
    example: 'environments:\n  a: { extends: b }\n  b: { extends: a }',
    fix: 'Take one `extends` out; what both share goes to an environment with `abstract: true`.',
  },
  AH3024: {
    severity: 'error',
    title: 'An environment extends one that does not exist',
    cause: '`extends` names another environment of the manifest, and there is none of that name.',
    example: 'environments:\n  cloud: { abstract: true }\n  staging: { extends: clout }',
    fix: 'Write the name as it stands under `environments:`.',
  },
  AH3025: {
    severity: 'error',
    title: 'An environment names a target that does not exist',
    cause:
      '`targets` of an environment picks among the `targets:` of the manifest with its overlays. Without any `targets:` there is one, `compose`.',
    example: 'targets:\n  local: { type: docker-compose }\nenvironments:\n  dev: { targets: [locl] }',
    fix: 'Write the name as it stands under `targets:`, or add the target.',
  },
  AH3027: {
    severity: 'error',
    title: 'Which environment?',
    cause:
      'None was named, several are listed, none of them says `default: true`, and none is called `production`. Guessing could put the settings of one where another is meant.',
    example: 'environments:\n  staging: {}\n  live: {}\n# apphost-compile publish',
    fix: 'Name it with `-e`, or say `default: true` at one of them.',
    exit: 2,
  },
  AH3028: {
    severity: 'error',
    title: 'Not a name of an environment',
    cause:
      'Without `environments:` any name is accepted that has the form of one: lower-case letters and digits in words joined by single dashes, a letter first, at most 40 characters. It becomes part of names and of file names.',
    example: 'apphost-compile publish -e "Pre Production"',
    fix: 'Write it in that form: `-e pre-production`.',
    exit: 2,
  },
  AH3029: {
    severity: 'error',
    title: 'The default environment is abstract',
    cause:
      'An environment with `abstract: true` is never compiled, so it cannot be the one that is taken when none is named.',
    example: 'environments:\n  cloud: { abstract: true, default: true }\n  staging: { extends: cloud }',
    fix: 'Say `default: true` at one that is not abstract.',
  },
  AH3030: {
    severity: 'error',
    title: 'Two overlay files of one environment',
    cause:
      'Both `apphost.<environment>.yaml` and `apphost.<environment>.yml` stand beside the manifest. Only one can be meant, and taking either in silence would hide the other.',
    example: 'ls\napphost.yaml  apphost.staging.yaml  apphost.staging.yml',
    fix: 'Join them to one, or list both in their order: `environments: { staging: { overlays: [apphost.staging.yaml, apphost.staging.yml] } }`.',
  },
  AH3031: {
    severity: 'error',
    title: 'Environments extend each other too deeply',
    cause:
      'An environment applies the overlays of every environment that it extends. More than 32 levels is a mistake, not a design.',
    example: 'environments:\n  e0: {}\n  e1: { extends: e0 }\n  # ... and so on to e33',
    fix: 'Let it extend an environment nearer to the first one.',
  },
} as const
