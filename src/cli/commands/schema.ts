import { builtInType, builtInTypeNames, loadTypes } from '../../catalog/load.ts'
import { hideSecretLiterals, secretLiterals } from '../../compiler/secret-literals.ts'
import { createCollector, type Report } from '../../diagnostics/diagnostic.ts'
import { printJson } from '../../diagnostics/format-json.ts'
import { createFileBudget, readYamlFile } from '../../syntax/read-yaml-file.ts'
import { readYamlMap } from '../../syntax/read-yaml.ts'
import { manifestSchema } from '../../validate/manifest-schema.ts'
import { typeShapeOf, type TypeShape } from '../../validate/type-shape.ts'
import { findProject } from '../project.ts'
import type { Session } from '../session.ts'

/** The project's own types; none where there is no manifest yet, and none was named. */
async function ownTypes(session: Session, report: Report): Promise<readonly TypeShape[]> {
  const collector = createCollector()
  const project = findProject(session, collector.report)
  const isOnlyMissing =
    collector.diagnostics.every((one) => one.code === 'AH8520') && session.option('file') === undefined
  if (project === undefined && isOnlyMissing) return []
  for (const one of collector.diagnostics) report(one)
  if (project === undefined) return []
  const budget = createFileBudget()
  const read = createCollector()
  const root = readYamlMap(readYamlFile(project.files, project.manifest, read.report, undefined, budget), read.report)
  const own = root === undefined ? [] : (await loadTypes(root, project.files, budget, read.report)).own
  const literals = secretLiterals(root === undefined ? [] : [root])
  for (const one of hideSecretLiterals(read.diagnostics, literals)) report(one)
  return own.map((type) => typeShapeOf(type.root))
}

/** `schema`: the manifest's JSON Schema with the built-in types and those of the project. */
export async function schema(session: Session): Promise<number> {
  const collector = createCollector()
  const own = await ownTypes(session, collector.report)
  const exitCode = session.finish(collector.diagnostics)
  if (exitCode !== 0) return exitCode
  const builtIn = builtInTypeNames().flatMap((name) => {
    const type = builtInType(name)
    return type === undefined ? [] : [typeShapeOf(type.root)]
  })
  session.print(printJson(manifestSchema([...builtIn, ...own])))
  return 0
}
