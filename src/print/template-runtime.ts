import Handlebars from 'handlebars/runtime.js'
import type { Format } from './printed.ts'
import { helpersOf, printedField, printField } from './template-helpers.ts'

/** What is used of Handlebars, whose runtime comes without types. */
interface Environment {
  registerHelper(name: string, helper: (...values: readonly unknown[]) => string): void
  unregisterHelper(name: string): void
}

interface Runtime {
  create(): Environment & { template(specification: unknown): Render }
}

/** Puts values into a template that was compiled before; throws if a value is missing or not what the contract says. */
export type Render = (context: unknown) => string

/** The name under which a compiled template calls the printer of text; no field can be written like this. */
export const PRINT_TEXT = '-text'
/** The name under which it calls what lets only printed text through. */
export const PRINT_PRINTED = '-printed'

/** Makes a template usable that `precompileTemplate` turned into code when the package was built. */
export function loadPrecompiled(format: Format, specification: unknown): Render {
  const environment = (Handlebars as unknown as Runtime).create()
  registerPrinters(environment, format)
  const template = environment.template(specification)
  return (context) => template(context)
}

/** Gives an instance of Handlebars the helpers of a format, and takes away what it brings itself but `if`, `unless`, `each`. */
export function registerPrinters(environment: Environment, format: Format): void {
  for (const name of ['with', 'lookup', 'log', 'blockHelperMissing']) environment.unregisterHelper(name)
  const register = (name: string, takes: number, run: (values: readonly unknown[]) => string): void => {
    environment.registerHelper(name, (...values) =>
      at(values[takes], values[takes + 1], () => run(values.slice(0, takes))),
    )
  }
  register(PRINT_TEXT, 1, ([value]) => printField(format, value))
  register(PRINT_PRINTED, 1, ([value]) => printedField(format, value))
  for (const [name, helper] of helpersOf(format)) register(name, helper.takes.length, helper.run)
}

/** A value that a template asks for is not there, or is not what its place takes. Offsets are of the template's text. */
export class TemplateValueError extends Error {
  readonly start: number
  readonly end: number

  constructor(message: string, start: number, end: number) {
    super(message)
    this.start = start
    this.end = end
  }
}

function at(start: unknown, end: unknown, run: () => string): string {
  try {
    return run()
  } catch (error) {
    throw new TemplateValueError(error instanceof Error ? error.message : String(error), Number(start), Number(end))
  }
}
