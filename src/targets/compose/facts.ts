import { scalarAt } from '../../syntax/fields.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import type { ValueRule } from '../../parameters/parameter.ts'
import type { DeploymentFacts, JobFact, ParameterFact, ParameterRule } from '../deployment-facts.ts'
import type { UsedParameter } from './interpolation-state.ts'
import type { Lowering, Service } from './lowering.ts'
import type { Split } from './services.ts'

/** What a later deployment of these artifacts needs to know besides them. */
export function deploymentFacts(lowering: Lowering, project: string, split: Split): DeploymentFacts {
  const { interpolation, model } = lowering
  return {
    parameters: [...interpolation.parameters.values()]
      .map((one) => parameterFact(one, model.promoted === undefined))
      .toSorted((one, other) => compareCodePoints(one.name, other.name)),
    derived: [...interpolation.derived.values()]
      .map((one) => ({ variable: one.variable, expression: one.expression, required: one.required }))
      .toSorted((one, other) => compareCodePoints(one.variable, other.variable)),
    images: [...interpolation.images.values()].map((one) => ({
      name: one.image.name,
      variable: one.variable,
      default: interpolation.encode(one.image.reference, { resource: one.image.name, span: one.image.span }),
      users: [...one.users].toSorted(compareCodePoints),
    })),
    jobs: [...jobFacts('compose.yaml', split.main), ...jobFacts('compose.jobs.yaml', split.jobs)],
    pins: pinsOf(model.target.tree, project),
  }
}

/** Defaults of several environments differ, and stand in their files of values. */
function parameterFact({ parameter, variable }: UsedParameter, withDefault: boolean): ParameterFact {
  const { declaration } = parameter
  const { minimum, maximum, minLength, maxLength, pattern, allowed } = declaration
  return {
    name: declaration.name,
    variable,
    type: declaration.type,
    secret: declaration.secret,
    ...(declaration.description === undefined ? {} : { description: declaration.description }),
    ...(declaration.secret || parameter.text === undefined || !withDefault ? {} : { default: parameter.text }),
    ...(declaration.generate === undefined ? {} : { generate: declaration.generate }),
    constraints: {
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
      ...(minLength === undefined ? {} : { minLength }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(pattern === undefined ? {} : { pattern }),
      ...(allowed === undefined ? {} : { enum: allowed }),
    },
    ...(declaration.rules.length === 0 ? {} : { rules: declaration.rules.map(ruleFact) }),
  }
}

function ruleFact({ asker, minLength, maxLength, pattern, says }: ValueRule): ParameterRule {
  return {
    asker,
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(says === undefined ? {} : { says }),
  }
}

/** The services of each workload in the order in which they run: its init steps, then itself. */
export function stepsByWorkload(services: readonly Service[]): ReadonlyMap<string, readonly string[]> {
  const steps = new Map<string, string[]>()
  for (const { workload, name } of services) {
    const known = steps.get(workload.name)
    if (known === undefined) steps.set(workload.name, [name])
    else known.push(name)
  }
  return steps
}

function jobFacts(file: string, services: readonly Service[]): readonly JobFact[] {
  const steps = stepsByWorkload(services)
  return services.flatMap(({ workload, isMain }) => {
    if (!isMain || workload.job === undefined) return []
    const { run, retries = 0, timeoutText } = workload.job
    return [
      {
        name: workload.name,
        when: run,
        file,
        steps: steps.get(workload.name) ?? [],
        retries,
        ...(timeoutText === undefined ? {} : { timeout: timeoutText }),
      },
    ]
  })
}

function pinsOf(target: Parameters<typeof scalarAt>[0], project: string): Readonly<Record<string, string>> {
  const context = scalarAt(target, 'context')?.text
  return {
    project,
    runtime: scalarAt(target, 'runtime')?.text ?? 'docker',
    ...(context === undefined ? {} : { context }),
  }
}
