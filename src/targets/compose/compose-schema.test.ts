import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { CORE_SCHEMA, load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { suite } from '../../testing/suite.ts'

const test = suite('targets/compose/compose-schema')

function compiled(): ValidateFunction {
  const schema = JSON.parse(readFileSync('schema/compose-file.schema.json', 'utf8')) as object
  return new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema)
}

const validate = compiled()

function problems(text: string): readonly string[] {
  validate(load(text, { schema: CORE_SCHEMA }))
  return (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
    const name = (params as { additionalProperty?: string }).additionalProperty
    return `${instancePath} ${keyword}${name === undefined ? '' : ` ${name}`}`
  })
}

test('the sample is valid', () => {
  assert.equal(problems(readFileSync('fixtures/print/shop/compose.yaml', 'utf8')), [])
})

/** What stands in a service, in the forms that the specification allows. */
const VALID: readonly string[] = [
  'image: a',
  'build: ./a',
  'build: {context: ., args: {A: 1, B: null, C: true}, ssh: [default], secrets: [a], cache_from: [b], provenance: true}',
  'build: {dockerfile_inline: "FROM a", additional_contexts: [a=b], platforms: [linux/arm64], no_cache_filter: a}',
  'command: null',
  'command: a b',
  'command: [a, b]',
  'environment: {A: b, B: 1, C: null, D: true}',
  'environment: [A=b, B]',
  'env_file: a',
  'env_file: [a, {path: b, required: false, format: raw}]',
  'ports: [80, "80:80", {target: 80, published: "8000-8010", protocol: tcp, host_ip: 127.0.0.1, mode: host, name: a, app_protocol: http}]',
  'expose: [80, "81"]',
  'volumes: [a:/b, {type: bind, source: ., target: /b, bind: {create_host_path: false, selinux: z}, read_only: true}]',
  'volumes: [{type: volume, target: /b, volume: {nocopy: true, subpath: c}}, {type: tmpfs, target: /c, tmpfs: {size: 1m, mode: 511}}]',
  'volumes: [{type: image, source: a, target: /b, image: {subpath: c}}]',
  'depends_on: [a]',
  'depends_on: {a: {condition: service_healthy, restart: true, required: false}}',
  'healthcheck: {test: [CMD, a], interval: 5s, timeout: 5s, retries: 3, start_period: 1s, start_interval: 1s}',
  'healthcheck: {disable: true}',
  'networks: [a]',
  'networks: {a: null, b: {aliases: [c], priority: 1, gw_priority: 2, driver_opts: {a: 1}}}',
  'deploy: {replicas: 2, resources: {limits: {cpus: 0.5, memory: 1G, pids: 5}, reservations: {devices: [{capabilities: [gpu], count: all}]}}}',
  'deploy: {placement: {constraints: [a], preferences: [{spread: a}]}, update_config: {order: start-first}}',
  'gpus: all',
  'gpus: [{driver: nvidia, count: 1}]',
  'extra_hosts: {a: [1.2.3.4, "::1"], b: 1.2.3.4}',
  'ulimits: {nofile: 1, nproc: {soft: 1, hard: 2}}',
  'develop: {watch: [{path: ., action: sync+exec, target: /a, exec: {command: a}}]}',
  'provider: {type: a, options: {b: [1, c]}}',
  'models: {a: {endpoint_var: B}, c: null}',
  'logging: {driver: local, options: {max-size: 1m, max-file: 3}}',
  'extends: {service: a, file: b.yaml}',
  'post_start: [{command: [a], user: root}]',
  'pre_start: [{image: a, command: b, per_replica: true}]',
  'configs: [a, {source: b, target: /c, uid: "1", gid: "1", mode: 292}]',
  'pull_policy: every_12h',
  'x-anything: {a: [b]}',
  'blkio_config: {weight: 10, device_read_bps: [{path: /a, rate: 1mb}]}',
  'restart: "no"',
]

for (const line of VALID) {
  test(`valid: ${line.slice(0, 60)}`, () => {
    assert.equal(problems(`services:\n  a:\n    ${line}\n`), [])
  })
}

const INVALID: readonly (readonly [line: string, problem: string])[] = [
  ['imgae: a', ' additionalProperties imgae'],
  ['image: 1', '/image type'],
  ['build: {contxt: a}', '/build additionalProperties contxt'],
  ['command: {a: b}', '/command type'],
  ['command: [1]', '/command/0 type'],
  ['environment: {A: [b]}', '/environment/A type'],
  ['environment: [1]', '/environment/0 type'],
  ['ports: [{port: 80}]', '/ports/0 additionalProperties port'],
  ['volumes: [{target: /a}]', '/volumes/0 required'],
  ['volumes: [{type: disk}]', '/volumes/0/type enum'],
  ['volumes: [{type: bind, bind: {create: true}}]', '/volumes/0/bind additionalProperties create'],
  ['depends_on: {a: {condition: service_ready}}', '/depends_on/a/condition enum'],
  ['depends_on: {a: {}}', '/depends_on/a required'],
  ['healthcheck: {intervall: 5s}', '/healthcheck additionalProperties intervall'],
  ['networks: {a: {alias: [b]}}', '/networks/a additionalProperties alias'],
  ['deploy: {resources: {limits: {memmory: 1}}}', '/deploy/resources/limits additionalProperties memmory'],
  ['deploy: {resources: {reservations: {devices: [{count: 1}]}}}', '/deploy/resources/reservations/devices/0 required'],
  ['gpus: some', '/gpus const'],
  ['gpus: [{a: b}]', '/gpus/0 additionalProperties a'],
  ['ulimits: {nofile: {soft: 1}}', '/ulimits/nofile required'],
  ['pull_policy: sometimes', '/pull_policy pattern'],
  ['oom_score_adj: 2000', '/oom_score_adj maximum'],
  ['cap_add: [A, A]', '/cap_add uniqueItems'],
  ['secrets: [{name: a}]', '/secrets/0 additionalProperties name'],
  ['develop: {watch: [{path: .}]}', '/develop/watch/0 required'],
  ['logging: {option: {}}', '/logging additionalProperties option'],
  ['extends: {file: a}', '/extends required'],
  ['post_start: [{user: a}]', '/post_start/0 required'],
  ['labels: {a: {b: c}}', '/labels/a type'],
]

for (const [line, problem] of INVALID) {
  test(`refused: ${line}`, () => {
    const found = problems(`services:\n  a:\n    ${line}\n`)
    assert.ok(found.includes(`/services/a${problem}`), found.join('\n'))
  })
}

test('the top level', () => {
  assert.equal(
    problems('name: a\nservices: {}\nx-a: 1\ninclude: [a.yaml, {path: [b], env_file: c, project_directory: d}]\n'),
    [],
  )
  assert.equal(
    problems('volumes: {a: , b: {external: true, name: c}}\nnetworks: {d: {ipam: {config: [{subnet: 10.0.0.0/8}]}}}\n'),
    [],
  )
  assert.equal(problems('configs: {a: {content: b}, c: {file: d}}\nsecrets: {e: {environment: F}}\n'), [])
  assert.equal(
    problems('models: {a: {model: b, context_size: 5}}\njobs: {a: {image: b, triggers: {manual: true}}}\n'),
    [],
  )
  assert.equal(problems('service: {}\n'), [' additionalProperties service'])
  assert.equal(problems('services: {a b: {}}\n'), ['/services additionalProperties a b'])
  assert.equal(problems('configs: {a: {contents: b}}\n'), ['/configs/a additionalProperties contents'])
  assert.equal(problems('jobs: {a: {image: b, restart: always, triggers: {}}}\n').length, 4)
  assert.equal(problems('volumes: {a: {external: {nam: c}}}\n'), ['/volumes/a/external additionalProperties nam'])
})

test('every object of the schema refuses unknown keys, or says what they may hold, and every field is described', () => {
  const open: string[] = []
  const bare: string[] = []
  const walk = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    const node = schema as Record<string, unknown>
    if (Object.hasOwn(node, 'properties') && node['additionalProperties'] !== false && path !== '/$defs/fields')
      open.push(path)
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') {
        for (const [name, field] of Object.entries(value as Record<string, Record<string, unknown> | true>)) {
          // A name whose field is described in another place
          if (field === true) continue
          const described = field['description'] ?? field['$ref']
          if (described === undefined) bare.push(`${path}/${name}`)
          walk(field, `${path}/${name}`)
        }
      } else walk(value, `${path}/${key}`)
    }
  }
  walk(JSON.parse(readFileSync('schema/compose-file.schema.json', 'utf8')), '')
  assert.equal(open, [])
  assert.equal(bare, [])
})

test.run()
