const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EBUSY', 'it is in use by another program'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EEXIST', 'something of that name is already there'],
  ['EFBIG', 'the file would be too large for this disk'],
  ['EIO', 'the disk reported an error'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its links lead in a circle'],
  ['EMFILE', 'this process has too many files open'],
  ['ENAMETOOLONG', 'the name is too long for this disk'],
  ['ENFILE', 'this machine has too many files open'],
  ['ENOENT', 'it does not exist'],
  ['ENOSPC', 'no space is left on the disk'],
  ['ENOTDIR', 'something on the way to it is no folder'],
  ['ENOTEMPTY', 'the folder is not empty'],
  ['EPERM', 'the system does not permit it'],
  ['EROFS', 'the disk is mounted read-only'],
  ['ESTALE', 'the network drive no longer knows it'],
  ['ETXTBSY', 'it is a program that is running'],
  ['EXDEV', 'it is on another disk'],
])

/** The `code` that the system gave an error (`ENOSPC`), or undefined: then the error is no answer of the system. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined
}

/** What an error code of the system means, for people: "no space is left on the disk". */
export function describeErrno(code: string): string {
  return MEANINGS.get(code) ?? `the system says ${code}`
}
