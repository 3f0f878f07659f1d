import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { runCommand, temporaryFolder } from './fixtures.ts'
import { suite } from './suite.ts'

// Paths of a manifest on a real disk: what leads out of the project, in each field that names a file or a folder.
const test = suite('pitfalls, paths')

const IMAGE = 'image: "local/busybox:1"'

/** A field with a path in it: the rest of the manifest, and what it leads to below the folder outside. */
interface Field {
  readonly name: string
  readonly code: string
  readonly leadsTo: string
  readonly manifest: (path: string) => string
  /** Whether `publish` looks at what is there, so that a link is noticed; what is only named may be one. */
  readonly isRead: boolean
}

const resource = (fields: string): string => `resources: { a: { type: container, ${fields} } }\n`
const read = { code: 'AH1002', isRead: true }
const named = { code: 'AH5029', isRead: false }
const FIELDS: readonly Field[] = [
  {
    name: 'files.source',
    leadsTo: 'f.txt',
    ...read,
    manifest: (path) => resource(`${IMAGE}, files: [{ path: /f, source: '${path}' }]`),
  },
  {
    name: 'files.source of a folder',
    leadsTo: 'context',
    ...read,
    manifest: (path) => resource(`${IMAGE}, files: [{ path: /f, source: '${path}' }]`),
  },
  {
    name: 'files.template',
    leadsTo: 'f.txt',
    ...read,
    manifest: (path) => resource(`${IMAGE}, files: [{ path: /f, template: '${path}' }]`),
  },
  { name: 'envFile', leadsTo: 'e.env', ...read, manifest: (path) => resource(`${IMAGE}, envFile: ['${path}']`) },
  {
    name: 'envFile that is secret',
    leadsTo: 'e.env',
    ...named,
    manifest: (path) => resource(`${IMAGE}, envFile: [{ path: '${path}', secret: true }]`),
  },
  { name: 'build', leadsTo: 'context', ...named, manifest: (path) => resource(`build: '${path}'`) },
  {
    name: 'build.context',
    leadsTo: 'context',
    ...named,
    manifest: (path) => resource(`build: { context: '${path}' }`),
  },
  {
    name: 'build.dockerfile',
    leadsTo: 'context/Dockerfile',
    ...named,
    manifest: (path) => resource(`build: { context: ., dockerfile: '${path}' }`),
  },
  {
    name: 'build.additionalContexts',
    leadsTo: 'context',
    ...named,
    manifest: (path) => resource(`build: { context: ., additionalContexts: { x: '${path}' } }`),
  },
  {
    name: 'build.secrets',
    leadsTo: 'f.txt',
    ...named,
    manifest: (path) => resource(`build: { context: ., secrets: { x: { file: '${path}' } } }`),
  },
  {
    name: 'build of a sidecar',
    leadsTo: 'context',
    ...named,
    manifest: (path) => resource(`${IMAGE}, sidecars: { b: { build: '${path}' } }`),
  },
  {
    name: 'bind',
    leadsTo: 'context',
    ...named,
    manifest: (path) => resource(`${IMAGE}, volumes: [{ bind: '${path}', path: /c }]`),
  },
  {
    name: 'overlays',
    leadsTo: 'o.yaml',
    ...read,
    manifest: (path) => `environments: { dev: { overlays: ['${path}'] } }\n${resource(IMAGE)}`,
  },
  { name: 'types', leadsTo: 't.yaml', ...read, manifest: (path) => `types: ['${path}']\n${resource(IMAGE)}` },
  {
    name: 'types, by a pattern',
    leadsTo: '*.yaml',
    code: 'AH5039',
    isRead: true,
    manifest: (path) => `types: ['${path}']\n${resource(IMAGE)}`,
  },
]

/** A project beside a folder that no manifest may reach, with a link to that folder in it. */
function makeFolders(): { readonly project: string; readonly outside: string } {
  const base = temporaryFolder()
  const [project, outside] = [join(base, 'project'), join(base, 'outside')]
  mkdirSync(join(project, '.git'), { recursive: true })
  mkdirSync(join(project, 'deploy'))
  mkdirSync(join(outside, 'context'), { recursive: true })
  const files = { 'f.txt': 'x\n', 'e.env': 'A=b\n', 'context/Dockerfile': 'FROM x\n' }
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(outside, path), text)
    mkdirSync(join(project, 'inside', 'context'), { recursive: true })
    writeFileSync(join(project, 'inside', path), text)
  }
  const others = {
    'o.yaml': 'resources: { a: { env: { A: b } } }\n',
    't.yaml': `resourceType: t\ndescription: t\nworkload: { ${IMAGE} }\n`,
  }
  for (const [path, text] of Object.entries(others)) {
    for (const folder of [outside, join(project, 'inside')]) writeFileSync(join(folder, path), text)
  }
  symlinkSync('../outside', join(project, 'linked'))
  return { project, outside }
}

/** Publishes a manifest in the folder `deploy` of the project; the codes of what was said, and whether it wrote. */
async function publish(
  project: string,
  manifest: string,
): Promise<{ readonly codes: readonly string[]; readonly exit: number }> {
  writeFileSync(join(project, 'deploy', 'apphost.yaml'), `apphost: v1\nname: app\n${manifest}`)
  const { exit, talk } = await runCommand(join(project, 'deploy'), ['publish'])
  return { exit, codes: [...talk.matchAll(/^error\[(AH\d{4})\]/gm)].map(([, code]) => code ?? '') }
}

for (const { name, code, leadsTo, manifest, isRead } of FIELDS) {
  test(`R-path-escape, R-abs-bind: ${name}`, async () => {
    const { project, outside } = makeFolders()
    const leading = [`../../outside/${leadsTo}`, join(outside, leadsTo), `../x/../../outside/${leadsTo}`]
    const machine = isRead ? [] : [`C:\\${leadsTo}`, `\\\\server\\${leadsTo}`]
    const links = isRead ? [`../linked/${leadsTo}`] : []
    for (const path of [...leading, ...links, ...machine]) {
      const { codes, exit } = await publish(project, manifest(path))
      assert.equal(codes, [code], path)
      assert.is(exit, 3, path)
      assert.equal(readdirSync(join(project, 'deploy')), ['apphost.yaml'], path)
    }
    // What lies in the project is reached from a folder of it
    const inside = await publish(project, manifest(`../inside/${leadsTo.replace('*', 't')}`))
    assert.equal(inside.codes, [])
    assert.is(inside.exit, 0)
  })
}

test.run()
