// @ts-expect-error: this file does not exist
import './no-such-file.ts'
