// @ts-expect-error: there is no such export
import { noSuchExport } from '../suite.ts'

noSuchExport()
