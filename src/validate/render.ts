import {
  bounds,
  constraints,
  LONGEST_PLACEHOLDER,
  nullable,
  OVERLAY_MARKS,
  PLACEHOLDER,
  renderChoice,
  renderText,
  SECRET,
  type Schema,
  type SchemaMode,
  titleOf,
  typedPlaceholder,
  unionOfArms,
} from './render-parts.ts'
import type { Form, Property, RecordShape, Shape } from './shape.ts'

interface Context {
  readonly mode: SchemaMode
  readonly partial: boolean
  readonly logic: boolean
  /** The shape of overlays inside the schema of manifests: what a resource that `extends` another takes. */
  readonly extending: boolean
  /** The definitions that are in use, by their key in `$defs`; undefined while one is being made. */
  readonly made: Map<string, Schema | undefined>
  readonly shared: Map<string, string>
  readonly definition: (name: string) => Shape
}

/** Renders a shape and every definition that it reaches. */
export function renderSchema(root: Shape, mode: SchemaMode, definition: (name: string) => Shape): Schema {
  const context: Context = {
    mode,
    partial: mode === 'overlay',
    logic: false,
    extending: false,
    made: new Map(),
    shared: new Map(),
    definition,
  }
  const rendered = render(root, context)
  const sorted = [...context.made].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return { ...rendered, $defs: Object.fromEntries(sorted) }
}

function render(shape: Shape, context: Context): Schema {
  switch (shape.kind) {
    case 'text':
      return renderText(shape.form, shape.maxLength)
    case 'secret':
      return SECRET
    case 'scalar':
      return { type: shape.nullable ? ['string', 'number', 'boolean', 'null'] : ['string', 'number', 'boolean'] }
    case 'number':
      return {
        type: [shape.integer ? 'integer' : 'number', 'string'],
        ...bounds(shape.minimum, shape.maximum),
        ...typedPlaceholder(),
      }
    case 'flag':
      if (shape.only === undefined) return { type: ['boolean', 'string'], ...typedPlaceholder() }
      return { type: 'boolean', not: { const: !shape.only } }
    case 'choice':
      return renderChoice(shape.values, context.mode)
    case 'constant':
      return { type: 'string', const: shape.value }
    case 'list':
      return {
        type: 'array',
        items: orLogic(shape.items, render(shape.items, context), context),
        ...(shape.minItems > 0 ? { minItems: shape.minItems } : {}),
        maxItems: shape.maxItems,
      }
    case 'map':
      return renderMap(shape.keys, shape.values, context)
    case 'record':
      return renderRecord(shape, context)
    case 'free':
      return {}
    case 'tree':
      return { type: 'object' }
    case 'union':
      return renderUnion(shape.members, context)
    case 'named':
      return reference(shape.name, context)
    case 'tagged':
      return renderTagged(shape, context)
  }
}

function renderMap(keys: Form, values: Shape, context: Context): Schema {
  const inOverlay = context.mode === 'overlay'
  const value = orLogic(values, render(values, context), context)
  return {
    type: 'object',
    propertyNames: {
      type: 'string',
      pattern: inOverlay ? `^(?:${keys.pattern})$|^\\$replace$` : `^(?:${keys.pattern})$`,
      patternErrorMessage: keys.says,
      maxLength: keys.maxLength,
    },
    ...(inOverlay ? { properties: { $replace: OVERLAY_MARKS['$replace'] } } : {}),
    additionalProperties: inOverlay ? nullable(value) : value,
    maxProperties: 20_000,
  }
}

function renderRecord(shape: RecordShape, outer: Context): Schema {
  const context = { ...outer, partial: outer.partial || shape.partial, logic: outer.logic || shape.logic }
  if (shape.arms !== undefined) {
    return context.partial ? renderFields(unionOfArms(shape), context) : renderArms(shape, shape.arms, context)
  }
  return renderFields(shape, context)
}

/** The first arm whose property stands decides; its own schema refuses the other arms. */
function renderArms(shape: RecordShape, arms: ReadonlyMap<string, RecordShape>, context: Context): Schema {
  let schema: Schema | undefined
  for (const [name, arm] of [...arms].toReversed()) {
    const rendered = renderFields(arm, context)
    const otherwise: Schema =
      schema ??
      (context.mode === 'compiled'
        ? renderFields(unionOfArms(shape), { ...context, partial: true })
        : { required: [name] })
    schema = { if: { type: 'object', required: [name] }, then: rendered, else: otherwise }
  }
  return { type: 'object', ...schema }
}

function renderFields(shape: RecordShape, context: Context): Schema {
  const entries: [string, Schema][] = [...shape.properties].map(([name, one]) => [
    name,
    renderProperty(name, one, context),
  ])
  if (context.mode === 'overlay') entries.push(...Object.entries(OVERLAY_MARKS))
  if (context.logic) entries.push(...logicProperties(context).filter(([name]) => !shape.properties.has(name)))
  const required = context.partial ? [] : [...shape.properties].filter(([, one]) => one.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries),
    ...(shape.extensions ? { patternProperties: { '^x-': {} } } : {}),
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    ...(context.mode === 'published' ? constraints(shape, context.partial) : {}),
  }
}

function renderProperty(name: string, one: Property, context: Context): Schema {
  const plain = render(one.shape, context)
  const value = context.mode === 'overlay' ? nullable(plain) : orLogic(one.shape, plain, context)
  if (context.mode === 'compiled') return 'const' in value ? value : shared(value, context)
  return { title: titleOf(name), description: one.description, examples: one.examples, ...value }
}

/** Equal properties of different records are compiled once, which keeps the validator small. */
function shared(value: Schema, context: Context): Schema {
  if (value['$ref'] !== undefined) return value
  const text = JSON.stringify(value)
  const known = context.shared.get(text)
  if (known !== undefined) return { $ref: `#/$defs/${known}` }
  const key = `shared.${context.shared.size}`
  context.shared.set(text, key)
  context.made.set(key, value)
  return { $ref: `#/$defs/${key}` }
}

function logicProperties(context: Context): [string, Schema][] {
  const shape = context.definition('logic')
  if (shape.kind !== 'record') return []
  const extra: [string, Schema][] = [
    [
      'from',
      {
        title: 'From',
        description: 'A property whose fields are laid over these.',
        examples: ['$<Self.volume>'],
        type: 'string',
        maxLength: LONGEST_PLACEHOLDER,
      },
    ],
    [
      'comment',
      {
        title: 'Comment',
        description: 'A comment for the artifacts: why it is so.',
        examples: ['why it is mounted'],
        type: 'string',
        maxLength: 1_024,
      },
    ],
  ]
  const plain = { ...context, logic: false }
  return [
    ...[...shape.properties].map(([name, one]): [string, Schema] => [name, renderProperty(name, one, plain)]),
    ...extra,
  ]
}

/** Inside a type's workload every scalar and list may also be a map that decides. */
function orLogic(shape: Shape, schema: Schema, context: Context): Schema {
  if (
    !context.logic ||
    shape.kind === 'record' ||
    shape.kind === 'tree' ||
    shape.kind === 'free' ||
    shape.kind === 'map'
  )
    return schema
  if (shape.kind === 'named') {
    const target = context.definition(shape.name)
    return target.kind === 'record' || target.kind === 'map'
      ? schema
      : {
          if: { type: 'object', anyOf: [{ required: ['match'] }, { required: ['when', 'value'] }] },
          then: reference('logic', { ...context, logic: false, partial: false }),
          else: schema,
        }
  }
  if (
    shape.kind === 'union' &&
    shape.members.some((member) => member.kind === 'record' || member.kind === 'named' || member.kind === 'tree')
  )
    return schema
  const logic = reference('logic', { ...context, logic: false, partial: false })
  return { if: { type: 'object' }, then: logic, else: schema }
}

function reference(name: string, context: Context): Schema {
  const partial = context.extending ? '.extending' : context.partial && context.mode !== 'overlay' ? '.partial' : ''
  const key = `${name}${partial}${context.logic ? '.logic' : ''}`
  if (!context.made.has(key)) {
    context.made.set(key, undefined)
    const title = context.mode === 'compiled' ? {} : { title: titleOf(name) }
    context.made.set(key, { ...title, ...render(context.definition(name), context) })
  }
  return { $ref: `#/$defs/${key}` }
}

/** Members differ in their JSON type, and keywords of JSON Schema look at one type each, so all fit into one schema. */
function renderUnion(members: readonly Shape[], context: Context): Schema {
  const hasText = members.some(
    (member) => member.kind === 'text' || member.kind === 'choice' || member.kind === 'secret',
  )
  const types: string[] = []
  let merged: Schema = {}
  for (const member of members) {
    const rendered = renderMember(member, hasText, context)
    const type = rendered['type']
    for (const one of Array.isArray(type) ? type : [type])
      if (typeof one === 'string' && !types.includes(one)) types.push(one)
    merged = { ...merged, ...rendered }
  }
  return { ...merged, type: types }
}

function renderMember(member: Shape, hasText: boolean, context: Context): Schema {
  if (member.kind === 'named') return renderMember(context.definition(member.name), hasText, context)
  if (member.kind === 'number' && hasText) {
    return { type: member.integer ? 'integer' : 'number', ...bounds(member.minimum, member.maximum) }
  }
  if (member.kind === 'flag' && hasText && member.only === undefined) return { type: 'boolean' }
  if (member.kind === 'constant') return { type: 'string', if: { type: 'string' }, then: { enum: [member.value] } }
  if (member.kind === 'choice') {
    return {
      type: 'string',
      if: { type: 'string', not: { type: 'string', pattern: PLACEHOLDER } },
      then: { enum: member.values },
    }
  }
  return render(member, context)
}

/** Maps told apart by `type`; in an overlay, and with `extends`, every field of every kind. */
function renderTagged(shape: Extract<Shape, { kind: 'tagged' }>, context: Context): Schema {
  if (context.mode === 'overlay') return reference(shape.overlay, context)
  const kinds = [...shape.cases].map(([name, one]) => {
    const key = `${shape.overlay}.${name}`
    if (!context.made.has(key)) {
      context.made.set(key, undefined)
      const title = context.mode === 'compiled' ? {} : { title: titleOf(name) }
      const rendered = render(one, context)
      const required = one.partial ? { required: ['type'] } : {}
      context.made.set(key, { ...title, ...rendered, ...required })
    }
    return { $ref: `#/$defs/${key}` }
  })
  if (context.mode === 'compiled') {
    return { type: 'object', required: ['type'], discriminator: { propertyName: 'type' }, oneOf: kinds }
  }
  const told = { required: ['type'], oneOf: kinds }
  if (!shape.cases.has('container')) return { type: 'object', ...told }
  return {
    type: 'object',
    if: { required: ['extends'] },
    then: reference(shape.overlay, { ...context, mode: 'overlay', partial: true, extending: true }),
    else: told,
  }
}
