// Writes what is made from the types and the shapes and committed: the schemas of our own languages in schema/, and the
// pages of the catalog. usage: npm run schemas
import { writeCatalogPages } from './catalog-pages.ts'
import { generateSchemas } from './schemas.ts'

generateSchemas()
await writeCatalogPages()
