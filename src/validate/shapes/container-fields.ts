import { flag, list, mapOf, named, property, scalar, scalarOrNull, text, tree, union, type Property } from '../shape.ts'
import * as form from './forms.ts'

const environment = mapOf(form.VARIABLE, scalar)
const argv = list(scalarOrNull)

/** Fields of a container that an init step and a sidecar have too. */
export const containerFields: Readonly<Record<string, Property>> = {
  image: property(
    text(form.IMAGE),
    'Image to run, as people write it: `nginx:1.29`, `registry/repository:tag` or with a digest. Set it or `build`. A warning tells where neither tag nor digest pins it.',
    'nginx:1.29',
    'ghcr.io/acme/api@sha256:4f1c...',
  ),
  build: property(
    named('build'),
    'How the image is built: a folder, or a map. Set it or `image`. Resources with an equal `build` and `registry` share one image.',
    './api',
    { context: './api', target: 'runtime' },
  ),
  entrypoint: property(
    argv,
    'Replaces the entry point of the image, as a list of words. A secret in it is an error; use `env` or `files`.',
    ['/bin/server'],
  ),
  args: property(
    argv,
    'Arguments of the entry point, as a list of words kept as written. A secret in them is an error; use `env` or `files`.',
    ['worker', '--queue', 'orders'],
  ),
  env: property(
    environment,
    'Environment variables: name to text, number or boolean, kept as written. It wins over `envFile` and over what references inject.',
    { LOG_LEVEL: '$<Parameters.log-level>', FEATURE_X: true },
  ),
  envFile: property(
    list(named('envFile')),
    'Files of `NAME=value` lines, read when compiling; a name in `env` wins. Items merge by `path`.',
    ['settings.env'],
  ),
  files: property(list(named('file')), 'Files placed into the container. Items merge by `path`.', [
    { path: '/etc/app.ini', content: 'level = info\n' },
  ]),
  volumes: property(list(named('volumeMount')), 'What is mounted where. Items merge by `path`.', [
    { name: 'data', path: '/var/lib/data', size: '1Gi' },
  ]),
  resources: property(named('resources'), 'CPU, memory and GPUs: what is reserved and what is the limit.', {
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { memory: '512Mi' },
  }),
  security: property(named('security'), 'User, capabilities and privileges of the process.', {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
  }),
  user: property(
    text(),
    'User (and group) that the process runs as, in quotes where it is a number. Default: that of the image.',
    '1000:1000',
    'node',
  ),
  workingDir: property(
    text(form.ABSOLUTE_PATH),
    'Folder in which the process starts. Default: that of the image.',
    '/app',
  ),
}

/** The escape hatches of Compose and Kubernetes. */
export const hatches: Readonly<Record<string, Property>> = {
  compose: property(
    tree,
    'Escape hatch: merged over the generated Compose service, in the words of Compose. `null` deletes a key.',
    { shm_size: '256m' },
  ),
  kubernetes: property(
    named('kubernetesHatch'),
    'Escape hatch: merged over the generated Kubernetes objects, by their kind.',
    { pod: { priorityClassName: 'high' } },
  ),
}

/** The escape hatch of Azure on a resource. */
export const azureHatch: Property = property(
  named('azureHatch'),
  'Escape hatch and settings for Azure Container Apps.',
  { workloadProfile: 'gpu' },
)

/** Fields that every resource has. */
export const resourceFields: Readonly<Record<string, Property>> = {
  target: property(
    union(text(form.NAME), list(text(form.NAME), 1, 100)),
    'Target or targets it goes to. Default: every target that the environment selects.',
    'cluster',
    ['local', 'cluster'],
  ),
  enabled: property(flag(), '`false` removes the resource; a placeholder is bound at publish. Default: `true`.', false),
  accept: property(
    list(text(form.CODE), 0, 100),
    'Codes of warnings about this resource that are meant and not to be shown.',
    ['AH6104'],
  ),
}
