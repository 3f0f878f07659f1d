import { markdownCodeBlock } from '../../print/markdown.ts'
import { literalOf } from '../../template/value.ts'
import type { ReadmeContext } from './layout.ts'
import { fromOutput, type Lowering, type Service } from './lowering.ts'

/** Images that Compose does not build: of .NET projects, and those that only other builds use. */
export function builtElsewhere(lowering: Lowering, services: readonly Service[]): ReadmeContext['builtElsewhere'] {
  const built = new Set(
    services.flatMap((one) =>
      [one.workload, ...one.workload.init, ...one.workload.sidecars].flatMap((fields) =>
        fields.image?.kind === 'built' ? [fields.image.image.name] : [],
      ),
    ),
  )
  return lowering.model.images.flatMap((image) => {
    const reference = literalOf(image.reference) ?? ''
    if (image.dotnetProject !== undefined) {
      const project = fromOutput(lowering, image.dotnetProject) ?? image.dotnetProject
      const tag = reference.slice(reference.lastIndexOf(':') + 1)
      return [
        {
          resource: image.name,
          command: markdownCodeBlock(
            'sh',
            `dotnet publish ${quoteWord(project)} -t:PublishContainer -p:ContainerRepository=${quoteWord(reference.slice(0, reference.lastIndexOf(':')))} -p:ContainerImageTag=${quoteWord(tag)}`,
          ),
        },
      ]
    }
    if (
      !image.standalone ||
      built.has(image.name) ||
      lowering.interpolation.images.get(image.name)?.users.size === undefined
    )
      return []
    const context = image.context === undefined ? '.' : (fromOutput(lowering, image.context) ?? image.context)
    const file = image.dockerfile === undefined ? '' : ` --file ${quoteWord(`${context}/${image.dockerfile}`)}`
    const stage = image.stage === undefined ? '' : ` --target ${quoteWord(image.stage)}`
    return [
      {
        resource: image.name,
        command: markdownCodeBlock(
          'sh',
          `docker build --tag ${quoteWord(reference)}${file}${stage} ${quoteWord(context)}`,
        ),
      },
    ]
  })
}

/** A word for a POSIX shell. */
function quoteWord(word: string): string {
  return /^[A-Za-z0-9_./:@=-]+$/.test(word) ? word : `'${word.replace(/'/g, () => `'\\''`)}'`
}
