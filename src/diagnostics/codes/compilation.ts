/** AH605x: targets, environments and versions of a compilation as a whole. */
export const COMPILATION_CODES = {
  AH6050: {
    severity: 'error',
    title: 'This target type is not emitted yet',
    cause:
      'The manifest declares a target whose type this version checks, but cannot write artifacts for. `publish` refuses it; other commands warn.',
    example: 'targets: { cluster: { type: kubernetes } }',
    fix: 'Publish an environment that selects only Docker Compose targets, or pick one with `--target`; or use a newer version of apphost-compile.',
  },
  AH6051: {
    severity: 'error',
    title: 'Unknown target on the command line',
    cause: '`--target` names a target that the selected environment does not have.',
    example: 'apphost-compile publish --target clutser',
    fix: 'Name one of the targets that the hint lists.',
    exit: 2,
  },
  AH6052: {
    severity: 'error',
    title: 'The manifest requires another version of apphost-compile',
    cause: '`requires:` holds a range of versions, and this version lies outside of it.',
    example: 'requires: ">=2.0.0"',
    fix: 'Install a version in that range, or change `requires:`.',
    exit: 6,
  },
  AH6053: {
    severity: 'warning',
    title: '`accept` silences nothing',
    cause: 'A code is listed under `accept:`, but no environment and target gives that warning (any more).',
    example: 'accept: [AH5001]   # every database has a volume by now',
    fix: 'Remove the code from `accept:`.',
  },
} as const
