import { diagnostic } from '../../diagnostics/diagnostic.ts'
import { child } from '../../syntax/node.ts'
import { quoted } from '../../model/read-fields.ts'
import type { Lowering } from './lowering.ts'

const PROJECT = /^[a-z0-9][a-z0-9_-]*$/

/** The Compose project: the target's `project`, else `<app>-<environment>`. */
export function projectName(lowering: Lowering): string {
  const { model, context } = lowering
  const written = child(model.target.tree, 'project')
  const subject = { target: model.target.name }
  if (written?.kind === 'scalar') {
    const value = model.resolve(written, '')
    const name =
      value === undefined ? '' : (lowering.interpolation.bind(value, { resource: '', span: written.span }) ?? '')
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
    return name
  }
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
  return `${model.name}-${model.environment}`
}
