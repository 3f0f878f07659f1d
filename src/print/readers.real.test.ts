import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare as compareVersions } from 'semver'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
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
  const texts = [...ODD_TEXTS.values(), ...nastyTexts(SEED, 8000)]
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
})

python.run()

const folder = mkdtempSync(join(tmpdir(), 'readers-'))
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

go.after(() => rmSync(folder, { recursive: true, force: true }))
go.run()
