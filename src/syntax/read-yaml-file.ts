import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { FileContent, ProjectFiles } from '../host/host.ts'
import { readYaml, type ReadYaml } from './read-yaml.ts'

/** The largest YAML file, in bytes. */
export const MAXIMUM_BYTES: number = 4 * 1024 * 1024
/** The most YAML files that one compilation reads. */
export const MAXIMUM_FILES = 64

/** Counts the YAML files of one compilation; the caller makes one and passes it to every read. */
export interface FileBudget {
  left: number
}

/** A budget of `MAXIMUM_FILES` files. */
export function createFileBudget(): FileBudget {
  return { left: MAXIMUM_FILES }
}

/** A number of bytes for people: `5.2 MiB`. */
function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

/**
 * The bytes of a file, or a diagnostic (on `at`, the place that names the file) that says why there are none: for
 * every file that a manifest names, YAML or not. `limit` is what the file was read with, in bytes.
 */
export function bytesOf(
  path: string,
  content: FileContent,
  limit: number,
  report: Report,
  at?: Span,
): Uint8Array | undefined {
  switch (content.kind) {
    case 'file':
      return content.bytes
    case 'missing':
      report(
        diagnostic('AH1001', at, `there is no file ${path}`, {
          hints: ['paths count from the folder of the file that names them'],
        }),
      )
      return undefined
    case 'outside':
      report(
        diagnostic('AH1002', at, `${path} leads out of the project root`, {
          hints: ['move the file into the project, or name a wider root with --root'],
        }),
      )
      return undefined
    case 'folder':
      report(
        diagnostic('AH1003', at, `${path} is a folder, and a file is needed`, {
          hints: [`name a file in it: ${path.replace(/\/$/, '')}/...`],
        }),
      )
      return undefined
    case 'special':
      report(
        diagnostic('AH1004', at, `${path} is a device, a pipe or a socket, and a regular file is needed`, {
          hints: ['write the content into a regular file'],
        }),
      )
      return undefined
    case 'too-large':
      report(
        diagnostic('AH1005', at, `${path} has ${size(content.size)}, and at most ${size(limit)} are read`, {
          hints: ['check that this is the file you mean'],
        }),
      )
      return undefined
    case 'failed':
      report(
        diagnostic('AH1006', at, `${path} cannot be read: ${content.reason}`, {
          hints: ['check the permissions of the file and of the folders above it'],
        }),
      )
      return undefined
  }
}

/** Reads one YAML file of the project. `at` is the place that names it; undefined for the manifest itself. */
export function readYamlFile(
  files: ProjectFiles,
  path: string,
  report: Report,
  at?: Span,
  budget?: FileBudget,
): ReadYaml | undefined {
  if (budget !== undefined && budget.left-- <= 0) {
    // Said once: the next files are over the limit too.
    if (budget.left === -1) {
      report(
        diagnostic('AH1007', at, `${path} is one file too many: at most ${MAXIMUM_FILES} YAML files are read`, {
          hints: ['make the pattern that names it narrower'],
        }),
      )
    }
    return undefined
  }
  const bytes = bytesOf(path, files.read(path, MAXIMUM_BYTES), MAXIMUM_BYTES, report, at)
  if (bytes === undefined) return undefined
  if (bytes.length > MAXIMUM_BYTES) {
    bytesOf(path, { kind: 'too-large', size: bytes.length }, MAXIMUM_BYTES, report, at)
    return undefined
  }
  return readYaml(path, bytes, report)
}
