import {
  COMMANDS,
  COMMON_OPTIONS,
  type CommandSpecification,
  type OptionSpecification,
  optionsOf,
} from './command-table.ts'

/** The shells for which there is a completion script. */
export type Shell = 'bash' | 'zsh' | 'fish'

/** A completion script for a shell, made from the table of commands. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bashScript()
    case 'zsh':
      return zshScript()
    case 'fish':
      return fishScript()
  }
}

/** First words of commands, each once. */
function firstWords(): readonly string[] {
  return [...new Set(COMMANDS.map((command) => command.name.split(' ')[0] ?? ''))]
}

/** Words that may follow a first word: the second one of a command of two, or the choices of the first argument. */
function secondWords(first: string): readonly string[] {
  return COMMANDS.filter((command) => command.name.split(' ')[0] === first).flatMap((command) => {
    const second = command.name.split(' ')[1]
    return second === undefined ? (command.arguments[0]?.choices ?? []) : [second]
  })
}

function optionsAfter(first: string): readonly OptionSpecification[] {
  const own = COMMANDS.filter((command) => command.name.split(' ')[0] === first).flatMap((command) => command.options)
  return [...own, ...COMMON_OPTIONS]
}

function dashed(option: OptionSpecification): readonly string[] {
  return [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])]
}

function bashValues(): string {
  const seen = new Map<string, string>()
  for (const option of COMMANDS.flatMap((command) => [...optionsOf(command)])) {
    if (option.value === undefined || option.name === 'format') continue
    const pattern = dashed(option).join('|')
    const words = option.choices === undefined ? '' : `-W '${option.choices.join(' ')}'`
    const made = option.completes === 'folder' ? '-d' : option.completes === 'file' ? '-f' : words
    seen.set(pattern, made === '' ? 'return' : `COMPREPLY=($(compgen ${made} -- "$current")); return`)
  }
  return [...seen].map(([pattern, action]) => `    ${pattern}) ${action} ;;`).join('\n')
}

function bashScript(): string {
  const cases = firstWords().map((first) => {
    const options = optionsAfter(first).map((option) => `--${option.name}`)
    const formats = optionsAfter(first).find((option) => option.name === 'format')?.choices ?? []
    const seconds = secondWords(first)
    return `    ${first}) options='${[...new Set(options)].join(' ')}'; formats='${formats.join(' ')}'; seconds='${seconds.join(' ')}' ;;`
  })
  return `# bash completion of apphost-compile
_apphost_compile() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  local command='' word index options='' formats='' seconds=''
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case " ${firstWords().join(' ')} " in
      *" $word "*) command="$word"; break ;;
    esac
  done
  COMPREPLY=()
  case "$previous" in
${bashValues()}
  esac
  case "$command" in
${cases.join('\n')}
    *) options='${COMMON_OPTIONS.map((option) => `--${option.name}`).join(' ')}'; seconds='${firstWords().join(' ')}' ;;
  esac
  if [[ $previous == --format ]]; then
    COMPREPLY=($(compgen -W "$formats" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$seconds" -- "$current"))
  fi
}
complete -F _apphost_compile apphost-compile
`
}

/** A text inside single quotes of sh-like shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function zshOption(option: OptionSpecification): readonly string[] {
  const summary = option.summary.replace(/[[\]:]/g, (one) => `\\${one}`)
  const action =
    option.choices !== undefined
      ? `(${option.choices.join(' ')})`
      : option.completes === 'folder'
        ? '_files -/'
        : option.completes === 'file'
          ? '_files'
          : ' '
  const value = option.value === undefined ? '' : `:${option.value.toLowerCase()}:${action}`
  const many = option.repeatable === true ? '*' : ''
  return dashed(option).map((name) => {
    const joined = option.value === undefined ? '' : name.startsWith('--') ? '=' : '+'
    return quoted(`${many}${name}${joined}[${summary}]${value}`)
  })
}

function zshScript(): string {
  const list = firstWords().map((first) => {
    const summary = COMMANDS.find((command) => command.name.split(' ')[0] === first)?.summary ?? ''
    return `    ${quoted(`${first}:${summary}`)}`
  })
  const cases = firstWords().map((first) => {
    const options = optionsAfter(first).flatMap(zshOption)
    const seconds = secondWords(first)
    const second = seconds.length === 0 ? [] : [quoted(`1:argument:(${seconds.join(' ')})`)]
    return `      ${first}) _arguments -s ${[...second, ...options].join(' \\\n        ')} ;;`
  })
  return `#compdef apphost-compile
# zsh completion of apphost-compile
_apphost_compile() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  local context state line
  _arguments -C ${[`'1:command:->command'`, `'*::argument:->argument'`].join(' ')}
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${cases.map((one) => `  ${one}`).join('\n')}
      esac ;;
  esac
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _apphost_compile "$@"
else
  compdef _apphost_compile apphost-compile
fi
`
}

function fishOption(condition: string, option: OptionSpecification): string {
  const parts = ['complete -c apphost-compile', condition, `-l ${option.name}`]
  if (option.short !== undefined) parts.push(`-s ${option.short}`)
  if (option.choices !== undefined) parts.push(`-x -a ${fishQuoted(option.choices.join(' '))}`)
  else if (option.completes === 'folder') parts.push(`-x -a '(__fish_complete_directories)'`)
  else if (option.completes === 'file') parts.push('-r -F')
  else if (option.value !== undefined) parts.push('-x')
  parts.push(`-d ${fishQuoted(option.summary)}`)
  return parts.filter((part) => part !== '').join(' ')
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function fishCommand(command: CommandSpecification): readonly string[] {
  const [first = '', second] = command.name.split(' ')
  const seen = `-n '__fish_seen_subcommand_from ${first}'`
  const words = second === undefined ? (command.arguments[0]?.choices ?? []) : [second]
  return [
    `complete -c apphost-compile -n __fish_use_subcommand -a ${first} -d ${fishQuoted(command.summary)}`,
    ...(words.length === 0 ? [] : [`complete -c apphost-compile ${seen} -a ${fishQuoted(words.join(' '))}`]),
    ...command.options.map((option) => fishOption(seen, option)),
  ]
}

function fishScript(): string {
  return `# fish completion of apphost-compile
complete -c apphost-compile -f
${COMMON_OPTIONS.map((option) => fishOption('', option)).join('\n')}
${COMMANDS.flatMap(fishCommand).join('\n')}
`
}
