import type { BuiltImage } from '../../model/app-model.ts'
import { yamlList, yamlMap, type YamlEntry, type YamlMap } from '../../print/yaml-document.ts'
import { literalOf } from '../../template/value.ts'
import { complain, fromOutput, optionalEntry, useOf, type Lowering, type Part } from './lowering.ts'

const IS_URL = /^[a-z][a-z0-9+.-]*:\/\/|^git@/

/** The `build` of a service, with paths as seen from the output folder; undefined where Compose cannot build it. */
export function buildSection(lowering: Lowering, part: Part, image: BuiltImage): YamlMap | undefined {
  if (image.dotnetProject !== undefined || image.context === undefined) return undefined
  const context = located(lowering, image.context)
  if (context === undefined) {
    complain(
      lowering,
      part.workload.resource,
      'AH6110',
      image.span,
      `the image of "${image.name}" cannot be built from the output folder, which lies outside the project`,
      {
        hints: ['publish into a folder of the project, or build and push the image first'],
      },
    )
    return undefined
  }
  const use = useOf(part.workload, image.span)
  const encodeArguments = image.arguments.map((one): YamlEntry => ({
    key: one.name,
    value: lowering.interpolation.encode(one.value, { ...use, span: one.span }),
  }))
  return yamlMap([
    { key: 'context', value: context },
    ...optionalEntry('dockerfile', image.dockerfile),
    ...optionalEntry('target', image.stage),
    ...optionalEntry('args', yamlMap(encodeArguments)),
    ...optionalEntry(
      'additional_contexts',
      yamlMap(
        image.additionalContexts.map((one): YamlEntry => ({
          key: one.name,
          value: locatedValue(lowering, one.location, part),
        })),
      ),
    ),
    ...optionalEntry('secrets', yamlList(image.secrets.map((one) => buildSecret(lowering, part, image, one)))),
    ...optionalEntry('platforms', yamlList(image.platforms)),
  ])
}

function located(lowering: Lowering, path: string): string | undefined {
  return IS_URL.test(path) ? path : fromOutput(lowering, path)
}

function locatedValue(
  lowering: Lowering,
  value: BuiltImage['additionalContexts'][number]['location'],
  part: Part,
): string {
  const literal = literalOf(value)
  // An image is no folder
  if (value.parts[0]?.kind === 'image')
    return `docker-image://${lowering.interpolation.encode(value, useOf(part.workload, undefined))}`
  const path = literal === undefined || /:\/\//.test(literal) ? undefined : fromOutput(lowering, literal)
  return path ?? lowering.interpolation.encode(value, useOf(part.workload, undefined))
}

function buildSecret(
  lowering: Lowering,
  part: Part,
  image: BuiltImage,
  secret: BuiltImage['secrets'][number],
): YamlMap {
  const key = `${image.name}.build.${secret.id}`
  const variable =
    secret.value === undefined
      ? undefined
      : lowering.interpolation.secretVariable(secret.value, useOf(part.workload, image.span))
  if (secret.file !== undefined) {
    lowering.top.secrets.set(key, yamlMap([{ key: 'file', value: fromOutput(lowering, secret.file) ?? secret.file }]))
  } else if (variable !== undefined) {
    lowering.top.secrets.set(key, yamlMap([{ key: 'environment', value: variable }]))
  } else {
    complain(
      lowering,
      part.workload.resource,
      'AH6111',
      image.span,
      `build secret "${secret.id}" of "${image.name}" is not exactly one secret parameter`,
      {
        hints: ['write `$<Parameters.name>` with a parameter that is `secret: true`, or `{ file: path }`'],
      },
    )
  }
  return yamlMap([
    { key: 'source', value: key },
    { key: 'target', value: secret.id },
  ])
}
