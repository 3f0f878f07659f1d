import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { compare as compareVersions } from 'semver'
import * as assert from 'uvu/assert'
import { suite, tell } from '../testing/suite.ts'
import { escapeDollar } from '../targets/compose/interpolation-state.ts'
import { printDotenvLine } from './dotenv.ts'
import { nastyTexts, ODD_TEXTS } from './nasty-text.ts'
import { type YamlValue, yamlList, yamlMap } from './yaml-document.ts'
import { printYaml } from './yaml.ts'

/*
 * What we print, read by the readers of other languages that are at hand: PyYAML (YAML 1.1, the strictest of all about
 * characters), and those that Docker Compose, Kubernetes and Helm use. Modules of Go are taken from its cache only.
 */

const SEED = Number(process.env['FUZZ_SEED'] ?? 20265)

interface Document {
  readonly text: string
  readonly expected: unknown
}

/** Every text in each place where text can stand. Lists of pairs instead of maps, so that no reader's order matters. */
function documents(): readonly Document[] {
  const texts = [...ODD_TEXTS.values(), ...nastyTexts(SEED, 20_000)]
  const made: Document[] = []
  for (let at = 0; at < texts.length; at += 100) {
    const some = texts.slice(at, at + 100)
    const value = yamlList(some.map(places))
    const expected = some.map((text) => [
      text,
      [text, 'a'],
      { [`k${text}`]: text },
      { a: [text, { [text]: 1 }], z: text },
    ])
    made.push({ text: `${printYaml(value, 0).printed}\n`, expected })
  }
  return made
}

function places(text: string): YamlValue {
  const block = yamlList([text, yamlMap([{ key: text, value: 1 }])])
  return yamlList([
    text,
    yamlList([text, 'a']),
    yamlMap([{ key: `k${text}`, value: text }]),
    yamlMap([
      { key: 'a', value: block, comment: [text] },
      { key: 'z', value: text },
    ]),
  ])
}

const PYTHON = `
import json, sys, yaml
texts = json.load(sys.stdin)
out = []
for text in texts:
    try: out.append(yaml.load(text, Loader=yaml.SafeLoader))
    except Exception as error: out.append({"error": str(error)})
json.dump(out, sys.stdout)
`

/** What the reader in Go is built from; of each the newest version that Go's cache holds. */
const GO_MODULES: readonly string[] = [
  'github.com/compose-spec/compose-go/v2',
  'github.com/sirupsen/logrus',
  'golang.org/x/sys',
  'go.yaml.in/yaml/v2',
  'go.yaml.in/yaml/v3',
  'go.yaml.in/yaml/v4',
  'sigs.k8s.io/yaml',
]

const GO = `package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/dotenv"
	v2 "go.yaml.in/yaml/v2"
	v3 "go.yaml.in/yaml/v3"
	v4 "go.yaml.in/yaml/v4"
	sigs "sigs.k8s.io/yaml"
)

func plain(value any) any {
	switch v := value.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, item := range v {
			if text, ok := key.(string); ok {
				out[text] = plain(item)
			} else {
				out[fmt.Sprintf("%T %v", key, key)] = plain(item)
			}
		}
		return out
	case map[string]any:
		for key, item := range v {
			v[key] = plain(item)
		}
		return v
	case []any:
		for index, item := range v {
			v[index] = plain(item)
		}
		return v
	case nil, string, bool, int, float64:
		return v
	}
	return fmt.Sprintf("%T %v", value, value)
}

func read(text string, unmarshal func([]byte, any) error) any {
	var value any
	if err := unmarshal([]byte(text), &value); err != nil {
		return map[string]any{"error": err.Error()}
	}
	return plain(value)
}

func main() {
	var input struct {
		Yaml   []string
		Dotenv string
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		panic(err)
	}
	readers := map[string]func([]byte, any) error{
		"go yaml v2": func(b []byte, o any) error { return v2.Unmarshal(b, o) },
		"go yaml v3": func(b []byte, o any) error { return v3.Unmarshal(b, o) },
		"go yaml v4": func(b []byte, o any) error { return v4.Unmarshal(b, o) },
		"sigs yaml":  func(b []byte, o any) error { return sigs.Unmarshal(b, o) },
	}
	out := map[string]any{}
	for name, unmarshal := range readers {
		values := []any{}
		for _, text := range input.Yaml {
			values = append(values, read(text, unmarshal))
		}
		out[name] = values
	}
	variables, err := dotenv.UnmarshalWithLookup(input.Dotenv, nil)
	if err != nil {
		out["dotenv error"] = err.Error()
	}
	out["dotenv"] = variables
	json.NewEncoder(os.Stdout).Encode(out)
}
`

function hasPython(): boolean {
  return spawnSync('python3', ['-c', 'import yaml']).status === 0
}

/** Builds the reader in Go; false if there is no Go, or a module is missing from its cache. Nothing is downloaded. */
function buildGo(folder: string): boolean {
  const { status, stdout } = spawnSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' })
  if (status !== 0) return false
  const cache = join(stdout.trim(), 'cache', 'download')
  const lines = GO_MODULES.map((name) => `require ${name} ${cachedVersion(join(cache, name, '@v')) ?? 'v0.0.0'}\n`)
  writeFileSync(join(folder, 'go.mod'), `module readers\ngo 1.24\n${lines.join('')}`)
  writeFileSync(join(folder, 'main.go'), GO)
  const env = { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOSUMDB: 'off' }
  return spawnSync('go', ['build', '-o', 'readers', '.'], { cwd: folder, env, stdio: 'ignore' }).status === 0
}

function cachedVersion(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  const versions = readdirSync(folder).filter((name) => name.endsWith('.zip'))
  const inOrder = versions.map((name) => name.slice(0, -'.zip'.length)).toSorted(compareVersions)
  return inOrder.at(-1)
}

function assertRead(reader: string, found: readonly unknown[], made: readonly Document[]): void {
  for (const [index, { text, expected }] of made.entries()) {
    const whole = found[index]
    const items = Array.isArray(whole) ? whole : [whole]
    for (const [at, item] of (expected as readonly unknown[]).entries()) {
      const [left, right] = [canonical(items[at]), canonical(item)]
      if (left !== right) assert.is(left, right, `${reader}, seed ${SEED}: ${text.slice(0, 300)}`)
    }
  }
}

/** JSON with the keys of maps in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  )
}

const python = suite('print/readers.real: python')
python.skipUnless(hasPython(), 'python3 with PyYAML')

python('PyYAML reads what was printed', () => {
  const made = documents()
  const input = JSON.stringify(made.map(({ text }) => text))
  const output = execFileSync('python3', ['-c', PYTHON], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  assertRead('PyYAML', JSON.parse(output) as unknown[], made)
  tell(`PyYAML, seed ${SEED}: ${made.length} documents of 100 texts, 0 wrong`)
})

python.run()

/** Where the tools of `.ci/install-tools` are, which need not be on the path. */
const TOOLS = join(process.env['APPHOST_TOOLS'] ?? join(homedir(), '.cache', 'apphost-tools'), 'bin')

function runTool(command: string, argv: readonly string[], input = ''): ReturnType<typeof spawnSync> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH: `${TOOLS}${delimiter}${PATH}`, HOME }
  return spawnSync(command, argv, { cwd: folder, input, encoding: 'utf8', env, maxBuffer: 2 ** 28 })
}

/** The JSON that a command prints. */
function printedBy(command: string, argv: readonly string[], input?: string): unknown {
  const { status, stdout, stderr } = runTool(command, argv, input)
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')}: ${String(stderr).slice(0, 2000)}`)
  return JSON.parse(String(stdout))
}

/** Names the first text that did not come back, and how many there were. */
function assertAll(reader: string, texts: readonly string[], read: (text: string, index: number) => unknown): void {
  const wrong = texts.filter((text, index) => read(text, index) !== text)
  assert.is(wrong.length, 0, `${reader}, seed ${SEED}: ${wrong.length} wrong, such as ${JSON.stringify(wrong[0])}`)
  tell(`${reader}, seed ${SEED}: ${texts.length} texts, 0 wrong`)
}

const folder = mkdtempSync(join(tmpdir(), 'readers-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** 20 000 texts, none of them twice, so that each can be a key. */
function allTexts(seed: number, fits: (text: string) => boolean = () => true): readonly string[] {
  const texts = [...new Set([...ODD_TEXTS.values(), ...nastyTexts(seed, 40_000)])].filter(fits).slice(0, 20_000)
  assert.is(texts.length, 20_000)
  return texts
}

const compose = suite('print/readers.real: docker compose')
compose.skipUnless(runTool('docker-compose', ['version']).status === 0, 'docker-compose')

compose('docker compose config reads values and keys as they were meant', () => {
  // Its schema wants something in a key that is no line end, and with `x-` begins an extension, which AH6115 refuses.
  const texts = allTexts(SEED + 2, (text) => /[^\n]/.test(text) && !text.startsWith('x-'))
  const value = yamlMap([
    { key: 'name', value: 'texts' },
    {
      key: 'services',
      value: yamlMap([
        {
          key: 'api',
          value: yamlMap([
            { key: 'image', value: 'a:1' },
            {
              key: 'environment',
              value: yamlMap(texts.map((text, index) => ({ key: `K${index}`, value: escapeDollar(text) }))),
            },
            { key: 'command', value: yamlList(texts.map(escapeDollar)) },
            { key: 'labels', value: yamlMap(texts.map((text, index) => ({ key: text, value: String(index) }))) },
          ]),
        },
      ]),
    },
  ])
  writeFileSync(join(folder, 'compose.yaml'), `${printYaml(value, 0).printed}\n`)
  const read = printedBy('docker-compose', ['config', '--format', 'json']) as {
    readonly services: {
      readonly api: {
        readonly environment: Readonly<Record<string, string>>
        readonly labels: Readonly<Record<string, string>>
        readonly command: readonly string[]
      }
    }
  }
  const { environment, labels, command } = read.services.api
  // What it prints is a Compose file again, in which a dollar sign stands twice.
  const plain = (text: string | undefined): string | undefined => text?.replaceAll('$$', () => '$')
  assertAll('docker compose, values', texts, (_, index) => plain(environment[`K${index}`]))
  assertAll('docker compose, items of a list', texts, (_, index) => plain(command[index]))
  const keys = new Map(Object.entries(labels).map(([key, index]) => [Number(index), plain(key)]))
  assertAll('docker compose, keys', texts, (_, index) => keys.get(index))
})

compose('docker compose reads .env as it was meant', () => {
  const texts = allTexts(SEED + 3, (text) => !text.includes('\0'))
  writeFileSync(
    join(folder, '.env'),
    texts.map((text, index) => `${printDotenvLine(`K${index}`, text).printed}\n`).join(''),
  )
  const variables = texts.map((_, index) => `      K${index}: "\${K${index}}"\n`).join('')
  writeFileSync(
    join(folder, 'env.yaml'),
    `name: texts\nservices:\n  api:\n    image: a:1\n    environment:\n${variables}`,
  )
  const read = printedBy('docker-compose', ['-f', 'env.yaml', 'config', '--format', 'json']) as {
    readonly services: { readonly api: { readonly environment: Readonly<Record<string, string>> } }
  }
  const { environment } = read.services.api
  assertAll('docker compose, .env', texts, (_, index) => environment[`K${index}`]?.replaceAll('$$', () => '$'))
})

compose.run()

const kubectl = suite('print/readers.real: kubectl')
kubectl.skipUnless(runTool('kubectl', ['version', '--client']).status === 0, 'kubectl')

kubectl('kubectl reads values and keys as they were meant', () => {
  const texts = allTexts(SEED + 4)
  const map = (pairs: readonly (readonly [string, string])[]): YamlValue =>
    yamlMap(pairs.map(([key, value]) => ({ key, value })))
  const value = yamlMap([
    { key: 'apiVersion', value: 'v1' },
    { key: 'kind', value: 'ConfigMap' },
    {
      key: 'metadata',
      value: yamlMap([
        { key: 'name', value: 'texts' },
        { key: 'annotations', value: map(texts.map((text, index) => [text, String(index)])) },
      ]),
    },
    { key: 'data', value: map(texts.map((text, index) => [`K${index}`, text])) },
  ])
  const read = printedBy(
    'kubectl',
    ['label', '--local', '-f', '-', '-o', 'json', 'a=b'],
    printYaml(value, 0).printed,
  ) as {
    readonly data: Readonly<Record<string, string>>
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> }
  }
  assertAll('kubectl, values', texts, (_, index) => read.data[`K${index}`])
  const keys = new Map(Object.entries(read.metadata.annotations).map(([key, index]) => [Number(index), key]))
  assertAll('kubectl, keys', texts, (_, index) => keys.get(index))
})

kubectl.run()

const go = suite('print/readers.real: go')
go.skipUnless(buildGo(folder), 'Go with the modules of its YAML readers')

go('the YAML readers of Compose, Kubernetes and Helm, and the .env reader of Compose', () => {
  const made = documents()
  const variables = [...ODD_TEXTS.values(), ...nastyTexts(SEED + 1, 20_000)].filter((text) => !text.includes('\0'))
  const file = variables.map((text, index) => `${printDotenvLine(`K${index}`, text).printed}\n`).join('')
  const input = JSON.stringify({ yaml: made.map(({ text }) => text), dotenv: file })
  const output = execFileSync(join(folder, 'readers'), { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  const found = JSON.parse(output) as Record<string, unknown>
  assert.is(found['dotenv error'], undefined)
  const values = found['dotenv'] as Record<string, string>
  for (const [index, text] of variables.entries()) {
    if (values[`K${index}`] !== text) assert.is(values[`K${index}`], text, `dotenv, seed ${SEED}`)
  }
  for (const reader of ['go yaml v2', 'go yaml v3', 'go yaml v4', 'sigs yaml']) {
    assertRead(reader, found[reader] as unknown[], made)
  }
})

go.run()
