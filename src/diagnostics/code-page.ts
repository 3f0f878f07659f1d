/** How bad it is: with an error nothing is written, a warning can be accepted, an information line is for people. */
export type Severity = 'error' | 'warning' | 'information'

/** The page of one diagnostic code, as `explain AH2003` prints it. Texts are plain Markdown of a few sentences. */
export interface CodePage {
  readonly severity: Severity
  /** What is wrong, as a heading: "Unknown property". */
  readonly title: string
  /** Why it happens and why it matters. */
  readonly cause: string
  /** A YAML (or shell) example that produces it. */
  readonly example: string
  /** What to do, with the mended example where that helps. */
  readonly fix: string
  /** The exit code where it is not the 3 of wrong content: 1 for a file that cannot be read, 2 for usage, 5, 6, 70. */
  readonly exit?: 1 | 2 | 4 | 5 | 6 | 70
}
