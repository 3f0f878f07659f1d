import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { copyFixture, runCommand } from '../fixtures.ts'

/** A password with every character that one of the formats has a meaning for; `,` besides it where that can be said. */
export const AWKWARD_PASSWORD = `p@s/s:w#r?d%'"$\\ x`

/** Percent-encoded as a README's reader does it: every character but letters, digits and `-._~`. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** As the README says that a value is written into an ADO.NET connection string. */
export function adonetEncoded(text: string): string {
  return /^[^"'=;\s\p{Cc}]*$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}

/** A connection string as ADO.NET reads it: `;` between fields, values in double quotes that are doubled inside. */
export function parseConnectionString(text: string): ReadonlyMap<string, string> {
  const fields = [...text.matchAll(/([^=;]+)=(?:"((?:[^"]|"")*)"|([^;"]*))(?:;|$)/g)]
  assert.is(fields.map(([all]) => all).join(''), text, 'something of the connection string could not be read')
  return new Map(fields.map(([, key = '', quoted, plain = '']) => [key, quoted?.replaceAll('""', '"') ?? plain]))
}

/** As the README says that values are written into `secrets.env`. */
function secretsFile(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `${name}="${value.replace(/[\\"$]/g, (character) => `\\${character}`)}"\n`,
  )
  return lines.join('')
}

/** An application of `fixtures/proof/` that is published and run on the engine, as the README says. */
export interface ProofProject {
  /** Publishes, writes the secrets, and starts everything anew, without data of an earlier run. */
  start(secrets: Readonly<Record<string, string>>): Promise<void>
  /** `docker compose up`, until everything is healthy or has completed. */
  up(): void
  /** `docker compose down`, with further options. */
  down(...more: readonly string[]): void
  /** What `docker` prints, in the folder of what was published; an assertion fails if it does. */
  docker(...parameters: readonly string[]): string
  /** What a shell line prints inside a service's container, where it sees what the service was given. */
  inside(service: string, line: string, environment?: Readonly<Record<string, string>>): string
  /** A variable that a service's first process was given. */
  variable(service: string, name: string): string
  /** The address of a service's container, for a client on this machine. */
  address(service: string): string
}

/**
 * `fixtures/proof/<fixture>`, whose Compose project is `project` and whose artifacts go to `out`. `waitTimeout` is in
 * seconds.
 */
export function proofProject(fixture: string, project: string, waitTimeout = 240): ProofProject {
  const folder = copyFixture(`proof/${fixture}`)
  const output = join(folder, 'out')
  const docker = (...parameters: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('docker', parameters, { cwd: output, encoding: 'utf8' })
    assert.is(status, 0, `docker ${parameters.join(' ')}: ${stderr}${stdout}`)
    return stdout
  }
  const inside: ProofProject['inside'] = (service, line, environment = {}) => {
    const variables = Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`])
    return docker('exec', ...variables, `${project}-${service}-1`, 'sh', '-ec', line).trimEnd()
  }
  const down = (...more: readonly string[]): void => void docker('compose', '-p', project, 'down', ...more)
  const up = (): void =>
    void docker(
      ...['compose', '--env-file', '.env', '--env-file', 'secrets.env', 'up', '--detach', '--wait'],
      ...['--wait-timeout', String(waitTimeout), '--remove-orphans'],
    )
  return {
    start: async (secrets) => {
      const run = await runCommand(folder, ['publish', '-o', 'out'])
      assert.is(run.exit, 0, run.talk)
      writeFileSync(join(output, 'secrets.env'), secretsFile(secrets))
      down('--volumes')
      up()
    },
    up,
    down,
    docker,
    inside,
    variable: (service, name) =>
      inside(service, `cat /proc/1/environ | tr '\\0' '\\n' | grep '^${name}='`).slice(name.length + 1),
    address: (service) => {
      const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
      return docker('inspect', '--format', format, `${project}-${service}-1`).trim()
    },
  }
}
