import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import type { Artifact } from '../targets/artifact.ts'
import type { DeploymentFacts } from '../targets/deployment-facts.ts'
import type { OutputSet } from '../output/compare-folder.ts'
import type { PublishRequest } from '../output/publish.ts'

/** For tests: facts without anything. */
export const NO_FACTS: DeploymentFacts = { parameters: [], derived: [], images: [], jobs: [], pins: {} }

/** For tests: a file of ours. */
export function artifact(path: string, content: string, rest: Partial<Artifact> = {}): Artifact {
  return { path, content, executable: false, ownership: 'ours', ...rest }
}

/** For tests: a `.env`. */
export function dotenv(content: string): Artifact {
  return artifact('.env', content, { ownership: 'user-editable' })
}

/** For tests: artifacts of the target `compose` in the output path itself. */
export function outputSet(artifacts: readonly Artifact[], rest: Partial<OutputSet> = {}): OutputSet {
  return { environment: undefined, target: 'compose', folder: '', artifacts, facts: NO_FACTS, ...rest }
}

/** For tests: a request of the project in `/project` to write to `/project/out`. */
export function requestOf(artifacts: readonly Artifact[], rest: Partial<PublishRequest> = {}): PublishRequest {
  return {
    application: 'shop',
    projectRoot: '/project',
    manifest: '/project/apphost.yaml',
    output: '/project/out',
    shownAs: 'out',
    force: false,
    sets: [outputSet(artifacts)],
    ...rest,
  }
}

/** For tests: a project in memory. */
export function projectHost(files: Readonly<Record<string, string>> = {}): MemoryHost {
  return createMemoryHost({ files: { '/project/apphost.yaml': 'name: shop\n', ...files } })
}

/** For tests: the codes of diagnostics, in order. */
export function codesOf(result: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] {
  return result.diagnostics.map((one) => one.code)
}

/** For tests: what an application of fourteen files looks like before a change... */
export const BEFORE: readonly Artifact[] = [
  artifact('compose.yaml', 'services: {}\n# before\n'),
  artifact('compose.jobs.yaml', 'services: { migrate: {} }\n'),
  artifact('README.md', '# shop\n'),
  artifact('files/api/one.conf', 'one before\n'),
  artifact('files/api/two.conf', 'two\n'),
  artifact('files/old/only.conf', 'gone after\n'),
  artifact('files/old/deep/down/only.conf', 'gone after, too\n'),
  artifact('files/swap', 'a file before, a folder after\n'),
  artifact('files/back/deep/inside.conf', 'a folder before, a file after\n'),
  dotenv('# log level\nLOG_LEVEL=info\n\n# port\nPORT=80\n'),
]

/** ... and after it: created, updated, unchanged, removed files, new and emptied folders, and a `.env` to merge. */
export const AFTER: readonly Artifact[] = [
  artifact('compose.yaml', 'services: {}\n# after\n'),
  artifact('README.md', '# shop\n'),
  artifact('files/api/one.conf', 'one after\n'),
  artifact('files/api/two.conf', 'two\n'),
  ...[1, 2, 3, 4, 5].map((number) => artifact(`files/new/${number}/file.conf`, `new ${number}\n`)),
  artifact('files/run.sh', '#!/bin/sh\n', { executable: true }),
  artifact('files/empty', ''),
  artifact('files/swap/inside.conf', 'a folder now\n'),
  artifact('files/back', 'a file now\n'),
  artifact('files/large', 'x'.repeat(5_000)),
  dotenv('# log level\nLOG_LEVEL=warning\n\n# port\nPORT=8080\n\n# region\nREGION=eu\n'),
]
