/** AH1xxx: YAML and files. */
export const YAML_CODES = {
  AH1001: {
    severity: 'error',
    title: 'File not found',
    cause: 'The manifest, an option or a default names a file that is not there.',
    example: 'types:\n  - types/missing.yaml',
    fix: 'Correct the path. Relative paths count from the folder of the file in which they are written.',
  },
  AH1002: {
    severity: 'error',
    title: 'Path outside the project',
    cause:
      'The path, or a symbolic link on its way, leads out of the project root: the nearest folder at or above the manifest that holds `.git`, else the folder of the manifest. Nothing outside is read, so that a manifest cannot copy foreign files into artifacts.',
    example: 'envFile:\n  - ../../elsewhere/.env',
    fix: 'Move the file into the project, or name a wider root with `--root`.',
  },
  AH1003: {
    severity: 'error',
    title: 'A folder where a file is expected',
    cause: 'The path names a folder.',
    example: 'types:\n  - types/',
    fix: 'Name a file, or write a pattern such as `types/*.yaml` where patterns are allowed.',
  },
  AH1004: {
    severity: 'error',
    title: 'Not a regular file',
    cause: 'The path names a device, a pipe or a socket. Reading one could wait for ever or never end.',
    example: 'types:\n  - pipe.yaml   # made with mkfifo',
    fix: 'Write the content into a regular file.',
  },
  AH1005: {
    severity: 'error',
    title: 'File too large',
    cause: 'A YAML file may have at most 4 MiB, which is room for ten thousand resources.',
    example: '# apphost.yaml of 5 MiB',
    fix: 'Check that the path names the file you mean. Large data belongs in a file that a container mounts.',
  },
  AH1006: {
    severity: 'error',
    title: 'File cannot be read',
    cause: 'The operating system refused to read the file; the message gives its reason.',
    example: 'chmod 000 apphost.yaml',
    fix: 'Correct the permissions, or the disk.',
    exit: 1,
  },
  AH1007: {
    severity: 'error',
    title: 'Too many files',
    cause:
      'A project may consist of at most 64 YAML files: manifest, overlays, parameter files and type definitions together.',
    example: 'types:\n  - "**/*.yaml"   # matches hundreds',
    fix: 'Make the pattern narrower.',
  },
  AH1008: {
    severity: 'error',
    title: 'Empty file',
    cause: 'The file has no content besides comments and white space.',
    example: '# nothing but a comment',
    fix: 'Write at least `name:` and `resources:`, or start with `apphost-compile init`. An overlay that is not needed is deleted.',
  },
  AH1009: {
    severity: 'error',
    title: 'No map at the top',
    cause:
      'The file holds a list or a single value. Manifests, overlays and type definitions are maps: keys with values.',
    example: '- name: shop',
    fix: 'Write the keys at the top level:\n\n    name: shop',
  },
  AH1011: {
    severity: 'error',
    title: 'Invalid UTF-8',
    cause:
      'The file has bytes that are no UTF-8, most often because it was saved as Latin-1 or Windows-1252. Guessing would change text silently.',
    example: '# the byte 0xe9 for the letter é, as Latin-1 writes it',
    fix: 'Save the file as UTF-8.',
  },
  AH1012: {
    severity: 'error',
    title: 'UTF-16 or UTF-32',
    cause:
      'The file is encoded as UTF-16 or UTF-32, as some Windows tools (PowerShell 5 `>`) write it. Only UTF-8 is read.',
    example: '# a file that begins with the bytes ff fe',
    fix: 'Save the file as UTF-8.',
  },
  AH1013: {
    severity: 'error',
    title: 'Lone carriage return',
    cause:
      'A carriage return without a line feed is a line end to some YAML readers and not to others, so that the file would not mean the same everywhere.',
    example: '# name: shop<CR>resources: {}',
    fix: 'Save the file with LF or CRLF line ends. In double quotes a carriage return is written `\\r`.',
  },
  AH1014: {
    severity: 'error',
    title: 'Character that is not printable',
    cause:
      'YAML forbids control characters other than tab and line ends in a file. They are invisible, and arrive by accident from terminals and binary files.',
    example: '# env: { COLOR: "<ESC>[31m" } with a raw escape character',
    fix: 'Remove the character, or write it as an escape in double quotes: `"\\e[31m"`.',
  },
  AH1015: {
    severity: 'error',
    title: 'Bidirectional control character',
    cause:
      'Characters that change the direction of text let a file show something else than what it says. They are refused everywhere in a file, comments too.',
    example: '# image: shop <U+202E> ...',
    fix: 'Remove the character. Where a value really needs it, write it as an escape in double quotes: `"\\u202e"`.',
  },
  AH1016: {
    severity: 'error',
    title: 'Byte order mark inside the file',
    cause:
      'A byte order mark is dropped at the start of a file. Further on it is an invisible part of a key or a value, left where files were joined.',
    example: '# cat a.yaml b.yaml, where b.yaml begins with a byte order mark',
    fix: 'Remove the character U+FEFF at the place shown.',
  },
  AH1021: {
    severity: 'error',
    title: 'YAML syntax',
    cause: 'The text cannot be read as YAML 1.2.',
    example: 'name: shop\nresources: {api: {type: container}',
    fix: 'Look at the place shown and the lines just before it: a missing quote, colon, comma or bracket is often a little earlier.',
  },
  AH1022: {
    severity: 'error',
    title: 'Tab as indentation',
    cause: 'YAML allows only spaces as indentation.',
    example: 'resources:\n\tapi:\n\t\ttype: container',
    fix: 'Replace the tab with spaces. An `.editorconfig` with `indent_style = space` keeps editors from inserting tabs.',
  },
  AH1023: {
    severity: 'error',
    title: 'Wrong indentation',
    cause: 'A line begins at a column that fits none of the maps or lists around it.',
    example: 'resources:\n    api:\n      type: container\n     image: nginx',
    fix: 'Align the line with its siblings: all keys of one map begin at the same column.',
  },
  AH1024: {
    severity: 'error',
    title: 'Unclosed quote or bracket',
    cause: 'A quote or bracket that was opened is not closed, so that the rest of the file belongs to it.',
    example: 'name: "shop',
    fix: 'Close it. The place shown is where the end was noticed at last; the opening sign is before it.',
  },
  AH1025: {
    severity: 'error',
    title: 'Nested too deeply',
    cause: 'Maps and lists may lie inside each other at most 64 levels deep, aliases written out.',
    example: 'args: [[[[[[ ... ]]]]]]   # 65 brackets',
    fix: 'Flatten the structure.',
  },
  AH1026: {
    severity: 'error',
    title: 'More than one document',
    cause:
      'A line `---` begins a second document. A file holds one; readers that take the first only would drop the rest silently.',
    example: 'name: shop\n---\nname: other',
    fix: 'Put the second document into a file of its own, or remove the line.',
  },
  AH1027: {
    severity: 'error',
    title: 'YAML directive',
    cause:
      'Directives change how the rest of the file is read: under `%YAML 1.1`, `yes` is true and `012` is ten. Only `%YAML 1.2` is accepted.',
    example: '%YAML 1.1\n---\nname: shop',
    fix: 'Remove the line.',
  },
  AH1031: {
    severity: 'error',
    title: 'Duplicate key',
    cause:
      'A key is given twice in one map. Readers differ in which one they take. Keys are compared as text: `1` and `"1"` are the same, `1` and `01` are not.',
    example: 'name: shop\nname: store',
    fix: 'Remove or rename one of the two.',
  },
  AH1032: {
    severity: 'error',
    title: 'Key that is not text',
    cause:
      'A key is a list, a map, an alias or empty. Most often a value that begins with `{{` was not quoted, which makes it a map inside a map.',
    example: 'image: {{ tag }}',
    fix: 'Quote the text: `image: "{{ tag }}"`. Values of the application are written `$<Parameters.tag>` and need no quotes.',
  },
  AH1033: {
    severity: 'error',
    title: 'Character in a key that may deceive',
    cause:
      'Keys are printable ASCII. A no-break space, a zero-width space, a typographic quote or a Cyrillic letter looks like the key you mean, and is another.',
    example: 'nаme: shop   # the second letter is U+0430',
    fix: 'Type the key again. Text in any language is fine in values and comments.',
  },
  AH1041: {
    severity: 'error',
    title: 'Unknown alias',
    cause: '`*name` stands for the value after the anchor `&name`, which has to come earlier in the same file.',
    example: 'env: *common',
    fix: 'Put `&common` before the value that is meant, or quote the text if it just begins with an asterisk: `"*"`.',
  },
  AH1042: {
    severity: 'error',
    title: 'Alias inside its own value',
    cause: 'An alias stands inside the value that its anchor names, so that the value would never end.',
    example: 'env: &all\n  SELF: *all',
    fix: 'Write the value out.',
  },
  AH1043: {
    severity: 'error',
    title: 'Aliases make the file too large',
    cause:
      'With all aliases written out the file has more than a million values: aliases to lists of aliases multiply.',
    example: 'a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n# ... and so on',
    fix: 'Use fewer aliases to large values.',
  },
  AH1044: {
    severity: 'error',
    title: 'Aliases inside aliases too deep',
    cause: 'The value of an alias holds an alias, whose value holds one too, and so on, more than 32 times.',
    example: 'a0: &a0 x\na1: &a1 [*a0]\na2: &a2 [*a1]\n# ... and so on',
    fix: 'Write some of the values out.',
  },
  AH1045: {
    severity: 'error',
    title: 'Merge of something that is no map',
    cause: '`<<` puts the keys of other maps into this one. Its value is an alias to a map, a map, or a list of them.',
    example: 'env:\n  <<: 3',
    fix: 'Name a map: `<<: *common`. For a key that is really called `<<`, quote it.',
  },
  AH1051: {
    severity: 'error',
    title: 'Unsupported tag',
    cause:
      'Tags such as `!Ref` or `!!binary` give a value a meaning that other readers of the file do not share. Only `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map` and `!!seq` are accepted.',
    example: 'image: !Ref baseImage',
    fix: 'Remove the tag. A value that begins with an exclamation mark is quoted: `"!important"`.',
  },
  AH1052: {
    severity: 'error',
    title: 'Tag that does not fit',
    cause: 'A tag says that a value is of a type, and it is not.',
    example: 'replicas: !!int many',
    fix: 'Correct the value, or remove the tag.',
  },
  AH1061: {
    severity: 'error',
    title: 'Escape that is no character',
    cause:
      'An escape in double quotes names half of a surrogate pair, or a code point beyond U+10FFFF. Such text cannot be written to any file.',
    example: 'env:\n  ICON: "\\ud83d"',
    fix: 'Write the character itself, or its whole code point: `"\\U0001F600"`.',
  },
  AH1090: {
    severity: 'information',
    title: 'More problems than shown',
    cause: 'A file has so many problems that only the first 50 are shown.',
    example: '# a file with 60 duplicate keys',
    fix: 'Mend the ones that are shown, and run the command again.',
  },
} as const
