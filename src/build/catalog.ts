import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Writes the built-in resource types (`templates/types/*.yaml`) into `src/generated/catalog.ts`, as text by name. */
export function generateCatalog(): void {
  const folder = 'templates/types'
  const types = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => [name.slice(0, -'.yaml'.length), readFileSync(`${folder}/${name}`, 'utf8')] as const)
  mkdirSync('src/generated', { recursive: true })
  writeFileSync(
    'src/generated/catalog.ts',
    `/** Made by src/build/catalog.ts: the built-in resource types, name -> text of the definition. */\nexport const BUILT_IN_TYPES: ReadonlyMap<string, string> = new Map(${JSON.stringify(types, null, 2)})\n`,
  )
}
