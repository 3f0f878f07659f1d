import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Artifact } from '../targets/artifact.ts'
import type { CompiledTarget, CompileResult } from './compilation.ts'

/**
 * One set of artifacts of several compilations, each of one environment with `promote`: what all share, and each one's
 * file of values. What differs in anything else is reported, and nothing comes of it.
 */
export function combinePromoted(results: readonly CompileResult[], report: Report): CompileResult | undefined {
  const [first, ...others] = results
  if (first === undefined) return undefined
  const environment = results.flatMap((one) => one.environment ?? []).join(',')
  let same = true
  const targets = first.targets.map((target): CompiledTarget => {
    const values = [...target.artifacts.filter(isValues)]
    for (const other of others) {
      const twin = other.targets.find((one) => one.name === target.name)
      same = sameArtifacts(target, twin, first, other, report) && same
      values.push(...(twin?.artifacts.filter(isValues) ?? []))
    }
    return { ...target, artifacts: [...target.artifacts.filter((one) => !isValues(one)), ...values] }
  })
  for (const other of others) {
    for (const target of other.targets) {
      if (first.targets.some((one) => one.name === target.name)) continue
      same = sameArtifacts(undefined, target, first, other, report) && same
    }
  }
  return same ? { ...first, environment, targets } : undefined
}

function isValues(artifact: Artifact): boolean {
  return artifact.ownership === 'user-editable'
}

function sameArtifacts(
  one: CompiledTarget | undefined,
  other: CompiledTarget | undefined,
  first: CompileResult,
  second: CompileResult,
  report: Report,
): boolean {
  const names = `environments "${first.environment ?? ''}" and "${second.environment ?? ''}" cannot share artifacts`
  const hints = [
    'let what differs be a parameter, with a value in `environments` for each, or publish each environment by itself',
  ]
  if (one === undefined || other === undefined) {
    const [has, name] = one === undefined ? [second, other?.name] : [first, one.name]
    report(
      diagnostic('AH6142', undefined, `${names}: only "${has.environment ?? ''}" has the target "${name ?? ''}"`, {
        hints,
      }),
    )
    return false
  }
  const left = new Map(one.artifacts.filter((file) => !isValues(file)).map((file) => [file.path, file]))
  const right = new Map(other.artifacts.filter((file) => !isValues(file)).map((file) => [file.path, file]))
  for (const path of new Set([...left.keys(), ...right.keys()])) {
    const difference = firstDifference(left.get(path), right.get(path))
    if (difference === undefined) continue
    report(diagnostic('AH6142', undefined, `${names}: ${path} ${difference}`, { hints }))
    return false
  }
  return true
}

/** What is different, in words; undefined for equal files. */
function firstDifference(one: Artifact | undefined, other: Artifact | undefined): string | undefined {
  if (one === undefined || other === undefined) return `is only there for the ${one === undefined ? 'second' : 'first'}`
  if (typeof one.content !== 'string' || typeof other.content !== 'string') {
    return sameBytes(one.content, other.content) ? undefined : 'differs'
  }
  if (one.content === other.content) return undefined
  const [left, right] = [one.content.split('\n'), other.content.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  const shown = (lines: readonly string[]): string =>
    `"${(lines[at === -1 ? left.length : at] ?? '').trim().slice(0, 80)}"`
  return `has ${shown(left)} for one and ${shown(right)} for the other`
}

function sameBytes(one: string | Uint8Array, other: string | Uint8Array): boolean {
  return one.length === other.length && [...one].every((byte, at) => byte === other[at])
}
