import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import * as assert from 'uvu/assert'
import { compareCodePoints } from '../syntax/compare.ts'
import { temporaryFolder } from './fixtures.ts'
import { buildProgram } from './program.ts'
import { createRandom } from './random.ts'
import { suite, tell } from './suite.ts'

/*
 * One application, published again and again as a process of its own: by every version of Node that `.ci/nodes` fetched,
 * in other languages, time zones and folders, and from files that were laid down in another order.
 */

const REPEATS = Number(process.env['REPEATS'] ?? 50)
const LANGUAGES = ['C', 'de_DE.UTF-8', 'tr_TR.UTF-8', 'zh_CN.UTF-8']
const ZONES = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'Asia/Shanghai']
const FOLDERS = ['a', `deep/${'er/'.repeat(20)}x`, 'ein Käse $x', '{{y}} (1)', '日本']

const NODES = join(process.env['APPHOST_TOOLS'] ?? join(homedir(), '.cache', 'apphost-tools'), 'nodes')
const versions = existsSync(NODES) ? readdirSync(NODES).sort(compareCodePoints) : []

const test = suite('determinism between versions of Node')
test.skipUnless(
  ['20.', '22.', '24.'].every((major) => versions.some((version) => version.startsWith(major))),
  'Node 20, 22 and 24 of .ci/nodes',
)

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort(compareCodePoints)
}

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  for (const path of filesBelow(folder)) {
    hash
      .update(`${relative(folder, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Lays the files down in an order of its own, which is the one in which some disks list them. */
function placeProject(source: string, root: string, seed: number): void {
  const random = createRandom(seed)
  const left = filesBelow(source).filter((path) => !path.includes('apphost-output'))
  while (left.length > 0) {
    const [path = ''] = left.splice(random.below(left.length), 1)
    const target = join(root, relative(source, path))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, readFileSync(path))
  }
}

const PROJECTS: readonly (readonly [source: string, command: readonly string[]])[] = [
  ['fixtures/shop/example', ['publish']],
  ['fixtures/compose/environments', ['publish', '--environment', 'all']],
]

test(`${REPEATS} times by each version of Node: one hash`, () => {
  const program = buildProgram(join(temporaryFolder(), 'program'))
  const hashes = new Map<string, Set<string>>(PROJECTS.map(([source]) => [source, new Set()]))
  let runs = 0
  for (const version of versions) {
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const [source = '', command = []] = PROJECTS[(repeat >> 1) % PROJECTS.length] ?? []
      const base = temporaryFolder()
      const root = join(base, FOLDERS[repeat % FOLDERS.length] ?? 'a')
      placeProject(source, root, repeat)
      const language = LANGUAGES[repeat % LANGUAGES.length] ?? 'C'
      const env = { LANG: language, LC_ALL: language, TZ: ZONES[(repeat >> 2) % ZONES.length] ?? 'UTC', HOME: base }
      const { status, stderr } = spawnSync(join(NODES, version, 'node'), [program, ...command], {
        cwd: root,
        encoding: 'utf8',
        env,
      })
      assert.is(status, 0, `Node ${version}, ${JSON.stringify(env)}: ${stderr}`)
      hashes.get(source)?.add(hashOf(join(root, 'apphost-output')))
      assert.is(hashes.get(source)?.size, 1, `Node ${version} in ${root}, ${JSON.stringify(env)}`)
      rmSync(base, { recursive: true })
      runs += 1
    }
  }
  tell(`${runs} publishes by Node ${versions.join(', ')}: one hash for each application`)
})

test.run()
