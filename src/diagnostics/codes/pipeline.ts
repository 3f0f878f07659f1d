/** AH7xxx: the pipeline of the project. */
export const PIPELINE_CODES = {
  AH7001: {
    severity: 'error',
    title: 'A step cannot reach this',
    cause:
      'A step runs where apphost-compile runs, outside the network of the application. It can name external resources and public addresses of endpoints, nothing else of a resource.',
    example: 'pipeline: { steps: { smoke: { run: [curl, $<Resources.api.endpoints.http.url>] } } }',
    fix: 'Use `publicUrl`, `publicHost` or `publicScheme`; what needs the inner network is a resource with `type: job`.',
  },
  AH7002: {
    severity: 'error',
    title: 'Unknown step',
    cause: '`dependsOn` or `requiredBy` names a step that is neither one of the project nor a built-in one.',
    example: 'pipeline: { steps: { smoke: { run: [npm, test], dependsOn: [deplyo] } } }',
    fix: 'Correct the name. Built-in steps are `build`, `push`, `publish`, `deploy`, `destroy` and those for single resources and targets.',
  },
  AH7003: {
    severity: 'error',
    title: 'Steps that wait for each other in a circle',
    cause: 'Each step of the circle needs the next one first, so none could run.',
    example: 'a: { run: [x], dependsOn: [b] }\nb: { run: [y], dependsOn: [a] }',
    fix: 'Remove one of the dependencies that the message prints.',
  },
  AH7004: {
    severity: 'error',
    title: 'A step for an environment that does not exist',
    cause:
      '`environments` of a step lists a name that is not declared under `environments:` of the manifest, so the step would never run there.',
    example:
      'environments: { staging: {} }\npipeline: { steps: { smoke: { run: [npm, test], environments: [stagin] } } }',
    fix: 'Correct the name, or declare the environment.',
  },
  AH7005: {
    severity: 'error',
    title: 'A secret in the command of a step',
    cause:
      'Every user of a machine can read the command lines of its processes, and many tools log theirs. So a secret never stands in `run` or `shell`.',
    example: 'pipeline: { steps: { smoke: { run: [curl, --user, $<Parameters.password>] } } }',
    fix: 'Put the secret into `env:` of the step; the command, or the script that it starts, reads the variable.',
  },
} as const
