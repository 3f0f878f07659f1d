/** The built-in steps of every pipeline that do not speak of one resource or target. */
export const GENERAL_STEPS: readonly string[] = [
  ...['validate', 'process-parameters', 'build-prereq', 'build', 'push-prereq', 'push', 'publish-prereq', 'publish'],
  ...['deploy-prereq', 'deploy', 'destroy-prereq', 'destroy', 'diagnostics'],
]

const OF_RESOURCE = ['build', 'push', 'deploy', 'run'] as const
const OF_TARGET = [
  'publish',
  'prepare',
  'docker-compose-up',
  'docker-compose-down',
  'helm-deploy',
  'helm-uninstall',
  'apply',
  'provision',
  'destroy',
] as const

/** The built-in steps that speak of one of these resources or targets: `build-api`, `publish-compose`. */
export function stepsOfEach(resources: readonly string[], targets: readonly string[]): readonly string[] {
  return [
    ...OF_RESOURCE.flatMap((verb) => resources.map((name) => `${verb}-${name}`)),
    ...OF_TARGET.flatMap((verb) => targets.map((name) => `${verb}-${name}`)),
  ]
}
