import { diagnostic } from '../../diagnostics/diagnostic.ts'
import { child, type ScalarNode } from '../../syntax/node.ts'
import { quoted } from '../../model/read-fields.ts'
import type { ValuePart } from '../../template/value.ts'
import { PROMOTED_ENVIRONMENT } from './encode-value.ts'
import type { Lowering } from './lowering.ts'

const PROJECT = /^[a-z0-9][a-z0-9_-]*$/

/** How the Compose project is called. */
export interface Project {
  /** As the Compose file says it. */
  readonly name: string
  /** For people; one set of files for several environments says ENVIRONMENT. */
  readonly shown: string
}

/** What stands for the environment's name in a text for people. */
export const ENVIRONMENT = 'ENVIRONMENT'

/** The Compose project: the target's `project`, else `<app>-<environment>`. */
export function projectName(lowering: Lowering): Project {
  const { model, context } = lowering
  const written = child(model.target.tree, 'project')
  const subject = { target: model.target.name }
  if (written?.kind === 'scalar') return writtenProject(lowering, written)
  const others = model.targetsOfEnvironment.filter(
    (one) => one.type === 'docker-compose' && one.name !== model.target.name,
  )
  if (others.length > 0) {
    context.report(
      diagnostic(
        'AH6139',
        model.target.span,
        `target "${model.target.name}" does not say its Compose project, and environment "${model.environment}" has another one: "${others[0]?.name ?? ''}"`,
        {
          hints: [
            `give each a \`project\`, for instance \`project: ${model.name.toLowerCase()}-${model.target.name}-$<Environment>\``,
          ],
          subject,
        },
      ),
    )
  }
  if (model.promoted === undefined) {
    const name = `${model.name}-${model.environment}`
    return { name, shown: name }
  }
  return { name: `${model.name}-${PROMOTED_ENVIRONMENT}`, shown: `${model.name}-${ENVIRONMENT}` }
}

/** `project:` of the target, checked. */
function writtenProject(lowering: Lowering, written: ScalarNode): Project {
  const { model, context } = lowering
  const subject = { target: model.target.name }
  const value = model.resolve(written, '')
  const use = { resource: '', span: written.span }
  const parts = value?.parts ?? []
  const known = (part: ValuePart): string =>
    part.kind === 'environment'
      ? ENVIRONMENT.toLowerCase()
      : (lowering.interpolation.bind({ parts: [part], type: 'string' }, use) ?? '')
  const name = parts.map(known).join('')
  if (name !== '' && !PROJECT.test(name)) {
    context.report(
      diagnostic('AH6137', written.span, `${quoted(name)} cannot be the name of a Compose project`, {
        hints: ['lower-case letters, digits, `-` and `_`, a letter or digit first'],
        subject,
      }),
    )
  }
  const isLiteral = value?.parts.every((part) => part.kind === 'text') === true && !written.text.includes('$<')
  if (isLiteral && model.targetEnvironments.length > 1) {
    context.report(
      diagnostic(
        'AH6138',
        written.span,
        `the project "${name}" is the same in the environments ${model.targetEnvironments.join(', ')}: on one host they would replace each other`,
        {
          hints: ['write `project: name-$<Environment>`, or leave it out'],
          subject,
        },
      ),
    )
  }
  if (model.promoted === undefined || value === undefined) return { name, shown: name }
  const late = parts.map((part) => (part.kind === 'environment' ? PROMOTED_ENVIRONMENT : known(part))).join('')
  return { name: late, shown: name.replace(ENVIRONMENT.toLowerCase(), () => ENVIRONMENT) }
}
