// Writes the schemas of our own languages into schema/, where they are committed. usage: npm run schemas
import { generateSchemas } from './schemas.ts'

generateSchemas()
