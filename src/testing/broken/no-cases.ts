import { suite } from '../suite.ts'

const test = suite('broken')
test.run()
