/** AH60xx: targets in general. */
export const TARGET_CODES = {
  AH6090: {
    severity: 'error',
    title: 'Unknown template',
    cause: 'A file below the folder of `--templates` has the name of no template, so nothing would ever use it.',
    example: 'templates/compose/READNE.md.hbs',
    fix: 'Give it the name of a template; `apphost-compile templates eject` copies all of them. Files that do not end in `.hbs` are not looked at.',
  },
  AH6091: {
    severity: 'error',
    title: 'Template cannot be read',
    cause:
      'The text of a template is not what Handlebars reads, or it is larger than 64 KiB, or its blocks are nested deeper than 32.',
    example: '{{#if services}}\nservices:',
    fix: 'Close every block ({{/if}}) and every tag ({{name}}).',
  },
  AH6092: {
    severity: 'error',
    title: 'No such field in a template',
    cause:
      'A template names something that it is not given, or uses it as what it is not: a list as a text, a text as a list. Left alone it would silently put nothing into the file.',
    example: '# for {{enviroment}}',
    fix: 'Use one of the fields that the message names. Inside `each` the fields around it are written `../name`.',
  },
  AH6093: {
    severity: 'error',
    title: 'Unquoted text in a template',
    cause:
      'Three braces put a value into the file as it is. That is for text which a printer has already quoted; anything else could change what the file means.',
    example: 'name: {{{project}}}',
    fix: 'Write two braces: the value is quoted for the format of the file. Inside a comment write `{{comment project}}`.',
  },
  AH6094: {
    severity: 'error',
    title: 'Not allowed in a template',
    cause:
      'Templates own the layout of a file and nothing else: they have fields, `if`, `unless`, `each` and a few printing helpers, but no partials, decorators, raw blocks or helpers of their own.',
    example: '{{> header}}',
    fix: 'Write the text where it is needed. What the file says is changed in the manifest, or by the escape hatch of the target (`compose:`).',
  },
  AH6095: {
    severity: 'error',
    title: 'Value of a template is not there',
    cause:
      'A template puts in something that only some applications have, such as the section of volumes, and this one has none.',
    example: 'volumes:\n{{{volumes.block}}}',
    fix: 'Ask first: `{{#if volumes}}...{{/if}}` around it.',
  },
  AH6096: {
    severity: 'error',
    title: 'A template changes what a file says',
    cause:
      'What a template of your own (`--templates`) made was parsed again and compared with what the manifest means. It has something more, something less or another value, so `explain`, `--check` and the table of variables would no longer be true.',
    example: 'services:\n  extra: { image: nginx:1.29 }   # in templates/compose/compose.yaml.hbs',
    fix: 'Undo the change in the template. Services go into the manifest; what only Compose knows goes into the escape hatch (`compose:` of a resource or of the target).',
  },
} as const
