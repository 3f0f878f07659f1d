/** One option, as help, completion, the README and the parser know it. */
export interface OptionSpecification {
  readonly name: string
  readonly short?: string
  /** What stands for the value in help; a switch has none. */
  readonly value?: string
  /** The only values there are. */
  readonly choices?: readonly string[]
  /** What a shell completes the value with, where there are no choices. */
  readonly completes?: 'file' | 'folder'
  readonly repeatable?: boolean
  readonly summary: string
}

/** A word that follows a command and is no option. */
export interface ArgumentSpecification {
  readonly name: string
  readonly required: boolean
  readonly choices?: readonly string[]
}

/** One command, as help, completion, the README and the parser know it. */
export interface CommandSpecification {
  /** One word, or two (`templates eject`). */
  readonly name: string
  readonly summary: string
  readonly arguments: readonly ArgumentSpecification[]
  /** Besides those of every command. */
  readonly options: readonly OptionSpecification[]
  readonly example: string
}

/** `--format` of a command: what its product can be; the first is the default. */
function format(...choices: readonly string[]): OptionSpecification {
  return { name: 'format', value: 'FORMAT', choices, summary: `form of the output (default: ${choices[0] ?? ''})` }
}

const TARGET: OptionSpecification = {
  name: 'target',
  value: 'NAME',
  repeatable: true,
  summary: 'only this target; may be repeated (default: all that the environment has)',
}

/** Options that every command takes. */
export const COMMON_OPTIONS: readonly OptionSpecification[] = [
  {
    name: 'file',
    short: 'f',
    value: 'PATH',
    completes: 'file',
    summary: 'the manifest, or the folder that holds it (default: apphost.yaml here)',
  },
  {
    name: 'environment',
    short: 'e',
    value: 'NAME',
    summary:
      'the environment, for publish and validate also all (default: APPHOST_ENVIRONMENT, else what the manifest says)',
  },
  {
    name: 'param',
    value: 'NAME=VALUE',
    repeatable: true,
    summary: 'a value for a parameter that is no secret; may be repeated',
  },
  {
    name: 'params-file',
    value: 'FILE',
    completes: 'file',
    summary: 'values for parameters, secrets too, from a YAML or JSON file; - is standard input',
  },
  {
    name: 'output-path',
    short: 'o',
    value: 'FOLDER',
    completes: 'folder',
    summary: 'where artifacts go (default: ./apphost-output)',
  },
  {
    name: 'root',
    value: 'FOLDER',
    completes: 'folder',
    summary: 'the project root, outside which nothing is read (default: the folder of .git, else of the manifest)',
  },
  {
    name: 'diagnostics',
    value: 'FORMAT',
    choices: ['text', 'json', 'sarif', 'github'],
    summary: 'form of the diagnostics on standard error (default: text; github under GITHUB_ACTIONS)',
  },
  {
    name: 'log-level',
    value: 'LEVEL',
    choices: ['error', 'warning', 'info', 'debug'],
    summary: 'how much is said on standard error (default: info)',
  },
  { name: 'quiet', short: 'q', summary: 'no progress and no hints on how to go on' },
  { name: 'no-color', summary: 'no colours (also NO_COLOR; FORCE_COLOR says the opposite)' },
  { name: 'non-interactive', summary: 'never ask' },
  { name: 'version', summary: 'print the version' },
  { name: 'help', short: 'h', summary: 'print help; after a command, its help' },
]

/** All commands, in the order of help. */
export const COMMANDS: readonly CommandSpecification[] = [
  {
    name: 'publish',
    summary: 'compile and write the artifacts',
    arguments: [],
    options: [
      TARGET,
      {
        name: 'promote',
        value: 'NAMES',
        summary: 'one set of artifacts for these environments, with a file of values for each',
      },
      { name: 'check', summary: 'write nothing; show what on disk differs, and exit 4 if something does' },
      { name: 'stdout', summary: 'write nothing; print every file under a "# Source:" line' },
      { name: 'watch', summary: 'publish again whenever an input changes, until interrupted' },
      { name: 'force', summary: 'overwrite files that somebody else wrote or edited' },
      { name: 'templates', value: 'FOLDER', completes: 'folder', summary: 'layouts of your own (see templates eject)' },
      { name: 'tag', value: 'TAG', summary: 'the tag of the images that the application builds' },
      format('text', 'json'),
    ],
    example: 'apphost-compile publish --environment production --output-path deploy',
  },
  {
    name: 'validate',
    summary: 'do all checks, write nothing',
    arguments: [],
    options: [TARGET],
    example: 'apphost-compile validate --environment all',
  },
  {
    name: 'explain',
    summary: 'say what a diagnostic code means, or where a value comes from',
    arguments: [{ name: 'CODE|PATH', required: true }],
    options: [format('text', 'json')],
    example: 'apphost-compile explain resources.api.env.LOG_LEVEL',
  },
  {
    name: 'params',
    summary: 'list the parameters, their sources and users',
    arguments: [],
    options: [format('text', 'json')],
    example: 'apphost-compile params --environment staging',
  },
  {
    name: 'environments',
    summary: 'list the environments and how each differs',
    arguments: [],
    options: [format('text', 'json')],
    example: 'apphost-compile environments',
  },
  {
    name: 'graph',
    summary: 'print how the resources depend on each other',
    arguments: [],
    options: [format('mermaid', 'json')],
    example: 'apphost-compile graph > graph.mmd',
  },
  {
    name: 'schema',
    summary: "print the manifest's JSON Schema with the types of this project",
    arguments: [],
    options: [format('json')],
    example: 'apphost-compile schema > apphost.schema.json',
  },
  {
    name: 'init',
    summary: 'make a starting manifest',
    arguments: [],
    options: [{ name: 'name', value: 'NAME', summary: "the application's name (default: that of the folder)" }],
    example: 'apphost-compile init --name shop',
  },
  {
    name: 'templates eject',
    summary: 'copy the layouts of the artifacts, to edit them',
    arguments: [{ name: 'FOLDER', required: false }],
    options: [{ name: 'force', summary: 'replace files that are there already' }],
    example: 'apphost-compile templates eject templates && apphost-compile publish --templates templates',
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    arguments: [{ name: 'SHELL', required: true, choices: ['bash', 'zsh', 'fish'] }],
    options: [],
    example: 'apphost-compile completion bash > /etc/bash_completion.d/apphost-compile',
  },
]

/** Commands that are planned; asked for, they say so. */
export const LATER_COMMANDS: ReadonlySet<string> = new Set([
  'deploy',
  'do',
  'steps',
  'diff',
  'destroy',
  'import',
  'ci',
  'doctor',
  'lsp',
  'state',
])

/** Options that are planned; given, they say so. */
export const LATER_OPTIONS: ReadonlySet<string> = new Set(['list-steps'])

/** All options of a command, its own first. */
export function optionsOf(command: CommandSpecification | undefined): readonly OptionSpecification[] {
  return [...(command?.options ?? []), ...COMMON_OPTIONS]
}

/** Commands that have an option of that name. */
export function commandsWith(option: string): readonly string[] {
  return COMMANDS.filter((one) => one.options.some((own) => own.name === option)).map((one) => one.name)
}
