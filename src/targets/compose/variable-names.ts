import { diagnostic, type Report } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'

/** Variables of shells and of Compose itself: the environment wins over `.env`, so a parameter cannot bear their names. */
const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'PWD',
    'OLDPWD',
    'TERM',
    'LANG',
    'LANGUAGE',
    'TZ',
    'TMPDIR',
    'TMP',
    'TEMP',
    'EDITOR',
  ],
  ...[
    'HOSTNAME',
    'HOSTTYPE',
    'MAIL',
    'SHLVL',
    'IFS',
    'PS1',
    'PS2',
    'UID',
    'GID',
    'EUID',
    'PPID',
    'CI',
    'DISPLAY',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
  ],
  ...[
    'ALL_PROXY',
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'NODE_OPTIONS',
    'SSH_AUTH_SOCK',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'BASH_ENV',
    'ENV',
  ],
])
const RESERVED_PREFIXES = [
  'COMPOSE_',
  'DOCKER_',
  'BUILDKIT_',
  'BUILDX_',
  'LC_',
  'APPHOST_',
  'XDG_',
  'GITHUB_',
  'PARAMETERS__',
]

/** What a variable of the artifacts stands for. */
export interface VariableOwner {
  /** For messages: `parameter log-level`, `the image of api`. */
  readonly what: string
  readonly span: Span | undefined
}

/** `log-level` -> `LOG_LEVEL`. Injective over names of the manifest, whose only odd characters are `-` and `.`. */
export function variableName(...parts: readonly string[]): string {
  return parts.map((part) => part.toUpperCase().replace(/[^A-Z0-9]/g, '_')).join('_')
}

/** One map from variables to what they stand for: two things under one name, and names of the shell, are reported once. */
export interface VariableNames {
  claim(name: string, key: string, owner: VariableOwner): string
}

/** An empty map of variables. */
export function createVariableNames(report: Report): VariableNames {
  const owners = new Map<string, { readonly key: string; readonly owner: VariableOwner }>()
  const reported = new Set<string>()
  return {
    claim(name, key, owner) {
      const known = owners.get(name)
      if (known === undefined) {
        owners.set(name, { key, owner })
        if (RESERVED.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix))) {
          report(
            diagnostic(
              'AH6104',
              owner.span,
              `${owner.what} would be the variable ${name}, which belongs to the shell or to Docker`,
              {
                hints: ['rename it: the environment wins over `.env`, so it could not be set there'],
              },
            ),
          )
        }
        return name
      }
      if (known.key !== key && !reported.has(`${name} ${key}`)) {
        reported.add(`${name} ${key}`)
        report(
          diagnostic(
            'AH6105',
            owner.span ?? known.owner.span,
            `${owner.what} and ${known.owner.what} would both be the variable ${name}`,
            {
              hints: ['rename one of the two'],
              related: known.owner.span === undefined ? [] : [{ message: known.owner.what, span: known.owner.span }],
            },
          ),
        )
      }
      return name
    },
  }
}
