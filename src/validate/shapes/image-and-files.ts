import {
  choice,
  flag,
  integer,
  list,
  mapOf,
  named,
  property,
  record,
  required,
  scalar,
  text,
  union,
  type Property,
  type Shape,
} from '../shape.ts'
import * as form from './forms.ts'

/** The highest number of a user or group that Linux knows everywhere. */
const HIGHEST_ID = 2_147_483_647

const environment = mapOf(form.VARIABLE, scalar)

const persistence: Readonly<Record<string, Property>> = {
  size: property(text(form.SIZE), 'Size of the volume. Default: that of the target.', '10Gi'),
  class: property(text(), 'Kubernetes: storage class. Default: that of the target, else of the cluster.', 'fast'),
  access: property(
    choice('rwo', 'rwx', 'rox'),
    'Who may mount it: one node (`rwo`, default), many (`rwx`), many for reading (`rox`).',
    'rwx',
  ),
  existing: property(text(), 'Name of a volume that is there already, adopted instead of a new one.', 'old-data'),
}

const perReplica = property(
  flag(),
  '`true`: one volume for each replica, which `rwo` with several replicas has to say. Default: `false`.',
  true,
)

const mountPath = required(text(form.ABSOLUTE_PATH), 'Where it is mounted inside the container.', '/var/lib/data')

const readOnly = property(flag(), '`true`: mounted for reading only. Default: `false`.', true)

const objectMount = {
  items: property(
    list(named('objectItem')),
    'Kubernetes: which keys become which files. Default: all, by their name.',
    [{ key: 'tls.crt', path: 'server.crt' }],
  ),
  path: mountPath,
  readOnly,
}

/** Definitions of builds, files and volumes, by name. */
export const IMAGE_AND_FILE_DEFINITIONS: Readonly<Record<string, Shape>> = {
  build: union(
    text(),
    record(
      {
        context: property(text(), 'Folder of the build, relative to this file, or a URL. Set it or `dotnet`.', './api'),
        dockerfile: property(
          text(),
          'Dockerfile, relative to the context. Default: `Dockerfile`.',
          'docker/Dockerfile',
        ),
        target: property(text(), 'Stage of the Dockerfile to build. Default: the last.', 'runtime'),
        args: property(
          environment,
          'Build arguments, kept as written and bound when building. A secret is an error; use `secrets`.',
          { NODE_VERSION: '22' },
        ),
        platforms: property(list(text(), 0, 50), 'Platforms to build for. Default: that of the builder.', [
          'linux/amd64',
          'linux/arm64',
        ]),
        additionalContexts: property(
          mapOf(form.FREE_KEY, text()),
          'Further build contexts: name to folder, URL or image.',
          { shared: '../shared' },
        ),
        repository: property(
          text(form.REPOSITORY),
          'Replaces `<repository>/<resource>` in the name of the image.',
          'acme/shop-api',
        ),
        secrets: property(
          mapOf(form.FREE_KEY, named('buildSecret')),
          'Build secrets: id to a secret parameter or a file. Never written to an artifact.',
          { npm: '$<Parameters.npm-token>' },
        ),
        dotnet: property(
          text(),
          'A .NET project that builds its own image, instead of `context`.',
          'src/Api/Api.csproj',
        ),
      },
      { exclusive: [['context', 'dotnet']], needs: [['context', 'dotnet']] },
    ),
  ),
  buildSecret: union(
    { kind: 'secret' },
    record({
      file: required(text(), 'File that holds the secret, relative to this file.', 'secrets/npm.txt'),
    }),
  ),
  envFile: union(
    text(),
    record({
      path: required(text(), 'The file, relative to this file.', 'settings.env'),
      optional: property(flag(), '`true`: it may be missing. Default: `false`.', true),
      secret: property(flag(), '`true`: its values are kept out of the artifacts. Default: `false`.', true),
    }),
  ),
  file: record(
    {
      path: required(
        text(form.ABSOLUTE_PATH),
        'Where the file (or folder) stands inside the container.',
        '/etc/app/app.ini',
      ),
      content: property(
        text(undefined, 4_194_304),
        'Text of the file, with placeholders. One of `content`, `source` and `template`.',
        'level = $<Parameters.log-level>\n',
      ),
      source: property(
        text(),
        'File or folder taken as it is, relative to this file. One of `content`, `source` and `template`.',
        'config/app.ini',
      ),
      template: property(
        text(),
        'File whose placeholders are resolved, relative to this file. One of `content`, `source` and `template`.',
        'config/app.ini.template',
      ),
      mode: property(text(form.MODE), 'Octal permission bits, in quotes. Default: `"0644"`.', '0600'),
      uid: property(union(integer(0, HIGHEST_ID), text()), 'Number of the user that owns the file. Default: 0.', 1000),
      gid: property(union(integer(0, HIGHEST_ID), text()), 'Number of the group that owns the file. Default: 0.', 1000),
    },
    { exclusive: [['content', 'source', 'template']], needs: [['content', 'source', 'template']] },
  ),
  volumeMount: record(
    {},
    {
      arms: new Map([
        [
          'temporary',
          record({
            temporary: required(flag(true), '`true`: gone with the container.', true),
            path: mountPath,
            name: property(text(form.NAME), 'Name by which init steps and sidecars mount the same one.', 'scratch'),
            size: property(text(form.SIZE), 'Limit of its size. Default: that of the target.', '64Mi'),
            medium: property(choice('disk', 'memory'), 'Where it lies. Default: `disk`.', 'memory'),
            readOnly,
          }),
        ],
        [
          'volume',
          record({
            volume: required(text(form.NAME), 'One of the top-level `volumes:`, shared with others.', 'models'),
            path: mountPath,
            readOnly,
            subPath: property(text(), 'Folder inside the volume that is mounted. Default: all of it.', 'public'),
          }),
        ],
        [
          'bind',
          record({
            bind: required(text(), 'File or folder beside the manifest (Compose).', './conf'),
            path: mountPath,
            readOnly,
          }),
        ],
        [
          'hostPath',
          record({
            hostPath: required(
              text(form.HOST_PATH),
              'Path of the machine that it runs on; `~/` on Compose.',
              '/var/run/docker.sock',
            ),
            path: mountPath,
            readOnly,
          }),
        ],
        [
          'secret',
          record({
            secret: required(text(form.OBJECT_NAME), 'Kubernetes: a Secret that exists already.', 'shop-tls'),
            ...objectMount,
          }),
        ],
        [
          'configMap',
          record({
            configMap: required(text(form.OBJECT_NAME), 'Kubernetes: a ConfigMap that exists already.', 'ca-bundle'),
            ...objectMount,
          }),
        ],
        [
          'name',
          record({
            name: required(
              text(form.NAME),
              'A persistent volume of this resource alone, which survives redeployment.',
              'data',
            ),
            path: mountPath,
            ...persistence,
            readOnly,
            perReplica,
          }),
        ],
      ]),
    },
  ),
  objectItem: record({
    key: required(text(form.FILE_KEY), 'Key of the object.', 'tls.crt'),
    path: required(text(), 'File below the mount, relative.', 'server.crt'),
  }),
}
