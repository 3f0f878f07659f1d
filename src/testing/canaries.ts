import { quoted } from './odd-values.ts'

/** A secret of an awkward shape, and every text by which it could be told. */
export interface Canary {
  readonly value: string
  /** The value, its encodings, its lines, and its beginning and end: none may be seen anywhere. */
  readonly forms: readonly string[]
}

/** Parts of a long value that are enough to give it away. */
const PART = 14
/** A shorter line of a text with many could be anything. */
const SHORTEST_LINE = 4

const PEM = [
  '-----BEGIN KANARIE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7kanarie07+/=',
  'Zk9xQ2FuYXJ5S2V5TGluZVR3bw==zz/+',
  '-----END KANARIE KEY-----',
  '',
].join('\n')

const VALUES: readonly string[] = [
  'kanarie-01-plain',
  'Käñarìe-02-ünïcode-密钥-🔑',
  PEM,
  `kanarie'04"quotes'"`,
  '%6Banarie%2005%%s%d',
  'qZ7',
  `kanarie-07-${'Long64K-'.repeat(8190)}end`,
  'kanarie-08-$<Parameters.kanarie>',
  'kanarie-09-${HOME}$$x',
  '{"kanarie-10":"json","n":[1,null]}',
  'kanarie-11: [yaml, &a {b: c}]\n- "kanarie-11 list"\n',
  'a2FuYXJpZS0xMi1iYXNlNjQ/Pz4+Cg==',
  'kanarie-13 with blanks  ',
  '  kanarie-14 leading',
  'kanarie-15\ttab\tbed',
  'kanarie-16\\back\\slash\\n',
  'kanarie-17\r\nwindows kanarie\r\n',
  '# kanarie-18 comment',
  '!kanarie-19 *tag &anchor',
  'postgres://kanarie:20@host:5432/db?x=1#frag',
  '<script>kanarie-21</script>&amp;',
  'kanarie-22`id`$(id);rm',
  '{{ kanarie-23 }}{{{x}}}${{ y }}',
  '=kanarie-24+sum',
  'kanarie-25\u001b[31mred\u0007',
  '-kanarie-26',
  '8461973250',
  'k27:ñ/é~ö',
]

function base64(bytes: string): readonly string[] {
  const padded = Buffer.from(bytes, 'utf8').toString('base64')
  const bare = padded.replace(/=+$/, '')
  return [bare, bare.replaceAll('+', '-').replaceAll('/', '_')]
}

function everyPercent(value: string): string {
  return [...Buffer.from(value, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** Encoded for the places where it could turn up: as it is, in JSON, in our YAML, in a URL, in Base64. */
function encodings(value: string): readonly string[] {
  const escaped = [JSON.stringify(value), quoted(value)].map((text) => text.slice(1, -1))
  return [value, ...escaped, encodeURIComponent(value), everyPercent(value), ...base64(value)]
}

function canaryOf(value: string): Canary {
  const lines = value.split(/\r?\n/).filter((line) => line.trim().length >= SHORTEST_LINE)
  const whole = [value, value.trim(), ...(lines.length > 1 ? lines : [])].flatMap(encodings)
  // What holds the whole of a long one holds its beginning
  const parts = whole.flatMap((form) => (form.length > PART ? [form.slice(0, PART), form.slice(-PART)] : [form]))
  return { value, forms: [...new Set(parts)] }
}

/** Secrets of more than two dozen shapes; the sixth has three characters. */
export const CANARIES: readonly Canary[] = VALUES.map(canaryOf)
