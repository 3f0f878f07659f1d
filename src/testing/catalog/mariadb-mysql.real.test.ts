import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import {
  adonetEncoded,
  AWKWARD_PASSWORD,
  parseConnectionString,
  percentEncoded,
  proofProject,
} from './proof-project.ts'

// Publishes MariaDB and MySQL with their databases, runs them as the README says, and logs in with exactly the variables
// that a client is given. Names of databases are as awkward as the password.

const test = suite('MariaDB and MySQL')
const missing = missingForTypes('mariadb', 'mysql')
test.skipUnless(missing === undefined, missing ?? '')

const project = 'sql-proof'
const { start, up, down, docker, inside, variable } = proofProject('sql', project)

/** A type, the client of its image, and the variables that each reference's connection properties begin with. */
const servers = [
  {
    type: 'mariadb',
    server: 'maria',
    command: 'mariadb --skip-ssl-verify-server-cert',
    awkward: 'ORDERS',
    plain: 'PLAIN',
    scheme: 'jdbc:mariadb',
  },
  {
    type: 'mysql',
    server: 'my',
    command: 'mysql --default-character-set=utf8mb4',
    awkward: 'BILLS',
    plain: 'BARE',
    scheme: 'jdbc:mysql',
  },
] as const

for (const { type, server, command, awkward, plain, scheme } of servers) {
  const client = `${server}-client`
  const login = { host: '', port: '', user: '', password: AWKWARD_PASSWORD, database: '' }
  /** What the server answers to a client that logs in so, to that database. */
  const ask = (given: typeof login, sql: string): string =>
    inside(
      client,
      `${command} --host="$LOGIN_HOST" --port="$LOGIN_PORT" --user="$LOGIN_USER" --database="$LOGIN_DATABASE" -N -B --raw --execute="$LOGIN_SQL" 2>&1 || true`,
      {
        LOGIN_HOST: given.host,
        LOGIN_PORT: given.port,
        LOGIN_USER: given.user,
        MYSQL_PWD: given.password,
        LOGIN_DATABASE: given.database,
        LOGIN_SQL: sql,
      },
    )
  const byProperties = (prefix: string): typeof login => ({
    host: variable(client, `${prefix}_HOST`),
    port: variable(client, `${prefix}_PORT`),
    user: variable(client, `${prefix}_USERNAME`),
    password: variable(client, `${prefix}_PASSWORD`),
    database: variable(client, `${prefix}_DATABASENAME`),
  })

  test(`${type}: the server is of the version that the image names`, () => {
    const version =
      docker('inspect', '--format', '{{.Config.Image}}', `${project}-${server}-1`).trim().split(':')[1] ?? '?'
    assert.match(
      ask(byProperties(plain), 'SELECT VERSION()'),
      new RegExp(`^${version.split('.').slice(0, 2).join('\\.')}\\.`),
    )
  })
  test(`R-uri: ${type}: a client connects by what the address says, to a database that was created`, () => {
    const { protocol, hostname, port, username, password, pathname } = new URL(variable(client, `${awkward}_URI`))
    assert.is(protocol, 'mysql:')
    const given = {
      host: hostname,
      port,
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
    }
    assert.equal(given, byProperties(awkward))
    assert.is(ask(given, 'SELECT DATABASE()'), given.database)
  })
  test(`${type}: a client connects by what the ADO.NET connection string says`, () => {
    const fields = parseConnectionString(variable(client, `ConnectionStrings__${awkward.toLowerCase()}`))
    const given = {
      host: fields.get('Server') ?? '',
      port: fields.get('Port') ?? '',
      user: fields.get('User ID') ?? '',
      password: fields.get('Password') ?? '',
      database: fields.get('Database') ?? '',
    }
    assert.is(given.password, AWKWARD_PASSWORD)
    assert.is(
      ask(given, 'SELECT CONCAT(SUBSTRING_INDEX(CURRENT_USER(), "@", 1), " ", DATABASE())'),
      `root ${given.database}`,
    )
  })
  test(`${type}: the JDBC address names the database as its driver reads it`, () => {
    const { host, port, database } = byProperties(awkward)
    const name = type === 'mysql' ? percentEncoded(database) : database
    assert.is(variable(client, `${awkward}_JDBCCONNECTIONSTRING`), `${scheme}://${host}:${port}/${name}`)
  })
  test(`${type}: a wrong password is refused, and a database that nobody asked for is not there`, () => {
    const given = byProperties(plain)
    assert.match(ask({ ...given, password: 'wrong' }, 'SELECT 1'), /ERROR 1045 .*Access denied/)
    assert.match(ask({ ...given, database: 'other' }, 'SELECT 1'), /ERROR 1049 .*Unknown database/)
  })
  test(`R-db-created: ${type}: databases are created as they are called, and nothing besides them`, () => {
    const sql = `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1`
    assert.equal(
      ask(byProperties(plain), sql).split('\n').sort(),
      [byProperties(awkward).database, byProperties(plain).database].sort(),
    )
  })
  test(`${type}: a second \`up\` is borne by the jobs that create databases, and loses nothing`, () => {
    ask(byProperties(awkward), 'CREATE TABLE kept AS SELECT 42 AS answer')
    up()
    for (const job of [`${server}-${awkward.toLowerCase()}`, `${server}-${plain.toLowerCase()}`]) {
      const state = docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', `${project}-${job}-1`)
      assert.is(state.trim(), 'exited 0', job)
    }
    assert.is(ask(byProperties(awkward), 'SELECT answer FROM kept'), '42')
  })
}

test('mysql: root logs in inside the container too, by the password', () => {
  const line = 'MYSQL_PWD="$ROOT_PASSWORD" mysql --user=root -N -B --execute="SELECT CURRENT_USER()"'
  assert.is(inside('my', line), 'root@localhost')
})
test('databases come back on a volume that was initialised before they were asked for, and data survives `down` and `up`', () => {
  for (const { server, command, plain } of servers) {
    const drop = `MYSQL_PWD="$${plain}_PASSWORD" ${command} --host="$${plain}_HOST" --user=root --execute="DROP DATABASE $${plain}_DATABASENAME"`
    inside(`${server}-client`, drop)
  }
  down()
  up()
  for (const { server, command, plain, awkward } of servers) {
    const line = `MYSQL_PWD="$${plain}_PASSWORD" ${command} --host="$${plain}_HOST" --user=root -N -B`
    assert.is(inside(`${server}-client`, `${line} --database="$${plain}_DATABASENAME" --execute="SHOW TABLES"`), '')
    assert.is(
      inside(`${server}-client`, `${line} --database="$${awkward}_DATABASENAME" --execute="SELECT answer FROM kept"`),
      '42',
    )
  }
})

test.before(() => {
  const uri = percentEncoded(AWKWARD_PASSWORD)
  const adonet = adonetEncoded(AWKWARD_PASSWORD)
  const secrets = servers.map(({ server }) => {
    const name = `${server.toUpperCase()}_PASSWORD`
    return { [name]: AWKWARD_PASSWORD, [`${name}_URI`]: uri, [`${name}_ADONET`]: adonet }
  })
  return start(Object.assign({}, ...secrets))
})
test.after(() => down('--volumes'))

test.run()
