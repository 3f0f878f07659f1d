import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { ParameterDeclaration } from './parameter.ts'
import { waysToSupply } from './variables.ts'

/** A parameter without a value, and the places that are decided when artifacts are written and need one. */
export interface MissingUse {
  readonly name: string
  /** Paths into the manifest (`resources.api.enabled`), each with its place. */
  readonly places: readonly { readonly path: string; readonly span: Span }[]
}

/** Paths shown for one parameter; the rest is counted, and every one is a related place. */
const SHOWN_PATHS = 3

function describe(use: MissingUse): string {
  const paths = use.places.map((place) => place.path)
  const more = paths.length > SHOWN_PATHS ? ` and ${paths.length - SHOWN_PATHS} more` : ''
  return `"${use.name}" (needed by ${paths.slice(0, SHOWN_PATHS).join(', ')}${more})`
}

/** Reports all parameters that publishing needs and nobody supplied, in one diagnostic; nothing if there are none. */
export function reportMissing(
  uses: readonly MissingUse[],
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  report: Report,
): void {
  const [first] = uses
  if (first === undefined) return
  const subject = uses.length === 1 ? 'a parameter has' : `${uses.length} parameters have`
  const places = uses.flatMap((use) =>
    use.places.map((place) => ({ message: `"${use.name}" is needed by ${place.path}`, span: place.span })),
  )
  // The only place is the diagnostic's own
  const related = places.length > 1 ? places : []
  const hints = uses.flatMap((use) => {
    const declaration = declarations.get(use.name)
    return declaration === undefined ? [] : [`supply ${waysToSupply(declaration)}`]
  })
  const message = `${subject} no value: ${uses.map(describe).join(', ')}`
  report(diagnostic('AH4028', first.places[0]?.span, message, { related, hints }))
}
