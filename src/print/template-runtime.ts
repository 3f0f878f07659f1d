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

/** The names under which a compiled template calls the printers; no field can be written like this. */
export const PRINT_TEXT = '-text'
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
  environment.registerHelper(PRINT_TEXT, (value: unknown) => printField(format, value))
  environment.registerHelper(PRINT_PRINTED, (value: unknown) => printedField(format, value))
  for (const [name, helper] of helpersOf(format)) {
    environment.registerHelper(name, (...values: readonly unknown[]) =>
      helper.run(values.slice(0, helper.takes.length)),
    )
  }
}
