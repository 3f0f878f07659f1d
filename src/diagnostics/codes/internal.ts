/** AH9xxx: bugs of apphost-compile itself. */
export const INTERNAL_CODES = {
  AH9001: {
    severity: 'error',
    title: 'Internal error',
    cause: 'apphost-compile met a state that its authors thought impossible. Nothing was written.',
    example: 'apphost-compile publish --log-level debug   # shows where it happened',
    fix: 'Report it among the issues of the repository of apphost-compile, with the manifest that causes it (without secrets) and the output of `apphost-compile --version`.',
    exit: 70,
  },
  AH9002: {
    severity: 'error',
    title: 'An artifact does not read back as it was meant',
    cause:
      'Before anything is written, every artifact is parsed again and compared with the document that was meant. They differ, which is a bug.',
    example: 'The message names the file and the first place that differs.',
    fix: 'Report it among the issues of the repository of apphost-compile, with the manifest that causes it (without secrets).',
    exit: 70,
  },
  AH9003: {
    severity: 'error',
    title: 'An artifact is not valid for its own format',
    cause:
      'Before anything is written, every artifact is checked against the schema of its format. This one is refused: a bug, because what users write was checked before.',
    example: 'The message names the file and the place in it.',
    fix: 'Report it among the issues of the repository of apphost-compile, with the manifest that causes it (without secrets).',
    exit: 70,
  },
} as const
