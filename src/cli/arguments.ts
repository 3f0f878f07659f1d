import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts'
import { didYouMean, nearest } from '../diagnostics/suggest.ts'
import {
  COMMANDS,
  COMMON_OPTIONS,
  commandsWith,
  type CommandSpecification,
  LATER_COMMANDS,
  LATER_OPTIONS,
  type OptionSpecification,
  optionsOf,
} from './command-table.ts'

/** A command line, understood. With a diagnostic among `diagnostics` it is not to be acted upon. */
export interface ParsedArguments {
  readonly command: CommandSpecification | undefined
  /** What follows the command and is no option. */
  readonly positionals: readonly string[]
  /** Option name -> its values in order; a switch has the one value `true`. */
  readonly options: ReadonlyMap<string, readonly string[]>
  readonly diagnostics: readonly Diagnostic[]
}

interface Parser {
  readonly report: (found: Diagnostic) => void
  readonly options: Map<string, string[]>
  readonly words: string[]
  readonly rest: string[]
  /** Names of the options that the command has, as far as it can be guessed; else of all. */
  readonly likely: readonly string[]
}

/** Every option of every command, by name; the same name means the same kind of value everywhere. */
const OPTIONS: ReadonlyMap<string, OptionSpecification> = new Map(
  [...COMMON_OPTIONS, ...COMMANDS.flatMap((command) => command.options)].map((option) => [option.name, option]),
)

const SHORT: ReadonlyMap<string, OptionSpecification> = new Map(
  COMMON_OPTIONS.flatMap((option) => (option.short === undefined ? [] : [[option.short, option]])),
)

function add(parser: Parser, option: OptionSpecification, value: string): void {
  const values = parser.options.get(option.name)
  if (values === undefined) parser.options.set(option.name, [value])
  else values.push(value)
}

function takeValue(parser: Parser, option: OptionSpecification, shown: string): void {
  const next = parser.rest[0]
  if (next !== undefined && (next === '-' || !next.startsWith('-'))) {
    parser.rest.shift()
    add(parser, option, next)
    return
  }
  const hints = [`write ${shown} ${option.value ?? ''}`]
  // What belongs to --param may be a secret, which no other message is to show either.
  const mayBeSecret = option.name === 'param'
  if (mayBeSecret && next !== undefined && !/^--?[a-z-]*(=|$)/.test(next)) parser.rest.shift()
  if (next !== undefined && next !== '--') {
    const joined = mayBeSecret ? (option.value ?? '') : next
    hints.push(`a value that begins with a dash is joined: ${shown}${shown.startsWith('--') ? '=' : ''}${joined}`)
  }
  parser.report(diagnostic('AH8503', undefined, `option "${shown}" needs a value`, { hints }))
}

function unknownOption(parser: Parser, shown: string, name: string): void {
  if (LATER_OPTIONS.has(name)) {
    parser.report(
      diagnostic('AH8511', undefined, `option "${shown}" is not part of this version of apphost-compile yet`, {
        hints: ['leave it out; "apphost-compile --help" shows what there is'],
      }),
    )
  } else {
    const near = nearest(name, parser.likely)
    const hints = near === undefined ? ['see "apphost-compile --help"'] : [`did you mean "--${near}"?`]
    parser.report(diagnostic('AH8502', undefined, `unknown option "${shown}"`, { hints }))
    if (near === undefined || OPTIONS.get(near)?.value === undefined) return
  }
  // The next word was meant for this option: reporting it as an argument too many would be noise.
  if (parser.rest[0] !== undefined && !parser.rest[0].startsWith('-')) parser.rest.shift()
}

function longOption(parser: Parser, word: string): void {
  const equals = word.indexOf('=')
  const shown = equals === -1 ? word : word.slice(0, equals)
  const joined = equals === -1 ? undefined : word.slice(equals + 1)
  const name = shown.slice(2)
  const option = OPTIONS.get(name)
  if (option === undefined) {
    if (joined !== undefined) unknownOption({ ...parser, rest: [] }, shown, name)
    else unknownOption(parser, shown, name)
    return
  }
  if (option.value === undefined) {
    if (joined === undefined) add(parser, option, 'true')
    else
      parser.report(
        diagnostic('AH8504', undefined, `option "${shown}" takes no value`, { hints: [`write ${shown} alone`] }),
      )
    return
  }
  if (joined === undefined) takeValue(parser, option, shown)
  else add(parser, option, joined)
}

function shortOptions(parser: Parser, word: string): void {
  for (let at = 1; at < word.length; at++) {
    const shown = `-${word[at] ?? ''}`
    const option = SHORT.get(shown.slice(1))
    if (option === undefined) {
      const hints = didYouMean(word.slice(1), parser.likely).map((hint) => hint.replace('"', '"--'))
      parser.report(
        diagnostic('AH8502', undefined, `unknown option "${word.length > 2 ? word : shown}"`, {
          hints: hints.length > 0 ? hints : ['see "apphost-compile --help"'],
        }),
      )
      return
    }
    if (option.value === undefined) add(parser, option, 'true')
    else {
      const attached = word.slice(at + 1).replace(/^=/, '')
      if (attached === '') takeValue(parser, option, shown)
      else add(parser, option, attached)
      return
    }
  }
}

/** What a misspelt option can have been meant to be: no option that the command would refuse in the next run. */
function likelyOptions(argv: readonly string[]): readonly string[] {
  const command = COMMANDS.find((one) => argv.includes(one.name.split(' ')[0] ?? ''))
  return command === undefined ? [...OPTIONS.keys()] : optionsOf(command).map((option) => option.name)
}

function splitWords(parser: Parser): void {
  for (let word = parser.rest.shift(); word !== undefined; word = parser.rest.shift()) {
    if (word === '--') parser.words.push(...parser.rest.splice(0))
    else if (word.startsWith('--')) longOption(parser, word)
    else if (word.startsWith('-') && word !== '-') shortOptions(parser, word)
    else parser.words.push(word)
  }
}

/** The command that the first word or two name, which are taken from `words`. */
function takeCommand(words: string[], report: (found: Diagnostic) => void): CommandSpecification | undefined {
  const [first, second] = words
  if (first === undefined) return undefined
  const one = COMMANDS.find((command) => command.name === first)
  if (one !== undefined) {
    words.splice(0, 1)
    return one
  }
  const group = COMMANDS.filter((command) => command.name.startsWith(`${first} `))
  const two = group.find((command) => command.name === `${first} ${second ?? ''}`)
  if (two !== undefined) {
    words.splice(0, 2)
    return two
  }
  if (group.length > 0) {
    const names = group.map((command) => `"apphost-compile ${command.name}"`).join(' or ')
    report(
      diagnostic('AH8509', undefined, `command "${first}" needs to be told what to do`, { hints: [`write ${names}`] }),
    )
  } else if (LATER_COMMANDS.has(first)) {
    report(
      diagnostic('AH8510', undefined, `command "${first}" is not part of this version of apphost-compile yet`, {
        hints: ['publish the artifacts and go on by the README.md in the output folder'],
      }),
    )
  } else {
    const hints = didYouMean(
      first,
      COMMANDS.map((command) => command.name),
    )
    report(
      diagnostic('AH8501', undefined, `unknown command "${first}"`, {
        hints: hints.length > 0 ? hints : ['"apphost-compile --help" lists the commands'],
      }),
    )
  }
  words.splice(0)
  return undefined
}

function wrongChoice(what: string, value: string, choices: readonly string[]): Diagnostic {
  const list = choices.map((choice) => `"${choice}"`).join(', ')
  return diagnostic('AH8505', undefined, `${what} cannot be "${value}"`, {
    hints: [...didYouMean(value, choices), `${choices.length === 1 ? 'it can only be' : 'it can be one of'} ${list}`],
  })
}

function checkOptions(
  command: CommandSpecification,
  options: ReadonlyMap<string, readonly string[]>,
  report: (found: Diagnostic) => void,
): void {
  const own = new Map(optionsOf(command).map((option) => [option.name, option]))
  for (const [name, values] of options) {
    const option = own.get(name)
    if (option === undefined) {
      const commands = commandsWith(name).map((one) => `"${one}"`)
      const hints = [`--${name} is an option of ${commands.join(', ')}`]
      report(diagnostic('AH8506', undefined, `command "${command.name}" has no option "--${name}"`, { hints }))
      continue
    }
    if (option.value !== undefined && option.repeatable !== true && new Set(values).size > 1) {
      const list = values.map((value) => `"${value}"`).join(' and ')
      const hints = ['give it once, with the value that is meant']
      report(diagnostic('AH8507', undefined, `option "--${name}" is given more than once, with ${list}`, { hints }))
    }
    if (option.value !== undefined && values.includes('')) {
      const hints = ['a variable that is not set is a common reason; leave the option out where there is no value']
      report(diagnostic('AH8503', undefined, `option "--${name}" has an empty value`, { hints }))
      continue
    }
    const { choices } = option
    if (choices === undefined) continue
    for (const value of values) if (!choices.includes(value)) report(wrongChoice(`option "--${name}"`, value, choices))
  }
}

function checkPositionals(
  command: CommandSpecification,
  positionals: readonly string[],
  report: (found: Diagnostic) => void,
): void {
  const example = `for example: ${command.example}`
  for (const [index, argument] of command.arguments.entries()) {
    const given = positionals[index]
    if (given === undefined) {
      if (!argument.required) continue
      report(
        diagnostic('AH8509', undefined, `command "${command.name}" needs the argument ${argument.name}`, {
          hints: [example],
        }),
      )
    } else if (argument.choices !== undefined && !argument.choices.includes(given)) {
      report(wrongChoice(`argument ${argument.name}`, given, argument.choices))
    }
  }
  const extra = positionals[command.arguments.length]
  if (extra !== undefined)
    report(
      diagnostic('AH8508', undefined, `command "${command.name}" takes no argument "${extra}"`, { hints: [example] }),
    )
}

/** Reads a command line (without the program's name) by the table of commands; all mistakes at once. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic): void => void diagnostics.push(found)
  const parser: Parser = { report, options: new Map(), words: [], rest: [...argv], likely: likelyOptions(argv) }
  splitWords(parser)
  const { options, words } = parser
  const asksForHelp = options.has('help') || options.has('version')
  // `apphost-compile help publish` is what many people try first.
  if (words[0] === 'help') {
    words.shift()
    options.set('help', ['true'])
    const command = words.length === 0 ? undefined : takeCommand(words, report)
    return { command, positionals: [], options, diagnostics }
  }
  const command = takeCommand(words, report)
  const later = diagnostics.find((one) => one.code === 'AH8510')
  if (later !== undefined) return { command, positionals: [], options, diagnostics: [later] }
  if (command !== undefined && !asksForHelp) {
    checkOptions(command, options, report)
    checkPositionals(command, words, report)
  }
  return { command, positionals: words, options, diagnostics }
}
