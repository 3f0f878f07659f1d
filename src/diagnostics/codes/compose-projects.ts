/** AH6137 to AH6145: Compose projects, what several targets or environments share, schedules, groups, empty files. */
export const COMPOSE_PROJECT_CODES = {
  AH6137: {
    severity: 'error',
    title: 'Not a name for a Compose project',
    cause: 'Compose projects have names of lower-case letters, digits, `-` and `_` that begin with a letter or digit.',
    example: 'targets: { local: { type: docker-compose, project: $<Parameters.team> } }   # whose value is "My Team"',
    fix: 'Correct the value that the message shows.',
  },
  AH6138: {
    severity: 'warning',
    title: 'One project for several environments',
    cause: "On one host the environments would replace each other's containers and share volumes.",
    example: 'targets: { local: { type: docker-compose, project: shop } }',
    fix: 'Write `project: shop-$<Environment>`, or leave it out.',
  },
  AH6139: {
    severity: 'error',
    title: 'Two targets, one Compose project',
    cause: 'Two Compose targets of one environment must say which project each is.',
    example: 'targets: { a: { type: docker-compose }, b: { type: docker-compose } }',
    fix: 'Give each a `project`.',
  },
  AH6141: {
    severity: 'warning',
    title: 'cron ends no run for the next one',
    cause:
      'A job has `overlap: replace`, and cron can leave a run out or start it beside the last one, but not end that one.',
    example:
      'report: { type: job, image: x:1, schedule: { cron: "0 * * * *", overlap: replace } }   # with schedules: crontab',
    fix: 'Use `overlap: forbid`, or `allow` where two at a time are meant.',
  },
  AH6142: {
    severity: 'error',
    title: 'Environments that cannot share artifacts',
    cause:
      '`publish --promote` writes one set of artifacts for several environments. Only values of parameters may differ between them; here something else does, which the message shows.',
    example: 'resources: { api: { image: nginx:1.29 } }   # and in apphost.staging.yaml: image: nginx:1.30',
    fix: 'Let what differs be a parameter that is bound late (`image: $<Parameters.image>`), with a value under `environments` for each; or publish each environment by itself.',
  },
  AH6143: {
    severity: 'error',
    title: 'One crontab for several environments',
    cause:
      'A crontab names the environment whose jobs it runs, and `publish --promote` writes one set of files for several.',
    example: 'targets: { host: { type: docker-compose, schedules: crontab } }   # with --promote staging,production',
    fix: 'Say `schedules: none` and run the jobs by hand or by the scheduler of each environment, or publish each environment by itself.',
  },
  AH6144: {
    severity: 'warning',
    title: 'A group without its user',
    cause: 'Docker takes a group only together with a user; alone it would run the program as root.',
    example: 'security: { runAsGroup: 1000 }',
    fix: 'Add `runAsUser` (or `user`).',
  },
  AH6145: {
    severity: 'warning',
    title: 'A file that would be empty',
    cause:
      'Compose mounts a whole folder in place of a file without content, so `up` refuses an empty value where a file holds nothing but parameters.',
    example: 'parameters: { extra: "" }   # and files: [{ path: /etc/extra.conf, content: $<Parameters.extra> }]',
    fix: 'Put other text into the file too, such as a comment or a final newline, or give the parameter a value.',
  },
  AH6146: {
    severity: 'error',
    title: 'A network that Compose takes for an extension',
    cause: 'In the list of networks of a service, Compose takes what begins with `x-` for an extension of the file.',
    example: 'networks: { x-internal: {} }',
    fix: 'Give the network another name.',
  },
} as const
