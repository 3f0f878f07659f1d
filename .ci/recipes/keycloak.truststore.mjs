// usage: node keycloak.truststore.mjs CERTIFICATE... > cacerts     the authorities that Java trusts, as its JKS format has
// them, from files with one certificate in PEM each: what the script of Debian's package ca-certificates-java makes
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const int = (value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
const text = (value) => Buffer.concat([int(Buffer.byteLength(value)).subarray(2), Buffer.from(value)])

const entries = process.argv.slice(2).map((path) => {
  const { raw } = new X509Certificate(readFileSync(path))
  const alias = basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '_')
  return Buffer.concat([int(2), text(alias), Buffer.alloc(8), text('X.509'), int(raw.length), raw])
})
const store = Buffer.concat([int(0xfeedfeed), int(2), int(entries.length), ...entries])
const password = Buffer.from('changeit', 'utf16le').swap16()
const digest = createHash('sha1').update(password).update('Mighty Aphrodite').update(store).digest()
process.stdout.write(Buffer.concat([store, digest]))
