import { expandResources } from '../catalog/expand.ts'
import type { PropertyOwner } from '../catalog/property-owner.ts'
import { impliedSecrets } from '../catalog/implied-secrets.ts'
import { propertyRules } from '../catalog/property-rules.ts'
import { loadTypes, type LoadedTypes } from '../catalog/load.ts'
import type { Resource } from '../catalog/resource.ts'
import { isRangeOrVersion, versionInRange } from '../catalog/version.ts'
import type { CompileRequest } from './compilation.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ProjectFiles } from '../host/host.ts'
import { VERSION } from '../host/version.ts'
import type { Application } from '../model/resolver-context.ts'
import { reportPromoted } from '../model/unresolved.ts'
import { selectResources, type Selection } from '../model/select.ts'
import {
  readEnvironments,
  selectEnvironment,
  type Environments,
  type SelectedEnvironment,
} from '../overlay/environments.ts'
import { applyExtends } from '../overlay/extends.ts'
import { loadOverlays, prepareManifest } from '../overlay/load.ts'
import { declareParameters } from '../parameters/declarations.ts'
import type { ParameterDeclaration, Parameters } from '../parameters/parameter.ts'
import { applyRules } from '../parameters/rules.ts'
import { resolveParameters } from '../parameters/sources.ts'
import { mapAt, scalarAt, textAt } from '../syntax/fields.ts'
import { map, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import { readYamlMap } from '../syntax/read-yaml.ts'
import { createFileBudget, readYamlFile } from '../syntax/read-yaml-file.ts'
import { checkPlaceholders } from '../template/check-placeholders.ts'
import { evaluate } from '../template/evaluate.ts'
import type { ReferenceExpression } from '../template/expression.ts'
import { mentionsPlaceholder, parseTemplate } from '../template/parse-template.ts'
import { literalOf, text, type Value } from '../template/value.ts'
import { fitsBuiltinSchema, validateManifest } from '../validate/validate.ts'
import type { SchemaValidator } from '../validate/schema-error.ts'
import { builtinValidator, validatorFor } from '../validate/validator.ts'
import { typeShapeOf, type TypeShape } from '../validate/type-shape.ts'
import { shownText } from '../validate/words.ts'
import type { UseCollector } from './uses.ts'

/** The manifest of one environment, from text to a validated tree. */
export interface Front {
  readonly environments: Environments
  readonly environment: SelectedEnvironment
  /** Overlays and `extends` merged. */
  readonly merged: MapNode
  readonly types: LoadedTypes
  readonly declarations: ReadonlyMap<string, ParameterDeclaration>
}

/**
 * read, overlays, extends, declare, validate: undefined where there is no tree to go on with. `trees` gets the manifest
 * and its overlays as they were read.
 */
export async function readFront(
  request: CompileRequest,
  files: ProjectFiles,
  trees: MapNode[],
  report: Report,
): Promise<Front | undefined> {
  const budget = createFileBudget()
  const written = readYamlMap(readYamlFile(files, request.manifest, report, undefined, budget), report)
  if (written === undefined) return undefined
  trees.push(written)
  const base = prepareManifest(written, report)
  const environments = readEnvironments(base, report)
  const environment = selectEnvironment(environments, request.environment, report)
  if (environment === undefined) return undefined
  const overlaid = loadOverlays(
    base,
    environment,
    (path, at, optional) => {
      if (optional && files.read(path, 0).kind === 'missing') return undefined
      const overlay = readYamlMap(readYamlFile(files, path, report, at, budget), report)
      if (overlay !== undefined) trees.push(overlay)
      return overlay
    },
    report,
  )
  const merged = applyExtends(overlaid, report)
  checkRequires(merged, report)
  const types = await loadTypes(merged, files, budget, report)
  const declared = declareParameters(merged, report)
  checkPlaceholders(merged, report)
  const shapes = [...types.types.values()].map((one) => typeShapeOf(one.root))
  const validator = await validatorOf(merged, types, shapes)
  validateManifest(merged, { validator, types: shapes }, report)
  const implied = impliedSecrets(mapAt(merged, 'resources'), types.types, declared)
  const declarations = new Map([...declared, ...implied])
  return { environments, environment, merged, types, declarations }
}

async function validatorOf(
  merged: MapNode,
  types: LoadedTypes,
  shapes: readonly TypeShape[],
): Promise<SchemaValidator | undefined> {
  if (types.own.length > 0) return validatorFor(shapes)
  return fitsBuiltinSchema(merged) ? undefined : builtinValidator()
}

function checkRequires(root: MapNode, report: Report): void {
  const node = scalarAt(root, 'requires')
  if (node === undefined) return
  if (!isRangeOrVersion(node.text)) {
    report(
      diagnostic(
        'AH2013',
        node.span,
        `"requires" must be a range of versions (SemVer), but is "${shownText(node.text)}"`,
        {
          hints: ['for example requires: ">=0.1.0 <1.0.0"'],
        },
      ),
    )
    return
  }
  if (VERSION.endsWith('-development')) return
  if (versionInRange(VERSION, node.text) !== false) return
  report(
    diagnostic('AH6052', node.span, `the manifest requires apphost-compile ${node.text}, and this is ${VERSION}`, {
      hints: ['install a version in that range, or change `requires:`'],
    }),
  )
}

/** The environment's resources, expanded to primitives, and the values of its parameters. */
export interface Middle {
  readonly application: Application
  readonly parameters: Parameters
  readonly selection: Selection
  readonly resources: readonly Resource[]
  /** Expanded resources that are only meant for targets that are not selected. */
  readonly elsewhere: readonly Resource[]
}

/** parameters, drop, expand. */
export function readMiddle(
  front: Front,
  request: CompileRequest,
  targets: { readonly declared: ReadonlySet<string>; readonly selected: ReadonlySet<string> },
  uses: UseCollector,
  report: Report,
): Middle {
  const application: Application = {
    name: textAt(front.merged, 'name') ?? 'app',
    version: textAt(front.merged, 'version'),
    environment: front.environment.name,
    promoted: request.promote,
  }
  const parameters = resolveParameters(
    front.declarations,
    request.parameters,
    { name: front.environment.name, values: front.environment.parameters },
    report,
  )
  const bound = (node: ScalarNode, owner: PropertyOwner | undefined): string | undefined =>
    boundText(node, owner, { application, parameters, uses, report })
  const selection = selectResources({
    resources: mapAt(front.merged, 'resources') ?? map([], front.merged.span),
    declaredTargets: targets.declared,
    selectedTargets: targets.selected,
    bound: (node) => bound(node, undefined),
    report,
  })
  const context = { types: front.types.types, bound, report }
  // What is only meant for other targets cannot be wrong here: its own environment says what is.
  const silent = { ...context, report: () => undefined }
  return {
    application,
    parameters: applyRules(parameters, propertyRules(selection.kept, front.types.types), report),
    selection,
    resources: expandResources(selection.kept, context),
    elsewhere: expandResources(selection.elsewhere, silent),
  }
}

interface BoundContext {
  readonly application: Application
  readonly parameters: Parameters
  readonly uses: UseCollector
  readonly report: Report
}

/** A scalar that decides which resources there are: it may name parameters, the application, properties of its own resource. */
function boundText(
  node: ScalarNode,
  owner: PropertyOwner | undefined,
  context: BoundContext,
  depth = 0,
): string | undefined {
  if (!mentionsPlaceholder(node.text)) return node.text
  context.uses.note(node)
  const lookup = (reference: ReferenceExpression): Value | 'absent' | undefined => {
    const name = reference.path.join('.')
    if (reference.root === 'Environment') {
      if (context.application.promoted !== undefined) return reportPromoted(context.report, reference.span)
      return text(context.application.environment)
    }
    if (reference.root === 'App')
      return text((name === 'name' ? context.application.name : context.application.version) ?? '')
    if (reference.root === 'Parameters') return boundParameter(name, reference, node, context)
    const from = reference.root === 'Self' ? owner : reference.root === 'Parent' ? owner?.parent : undefined
    const property: Node | undefined = from?.properties.get(name)
    if (name === 'name' && from !== undefined && property === undefined) return text(from.name)
    const found = property?.kind === 'scalar' && depth < 16 ? boundText(property, from, context, depth + 1) : undefined
    if (found !== undefined) return text(found)
    context.report(
      diagnostic(
        'AH4208',
        reference.span,
        'this placeholder cannot be used here, where the value decides what is written',
        {
          hints: ['use a literal, or a parameter that is not secret'],
        },
      ),
    )
    return undefined
  }
  const value = evaluate(parseTemplate(node, context.report), lookup, context.report)
  return value === undefined || value === 'absent' ? undefined : literalOf(value)
}

function boundParameter(
  name: string,
  reference: ReferenceExpression,
  node: ScalarNode,
  context: BoundContext,
): Value | 'absent' | undefined {
  const found = context.parameters.get(name)
  if (found === undefined) {
    context.report(
      diagnostic('AH4201', reference.span, `there is no parameter "${name}"`, {
        hints: [...didYouMean(name, context.parameters.keys()), 'declare it under `parameters:`'].slice(0, 1),
      }),
    )
    return undefined
  }
  if (found.declaration.secret) {
    context.report(
      diagnostic(
        'AH4208',
        reference.span,
        `parameter "${name}" is secret, but its value is needed here when publishing`,
        {
          hints: ['use a parameter that is not secret'],
          related: [{ message: 'declared secret here', span: found.declaration.span }],
        },
      ),
    )
    return undefined
  }
  if (found.text !== undefined) return text(found.text, found.declaration.type)
  context.uses.missing(name, node.span)
  return 'absent'
}
