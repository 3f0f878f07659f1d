/** One file to be written: a relative POSIX path below the output folder, and its content. */
export interface Artifact {
  readonly path: string
  readonly content: string | Uint8Array
  readonly executable: boolean
  /** `user-editable` is `.env`: merged key by key, never recorded as ours. */
  readonly ownership: 'ours' | 'user-editable'
}
