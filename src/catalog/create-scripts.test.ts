import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { compileText, composeServices, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

// Servers that no registry of packages has cannot be asked whether they understand what is said to them. What is said
// can be looked at: the scripts of their types run here with tools that write down what they are given.

const test = suite('scripts of SQL Server and Oracle')

const PASSWORD = `p@s/s:w#r?d%'$\\ \`x\` &y`
const DATABASE = `Old [Or]ders] 'é' $(id) \`x\``
const folder = mkdtempSync(join(tmpdir(), 'create-scripts-'))
test.after(() => rmSync(folder, { recursive: true }))

/** The services of a database and of what refers to it, as Compose reads them. */
async function servicesOf(database: string, reference: string): Promise<ReturnType<typeof composeServices>> {
  const api = `api: { type: container, image: nginx:1.29.3, references: [${reference}] }`
  const result = await compileText(`apphost: v1\nname: shop\nresources:\n  db: ${database}\n  ${api}\n`)
  assert.equal(
    diagnosticLines(result).filter((line) => line.includes(' error ')),
    [],
  )
  return composeServices(result)
}

/** What the shell of a service does with its script, where a tool is that script of ours. */
function run(shell: string, script: string, tool: string, environment: Readonly<Record<string, string>>): string {
  const path = join(folder, tool.slice(tool.lastIndexOf('/') + 1))
  const given = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replaceAll('$$', '$')]),
  )
  const { status, stdout, stderr } = spawnSync(shell, ['-ec', script.replaceAll('$$', '$').replaceAll(tool, path)], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...given },
    encoding: 'utf8',
  })
  return status === 0 ? stdout : `exit ${String(status)}: ${stdout}${stderr}`
}

function makeTool(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}

test('R-db-created: sqlserver: the name reaches Transact-SQL as it is, and the password is in no argument', async () => {
  makeTool('sqlcmd', `printf '%s\\n' "$SQLCMDPASSWORD" "$@"`)
  const services = await servicesOf(
    `{ type: sqlserver, acceptEula: true, volume: {}, databases: { old: { databaseName: ${JSON.stringify(DATABASE)} } } }`,
    'old',
  )
  const job = services['db-old']
  const said = run('sh', String(job?.command?.[0]), '/opt/mssql-tools18/bin/sqlcmd', {
    ...job?.environment,
    SQLCMDPASSWORD: PASSWORD,
  })
  const [password, ...lines] = said.trimEnd().split('\n')
  assert.is(password, PASSWORD)
  assert.equal(lines.slice(0, 6), ['-b', '-C', '-S', 'tcp:db,1433', '-U', 'sa'])
  const [, hex = ''] = /CONVERT\(nvarchar\(128\), 0x([0-9a-f]+)\);$/m.exec(said) ?? []
  assert.is(Buffer.from(hex, 'hex').toString('utf16le'), DATABASE)
  assert.match(said, "N'CREATE DATABASE ' + QUOTENAME(@name);\nIF DB_ID(@name) IS NULL EXEC (@statement)")
})
test('oracle: the installer gets a password that it takes, and not the one of the administrators', async () => {
  makeTool('runOracle.sh', `printf '%s' "$ORACLE_PWD"`)
  const services = await servicesOf('{ type: oracle, volume: {} }', 'db')
  const script = String(services['db']?.command?.[2])
  const given = run('bash', script, '/opt/oracle/runOracle.sh', { DATABASE_PASSWORD: PASSWORD })
  assert.match(given, /^Aa1[0-9a-f]{25}$/)
  assert.is.not(given, run('bash', script, '/opt/oracle/runOracle.sh', { DATABASE_PASSWORD: `${PASSWORD}2` }))
})
test('oracle: a script sets the password as it is, and says so only if that went well', async () => {
  const ready = join(folder, 'password-is-set')
  const result = await compileText('apphost: v1\nname: shop\nresources: { db: { type: oracle, volume: {} } }\n')
  const compose = String(result.targets[0]?.artifacts.find((one) => one.path === 'compose.yaml')?.content)
  const script = /content: \|\n((?: {6}.*\n)+)/
    .exec(compose)?.[1]
    ?.replace(/^ {6}/gm, '')
    .replace('/tmp/password-is-set', ready)
  makeTool('sqlplus', 'exit 1')
  assert.match(run('bash', String(script), 'sqlplus', { DATABASE_PASSWORD: PASSWORD }), 'exit 1')
  assert.not.ok(existsSync(ready))
  makeTool('sqlplus', 'cat')
  const said = run('bash', String(script), 'sqlplus', { DATABASE_PASSWORD: PASSWORD })
  assert.ok(existsSync(ready))
  assert.equal(said.trimEnd().split('\n').slice(1), [
    'SET DEFINE OFF',
    `ALTER USER sys IDENTIFIED BY "${PASSWORD}";`,
    `ALTER USER system IDENTIFIED BY "${PASSWORD}";`,
  ])
})
test('R-db-created: oracle: the job logs in by the password, gives it to the database, and fails where that is not open', async () => {
  const services = await servicesOf('{ type: oracle, volume: {}, databases: { orders: {} } }', 'orders')
  const job = services['db-orders']
  const script = String(job?.command?.[2])
  const environment = { ...job?.environment, SERVER_PASSWORD: PASSWORD }
  makeTool('sqlplus', `echo 'ORA-01017: invalid username/password'`)
  assert.match(run('bash', script, 'sqlplus', environment), /^exit 1: [^]*ORA-01017/)
  makeTool('sqlplus', `cat\necho 'ORDERS is READ WRITE'`)
  const said = run('bash', script, 'sqlplus', environment)
  const lines = said.split('\n').map((line) => line.trim())
  assert.ok(lines.includes(`CONNECT sys/"${PASSWORD}"@//db:1521/FREE AS SYSDBA`), said)
  assert.ok(lines.includes(`wanted CONSTANT VARCHAR2(30) := UPPER('orders');`), said)
  const statement = lines.find((line) => line.startsWith(`EXECUTE IMMEDIATE 'CREATE PLUGGABLE`)) ?? ''
  const literal = /\|\| '((?:[^']|'')*)';$/.exec(statement)?.[1]?.replaceAll("''", "'")
  assert.is(
    literal,
    `" ADMIN USER pdbadmin IDENTIFIED BY "${PASSWORD}" DEFAULT TABLESPACE users DATAFILE SIZE 100M AUTOEXTEND ON CREATE_FILE_DEST = '/opt/oracle/oradata'`,
  )
})

test.run()
