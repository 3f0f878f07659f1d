import { CORE_SCHEMA, load, realMapTag } from 'js-yaml'
import * as assert from 'uvu/assert'
import { type YamlValue, yamlList, yamlMap } from '../../print/yaml-document.ts'
import { printYaml } from '../../print/yaml.ts'
import { suite } from '../../testing/suite.ts'
import { mergeCompose } from './merge-compose.ts'

const test = suite('targets/compose/merge-compose')

function document(text: string): YamlValue {
  const convert = (value: unknown): YamlValue => {
    if (Array.isArray(value)) return yamlList(value.map(convert))
    if (value instanceof Map)
      return yamlMap([...value].map(([key, item]) => ({ key: String(key), value: convert(item) })))
    return value as YamlValue
  }
  return convert(load(text, { schema: CORE_SCHEMA.withTags(realMapTag) }))
}

function merged(base: string, over: string, path: readonly string[]): unknown {
  const result = printYaml(mergeCompose(document(base), document(over), path), 0).printed
  return load(result, { schema: CORE_SCHEMA })
}

/** In a service: what was generated, what is laid over it, what comes out. */
const SERVICE: readonly (readonly [base: string, over: string, result: string])[] = [
  ['image: a', 'image: b', 'image: b'],
  ['{image: a, tty: true}', 'tty: null', 'image: a'],
  ['image: a', 'nothing: null', 'image: a'],
  ['command: [a, b]', 'command: [c]', 'command: [c]'],
  ['entrypoint: [a, b]', 'entrypoint: c', 'entrypoint: c'],
  [
    'healthcheck: {test: [CMD, a], retries: 3}',
    'healthcheck: {test: [CMD, b]}',
    'healthcheck: {test: [CMD, b], retries: 3}',
  ],
  ['environment: {A: "1", B: "2"}', 'environment: {B: "3", C: "4", A: null}', 'environment: {B: "3", C: "4"}'],
  ['environment: {A: "1", B: "2"}', 'environment: [B=3=4, C]', 'environment: {A: "1", B: "3=4", C: null}'],
  ['labels: {a: b}', 'labels: [a=c]', 'labels: {a: c}'],
  ['expose: ["80"]', 'expose: [80, "81"]', 'expose: [80, "81"]'],
  ['ports: [{target: 80, published: "8080", protocol: tcp}]', 'ports: ["8080:80"]', 'ports: ["8080:80"]'],
  [
    'ports: [{target: 80, published: "8080"}]',
    'ports: ["8081:80", "127.0.0.1:8080:80", "[::1]:8080:80/udp"]',
    'ports: [{target: 80, published: "8080"}, "8081:80", "127.0.0.1:8080:80", "[::1]:8080:80/udp"]',
  ],
  [
    'ports: [{target: 53, published: "53", protocol: udp, host_ip: "::1"}]',
    'ports: ["[::1]:53:53/udp"]',
    'ports: ["[::1]:53:53/udp"]',
  ],
  [
    'volumes: [{type: volume, source: a, target: /a}, {type: tmpfs, target: /b}]',
    'volumes: [{type: bind, source: ., target: /a/}, "c:/c:ro"]',
    'volumes: [{type: bind, source: ., target: /a/}, {type: tmpfs, target: /b}, "c:/c:ro"]',
  ],
  ['volumes: [{type: volume, source: a, target: /a}]', 'volumes: ["C:\\\\x:/a"]', 'volumes: ["C:\\\\x:/a"]'],
  ['secrets: [{source: a, target: /run/secrets/a}]', 'secrets: [a, b]', 'secrets: [a, b]'],
  [
    'configs: [{source: a, target: /etc/a}]',
    'configs: [{source: b, target: /etc/a}]',
    'configs: [{source: b, target: /etc/a}]',
  ],
  [
    'devices: [/dev/a:/dev/b]',
    'devices: [{source: /dev/c, target: /dev/b}, /dev/d]',
    'devices: [{source: /dev/c, target: /dev/b}, /dev/d]',
  ],
  ['env_file: [a]', 'env_file: [{path: a, required: false}, b]', 'env_file: [{path: a, required: false}, b]'],
  ['cap_add: [A]', 'cap_add: [B, A]', 'cap_add: [A, B]'],
  ['dns: 1.1.1.1', 'dns: [8.8.8.8]', 'dns: [1.1.1.1, 8.8.8.8]'],
  ['tmpfs: ["/run:size=1m"]', 'tmpfs: "/run:size=2m"', 'tmpfs: ["/run:size=2m"]'],
  [
    'extra_hosts: [a=1.1.1.1]',
    'extra_hosts: {a: 2.2.2.2, b: [3.3.3.3, 4.4.4.4]}',
    'extra_hosts: [a=1.1.1.1, a=2.2.2.2, b=3.3.3.3, b=4.4.4.4]',
  ],
  ['extra_hosts: {a: 1.1.1.1}', 'extra_hosts: {b: 2.2.2.2}', 'extra_hosts: {a: 1.1.1.1, b: 2.2.2.2}'],
  [
    'depends_on: {a: {condition: service_healthy}}',
    'depends_on: [b]',
    'depends_on: {a: {condition: service_healthy}, b: {condition: service_started}}',
  ],
  ['networks: [a]', 'networks: {b: {aliases: [c]}, d: null}', 'networks: {a: {}, b: {aliases: [c]}, d: {}}'],
  ['networks: {a: {aliases: [b]}}', 'networks: {a: {aliases: [b, c]}}', 'networks: {a: {aliases: [b, c]}}'],
  ['networks: {a: {}, b: {}}', 'networks: {a: null}', 'networks: {b: {}}'],
  ['build: {context: ./a, target: b}', 'build: ./c', 'build: {context: ./c, target: b}'],
  ['build: {context: ., args: {A: 1}}', 'build: {args: [A=2]}', 'build: {context: ., args: {A: "2"}}'],
  ['logging: {driver: a, options: {b: c}}', 'logging: {driver: d}', 'logging: {driver: d}'],
  [
    'logging: {driver: a, options: {b: c}}',
    'logging: {options: {d: e}}',
    'logging: {driver: a, options: {b: c, d: e}}',
  ],
  [
    'ulimits: {nofile: 1, nproc: {soft: 1, hard: 2}}',
    'ulimits: {nofile: {soft: 3, hard: 4}, nproc: {hard: 5}}',
    'ulimits: {nofile: {soft: 3, hard: 4}, nproc: {soft: 1, hard: 5}}',
  ],
  [
    'deploy: {resources: {limits: {memory: 1G}}}',
    'deploy: {resources: {limits: {cpus: 1}, reservations: {devices: [{capabilities: [gpu]}], memory: null}}}',
    'deploy: {resources: {limits: {memory: 1G, cpus: 1}, reservations: {devices: [{capabilities: [gpu]}]}}}',
  ],
  ['deploy: {replicas: 2}', 'deploy: null', '{}'],
  ['image: a', '__proto__: {a: b}', '{image: a, __proto__: {a: b}}'],
]

for (const [base, over, result] of SERVICE) {
  test(`${base} | ${over}`.slice(0, 110), () => {
    const found = merged(base, over, ['services', 'a'])
    assert.is(JSON.stringify(found), JSON.stringify(load(result, { schema: CORE_SCHEMA })))
  })
}

test('top-level sections', () => {
  assert.equal(merged('volumes: {a: {}}', 'volumes: {b: null, a: {driver: c}}', []), {
    volumes: { a: { driver: 'c' }, b: {} },
  })
  assert.equal(merged('volumes: {a: {}, b: {}}', 'volumes: {a: null}', []), { volumes: { b: {} } })
  assert.equal(
    merged(
      'networks: {a: {ipam: {config: [{subnet: 10.0.0.0/8, gateway: 10.0.0.1}]}}}',
      'networks: {a: {ipam: {config: [{subnet: 10.0.0.0/8, ip_range: 10.1.0.0/16}, {subnet: 11.0.0.0/8}]}}}',
      [],
    ),
    {
      networks: {
        a: {
          ipam: {
            config: [{ subnet: '10.0.0.0/8', gateway: '10.0.0.1', ip_range: '10.1.0.0/16' }, { subnet: '11.0.0.0/8' }],
          },
        },
      },
    },
  )
})

test('comments of what was generated stay', () => {
  const base = yamlMap([
    { key: 'image', value: 'a', comment: ['why'] },
    { key: 'volumes', value: { kind: 'list', items: ['a:/a'], comments: new Map([[0, ['this']]]) } },
  ])
  const result = mergeCompose(base, document('{image: b, volumes: ["c:/c"]}'), ['services', 'a'])
  assert.is(printYaml(result, 0).printed, '# why\nimage: b\nvolumes:\n  # this\n  - a:/a\n  - c:/c')
})

test('what is laid over twice is as if laid over once', () => {
  for (const [base, over] of SERVICE) {
    // What `null` defines the first time it deletes the second time
    if (over.includes('null')) continue
    const once = mergeCompose(document(base), document(over), ['services', 'a'])
    const twice = mergeCompose(once, document(over), ['services', 'a'])
    assert.is(printYaml(twice, 0).printed, printYaml(once, 0).printed, over)
  }
})

test.run()
