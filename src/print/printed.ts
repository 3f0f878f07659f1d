/** The file formats that text can be printed for. */
export type Format = 'yaml' | 'dotenv' | 'markdown' | 'crontab'

declare const format: unique symbol

/**
 * Text that has been escaped for a file format and may stand in a file of it as it is. Only the printers of this folder
 * make it; what joins output takes nothing else. At run time it is an object, so that no plain string passes for one.
 */
export interface Printed<F extends Format> {
  readonly printed: string
  readonly format: F
  readonly [format]?: F
}

/** For printers only: marks text as escaped. */
export function markPrinted<F extends Format>(name: F, text: string): Printed<F> {
  return { printed: text, format: name }
}
