import type { Form } from '../shape.ts'

const LABEL = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'
const SEMVER_TAIL = '(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?'

/** Makes a form; what it `says` to users is what documents it here. */
function form(pattern: string, maxLength: number, says: string): Form {
  return { pattern, says, maxLength }
}

export const NAME: Form = form(
  LABEL,
  40,
  'a name: lower-case letters, digits and single dashes, a letter first, at most 40 characters',
)
export const LITERAL_NAME: Form = { ...NAME, literal: true }
export const RESOURCE_REFERENCE: Form = form(
  `${LABEL}(?:\\.${LABEL})*`,
  200,
  'the name of a resource, or of a child such as orders-db.orders',
)
export const REFERENCE_NAME: Form = form('[A-Za-z0-9_.-]+', 80, 'letters, digits, "_", "." and "-"')
export const VARIABLE: Form = form(
  '[A-Za-z_][A-Za-z0-9_.-]*',
  255,
  'the name of a variable: letters, digits, "_", "." and "-", not beginning with a digit',
)
export const OUTPUT_NAME: Form = form('[A-Za-z][A-Za-z0-9]*', 60, 'letters and digits, a letter first')
export const FREE_KEY: Form = form('[^\\s]+', 317, 'a key without blanks')
export const FILE_KEY: Form = form('[^\\s/]+', 253, 'a key without blanks and slashes')
export const HEADER: Form = form("[!#$%&'*+.^_`|~0-9A-Za-z-]+", 128, 'the name of an HTTP header')
export const DURATION: Form = form(
  '(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h))+',
  40,
  'a duration such as 500ms, 90s or 1h30m',
)
export const QUANTITY: Form = form(
  '[0-9]+(?:\\.[0-9]+)?(?:m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?',
  40,
  'a quantity as Kubernetes writes it, such as 250m, 0.5, 512Mi or 10Gi',
)
export const SIZE: Form = form(
  '[0-9]+(?:\\.[0-9]+)?(?:k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?',
  40,
  'a size such as 512Mi or 10Gi',
)
export const PORT_RANGE: Form = form('[0-9]{1,5}(?:-[0-9]{1,5})?', 40, 'a port or a range such as 27000-27014')
export const PUBLISHED: Form = form(
  'auto|(?:(?:[0-9.]{7,15}|\\[[0-9A-Fa-f:.]{2,45}\\]):)?[0-9]{1,5}(?:-[0-9]{1,5})?',
  80,
  'a port, a range, an address and a port such as 127.0.0.1:8080, auto or false',
)
export const SCHEME: Form = form('[a-z][a-z0-9+.-]*', 40, 'a URL scheme such as http, grpc or postgresql')
export const HOST: Form = form('(?:\\*\\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*)', 253, 'a host name such as shop.example.com')
export const URL_TEXT: Form = form('[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+', 8_192, 'a URL with its scheme')
export const ABSOLUTE_PATH: Form = form('/[^\\u0000]*', 4_096, 'an absolute path inside the container')
export const URL_PATH: Form = form('/[^\\s]*', 2_048, 'a path that begins with /')
export const HOST_PATH: Form = form('(?:/|~/|[A-Za-z]:[\\\\/])[^\\u0000]*', 4_096, 'an absolute path, or one below ~/')
export const MODE: Form = form('0?[0-7]{3,4}', 5, 'an octal mode in quotes, such as "0644"')
export const SEMVER: Form = form(
  `(?:0|[1-9][0-9]*)(?:\\.(?:0|[1-9][0-9]*)){2}${SEMVER_TAIL}`,
  128,
  'a version of three numbers such as 1.4.0 (SemVer)',
)
export const PERCENTAGE: Form = form('[0-9]{1,3}%', 4, 'a number or a percentage such as 25%')
export const SIGNAL: Form = form('(?:SIG)?[A-Z][A-Z0-9+-]*', 20, 'a signal such as SIGTERM')
export const CRON: Form = form(
  '@[a-z]+|[^\\s]+(?: +[^\\s]+){4}',
  200,
  'a cron expression of five fields such as "0 3 * * *"',
)
export const TIMEZONE: Form = form('[A-Za-z0-9_+/-]+', 64, 'a time zone such as Europe/Berlin')
export const CODE: Form = form('AH[0-9]{4}', 6, 'a diagnostic code such as AH6104')
export const IMAGE: Form = form('[^\\s]+', 1_024, 'an image reference such as nginx:1.29 or ghcr.io/acme/api:1.4.0')
export const REGISTRY: Form = form(
  '[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[a-z0-9._/-]+)?',
  255,
  'a registry such as ghcr.io',
)
export const REPOSITORY: Form = form(
  '[a-z0-9]+(?:[._/-]+[a-z0-9]+)*',
  255,
  'a repository path in lower case such as acme/shop',
)
export const PROJECT: Form = form('[a-z0-9][a-z0-9_-]*', 63, 'lower-case letters, digits, "-" and "_"')
export const OBJECT_NAME: Form = form('[a-z0-9](?:[a-z0-9.-]*)', 253, 'the name of a Kubernetes object')
export const PROPERTY_NAME: Form = form(
  '[a-z][A-Za-z0-9]*',
  60,
  'a property name in camelCase: letters and digits, a lower-case letter first',
)
