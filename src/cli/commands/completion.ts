import { completionScript, type Shell } from '../completion.ts'
import type { Session } from '../session.ts'

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish']

/** `completion`: a script for a shell, on standard output. */
export function completion(session: Session): number {
  const shell = SHELLS.find((one) => one === session.positionals[0])
  if (shell === undefined) throw new Error('the parser lets only known shells through')
  session.print(completionScript(shell))
  return 0
}
