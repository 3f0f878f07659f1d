import { COMMANDS, COMMON_OPTIONS, type CommandSpecification, type OptionSpecification } from './command-table.ts'
import { wrap } from './table.ts'

function signature(option: OptionSpecification): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `
  return `${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`
}

function describe(option: OptionSpecification): string {
  return option.choices === undefined ? option.summary : `${option.summary}; one of ${option.choices.join(', ')}`
}

/** Two columns, the second of which is wrapped. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const left = Math.max(...rows.map(([first]) => first.length))
  return rows
    .map(([first, second]) => {
      const [head = '', ...more] = wrap(second, Math.max(30, 98 - left))
      return [`  ${first.padEnd(left)}  ${head}`, ...more.map((line) => `  ${' '.repeat(left)}  ${line}`)].join('\n')
    })
    .join('\n')
}

function optionColumns(options: readonly OptionSpecification[]): string {
  return columns(options.map((option) => [signature(option), describe(option)]))
}

function usage(command: CommandSpecification): string {
  const words = command.arguments.map((argument) => (argument.required ? `<${argument.name}>` : `[${argument.name}]`))
  return ['apphost-compile', command.name, ...words, '[options]'].join(' ')
}

/** What `apphost-compile --help` prints. */
export function overallHelp(): string {
  return `apphost-compile compiles apphost.yaml, an application described once, to Docker Compose files.

Usage: apphost-compile <command> [options]

Commands:
${columns(COMMANDS.map((command) => [command.name, command.summary]))}

Options of every command:
${optionColumns(COMMON_OPTIONS)}

Exit codes: 0 done, 1 an operation failed, 2 wrong usage, 3 wrong content, 4 differences found,
5 refused for safety, 70 a bug, 130 and 143 interrupted. "apphost-compile explain AH2003" explains a
diagnostic.

Example:
  apphost-compile publish --environment production

"apphost-compile <command> --help" shows the options of a command and an example.
`
}

/** What `apphost-compile <command> --help` prints. */
export function commandHelp(command: CommandSpecification): string {
  const own = command.options.length === 0 ? '' : `Options:\n${optionColumns(command.options)}\n\n`
  return `${command.name}: ${command.summary}

Usage: ${usage(command)}

${own}Options of every command:
${optionColumns(COMMON_OPTIONS)}

Example:
  ${command.example}
`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** A table as Prettier leaves it, so that the README's check and its format do not contradict each other. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`
  const [head = [], ...body] = rows
  return `${[line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')}\n`
}

/** The commands and their options as Markdown tables, for the README. */
export function commandTable(): string {
  const optionText = (option: OptionSpecification): string =>
    `\`--${option.name}${option.value === undefined ? '' : ` ${cell(option.value)}`}\``
  const commands = COMMANDS.map((command) => {
    const words = command.arguments.map((one) => (one.required ? ` <${one.name}>` : ` [${one.name}]`)).join('')
    const options = command.options.map(optionText).join(', ')
    return [`\`${cell(command.name + words)}\``, cell(command.summary), options]
  })
  const options = COMMON_OPTIONS.map((option) => {
    const short = option.short === undefined ? '' : `, \`-${option.short}\``
    return [optionText(option) + short, cell(describe(option))]
  })
  return `${markdownTable([['Command', 'Does', 'Options of its own'], ...commands])}
${markdownTable([['Option of every command', 'Does'], ...options])}`
}
