// Builds the package. usage: main.ts [--generate]; with --generate only the generated sources are written
import { mkdirSync } from 'node:fs'
import { generateCatalog } from './catalog.ts'
import { generateTemplates } from './templates.ts'
import { generateValidators } from './validators.ts'

mkdirSync('src/generated', { recursive: true })
await generateValidators()
await generateTemplates()
generateCatalog()
if (!process.argv.includes('--generate')) {
  const { bundlePackage } = await import('./bundle.ts')
  await bundlePackage()
}
