/** AH40xx: parameters and their values; AH41xx: how placeholders are written. A catalog, so longer than other files. */
export const PARAMETER_CODES = {
  AH4001: {
    severity: 'error',
    title: 'Value of the wrong type',
    cause:
      'A parameter got a value that is not of its type. An integer is written as digits without leading zeros and lies within 2^53, a number as in JSON, a boolean as `true` or `false`; other spellings mean different things to different tools. A string is whole Unicode characters.',
    example: 'parameters:\n  replicas: { type: integer, default: two }\n',
    fix: 'Write a value of the declared type, such as `default: 2`, or declare another `type`.',
  },
  AH4002: {
    severity: 'error',
    title: 'Value outside what the parameter allows',
    cause:
      'A value breaks `minimum`, `maximum`, `minLength`, `maxLength`, `pattern` or `enum` of its declaration. Lengths count characters (Unicode code points).',
    example: 'parameters:\n  replicas: { type: integer, default: 50, maximum: 20 }\n',
    fix: 'Give a value that the declaration allows, or widen the declaration.',
  },
  AH4003: {
    severity: 'error',
    title: 'Default of a secret',
    cause: 'A secret with a `default` has its value in a file that is shared and kept for ever.',
    example: 'parameters:\n  api-key: { secret: true, default: k-123 }\n',
    fix: 'Leave `default` out: `generate: {}` makes a random value, and `env:` or `file:` say where to read one.',
  },
  AH4004: {
    severity: 'error',
    title: 'Generated value that is no secret',
    cause:
      'Only secrets are generated. A random value that is not secret would differ from one deployment to the next without anybody asking for it.',
    example: 'parameters:\n  suffix: { generate: { length: 8 } }\n',
    fix: 'Add `secret: true`, or give a `default`.',
  },
  AH4005: {
    severity: 'error',
    title: 'Value that cannot be generated',
    cause:
      '`generate` asks for characters of a class that it switches off, switches every class off, or makes a value that `minLength` or `maxLength` forbids. The length grows to the sum of `minLower`, `minUpper`, `minNumeric` and `minSpecial` where that is more.',
    example: 'parameters:\n  key: { secret: true, generate: { special: false, minSpecial: 1 } }\n',
    fix: 'Leave a class on, or take its minimum away.',
  },
  AH4006: {
    severity: 'error',
    title: 'Constraint that does not fit the type',
    cause:
      '`minimum` and `maximum` are for integers and numbers, `minLength`, `maxLength` and `pattern` for strings, `generate` for strings. Anywhere else they would have no effect.',
    example: 'parameters:\n  region: { default: westeurope, maximum: 3 }\n',
    fix: 'Use the constraint that fits, or set `type`.',
  },
  AH4007: {
    severity: 'error',
    title: 'Lower limit above the upper one',
    cause: 'No value can satisfy both limits.',
    example: 'parameters:\n  replicas: { type: integer, minimum: 5, maximum: 2 }\n',
    fix: 'Swap the two limits.',
  },
  AH4008: {
    severity: 'error',
    title: 'Pattern that not every tool understands',
    cause:
      'A `pattern` is checked here, by Helm and by Bicep, so it is limited to what their regular expressions have in common: characters, `.`, classes, `\\d \\w \\s` and their opposites, `\\p{L}`, groups, `|`, `* + ? {n,m}`, `^ $ \\b`. Look-around, back-references, named groups and flags are not part of that. Repeats go up to 1000.',
    example: 'parameters:\n  region: { pattern: "^(?!test)[a-z]+$" }\n',
    fix: 'Write the pattern without the construct that the message names; several wanted values are an `enum`.',
  },
  AH4009: {
    severity: 'error',
    title: 'Choice of the wrong type',
    cause: 'An item of `enum` is not of the parameter’s type, so that it could never be chosen.',
    example: 'parameters:\n  replicas: { type: integer, enum: [1, two] }\n',
    fix: 'Write every item in the declared type.',
  },
  AH4010: {
    severity: 'error',
    title: 'File that a parameter cannot be read from',
    cause:
      '`file:` names a file beside the manifest by a relative path with `/`. An absolute path would mean another file on every machine, and nothing outside the project root is read.',
    example: 'parameters:\n  smtp-password: { secret: true, file: /etc/smtp.txt }\n',
    fix: 'Write a relative path, such as `file: secrets/smtp.txt`.',
  },
  AH4012: {
    severity: 'error',
    title: 'One variable for two parameters',
    cause:
      'Two parameters would be read from the same environment variable, so that none could be set without the other. Case is no difference, since Windows makes none.',
    example: 'parameters:\n  first: { env: REGION }\n  second: { env: region }\n',
    fix: 'Give each its own variable, or use one parameter in both places.',
  },
  AH4013: {
    severity: 'error',
    title: 'Placeholder in `parameters:`',
    cause:
      'The value of a parameter is data: what it contains is never scanned for placeholders, so that no value from outside can read another parameter. A default, the rest of a declaration and a value in `environments` follow the same rule.',
    example: 'parameters:\n  url: https://$<Parameters.host>/\n  host: shop.example.com\n',
    fix: 'Put the text together where it is used: `URL: https://$<Parameters.host>/`, or in a `connection-string` resource that others refer to. A literal `$<` is written `$$<`.',
  },
  AH4014: {
    severity: 'error',
    title: 'Value that a resource cannot take',
    cause:
      'A parameter is a property of a resource, and its value is not what the resource’s type asks for: it has too few characters for the server, say, or one that the format of the connection string has no way to write, such as a comma in the password of a Redis. The type’s definition says so by `minLength`, `maxLength` and `pattern`. What is known when publishing is checked then; for a secret that comes later the README of the artifacts says what it may be.',
    example: 'Parameters__cache_password=a,b apphost-compile publish   # resources: { cache: { type: redis } }\n',
    fix: 'Give a value that the message allows. Of a new password, letters and digits are always right.',
  },
  AH4020: {
    severity: 'error',
    title: 'Secret in `environments`',
    cause: 'The value of a secret stands in the manifest, which is shared and kept for ever.',
    example: 'environments:\n  dev: { parameters: { api-key: k-123 } }\n',
    fix: 'Take it out of the file and change it, since it is known now. Supply it by the environment variable `Parameters__api_key` or with `--params-file`.',
  },
  AH4021: {
    severity: 'error',
    title: 'Environment sets a parameter that does not exist',
    cause: '`parameters:` of an environment names something that `parameters:` of the manifest does not declare.',
    example: 'parameters: { region: westeurope }\nenvironments:\n  dev: { parameters: { regoin: northeurope } }\n',
    fix: 'Correct the name, or declare the parameter.',
  },
  AH4022: {
    severity: 'error',
    title: 'One parameter, two variables, two values',
    cause:
      'Environment variables for parameters are matched without regard to case, with dashes and underscores alike, and two of those that are set differ. Which of them counts would be chance.',
    example: 'export Parameters__log_level=info PARAMETERS__LOG_LEVEL=debug\napphost-compile publish\n',
    fix: 'Unset one of them.',
  },
  AH4023: {
    severity: 'error',
    title: 'Secret on the command line',
    cause: 'A secret given with `--param` stands in the list of processes and in the history of the shell.',
    example: 'apphost-compile publish --param api-key=k-123\n',
    fix: 'Supply it by the environment variable `Parameters__api_key` or with `--params-file`.',
    exit: 2,
  },
  AH4024: {
    severity: 'error',
    title: 'Parameter that does not exist',
    cause: '`--param` or `--params-file` names a parameter that the manifest does not declare.',
    example: 'apphost-compile publish --param regoin=westeurope\n',
    fix: 'Correct the name; `apphost-compile params` lists those there are.',
    exit: 2,
  },
  AH4025: {
    severity: 'error',
    title: 'Value that is too long',
    cause: 'The value of a parameter may have 64 KiB; environment variables and command lines take no more.',
    example: 'apphost-compile publish --params-file values.yaml   # with a value of 1 MiB\n',
    fix: 'Put large content into a file and mount it with `files`.',
  },
  AH4027: {
    severity: 'error',
    title: 'File of parameters in the wrong form',
    cause: 'A file for `--params-file` is one map from names of parameters to plain values, in YAML or JSON.',
    example: 'region: { value: westeurope }\n',
    fix: 'Write `name: value` for each, with nothing nested: `region: westeurope`.',
  },
  AH4028: {
    severity: 'error',
    title: 'Parameters without a value',
    cause:
      'The places that the message names are decided when artifacts are written, and a parameter that they need has no value. All of them are listed at once.',
    example:
      'parameters:\n  target-name: {}\nresources:\n  api: { type: container, image: "nginx:1.29", enabled: $<Parameters.on> }\n',
    fix: 'Supply each by one of the ways that the hints list, or declare a `default`.',
  },
  AH4101: {
    severity: 'error',
    title: 'Placeholder without an end',
    cause:
      '`$<` begins a placeholder and `>` ends it. In an unquoted YAML value, ` #` begins a comment and `: ` a key, which may have cut it off.',
    example: 'env:\n  REGION: $<Parameters.region\n',
    fix: 'Write `$<Parameters.region>`. A literal `$<` is written `$$<`. Put the whole value into double quotes if it holds `: ` or ` #`.',
  },
  AH4102: {
    severity: 'error',
    title: 'Empty placeholder',
    cause: '`$<>` names nothing.',
    example: 'env:\n  REGION: $<>\n',
    fix: 'Name something: `$<Parameters.region>`. A literal `$<>` is written `$$<>`.',
  },
  AH4103: {
    severity: 'error',
    title: 'Placeholder inside a placeholder',
    cause: 'Inside `$<...>` references stand by themselves; another `$<` is not read there, nor inside quoted text.',
    example: "env:\n  MODE: \"$<Parameters.tls == $<Parameters.strict> ? 'on' : 'off'>\"\n",
    fix: "Write `$<Parameters.tls == Parameters.strict ? 'on' : 'off'>`. A literal `$<` in quoted text is written `$$<`.",
  },
  AH4104: {
    severity: 'error',
    title: 'Reference that begins with an unknown name',
    cause:
      'A reference begins with `Parameters`, `Resources`, `Self`, `Parent`, `App` or `Environment`, written exactly so. The environment of the process is read by declared parameters only.',
    example: 'env:\n  REGION: $<Params.region>\n',
    fix: 'Write `$<Parameters.region>`. Text stands in single quotes.',
  },
  AH4105: {
    severity: 'error',
    title: 'Reference with too few or too many parts',
    cause:
      '`Environment` stands alone, `Parameters` takes one name, `App` has `name` and `version`, and `Resources`, `Self` and `Parent` need at least one name.',
    example: 'env:\n  REGION: $<Parameters>\n',
    fix: 'Write `$<Parameters.region>`.',
  },
  AH4106: {
    severity: 'error',
    title: 'Unknown filter',
    cause: 'The filters are `uri`, `base64`, `json`, `adonet`, `default`, `lower` and `upper`.',
    example: 'env:\n  URL: https://u:$<Parameters.password | url>@db/\n',
    fix: 'Write `$<Parameters.password | uri>`.',
  },
  AH4107: {
    severity: 'error',
    title: 'Wrong argument of a filter',
    cause:
      "`default` takes one text in single quotes and parentheses, as in `default('x')`; no other filter takes any.",
    example: 'env:\n  REGION: $<Parameters.region | default>\n',
    fix: "Write `$<Parameters.region | default('westeurope')>`.",
  },
  AH4108: {
    severity: 'error',
    title: 'Incomplete choice',
    cause:
      "A choice has a comparison and two branches: `left == right ? 'one' : 'other'`. Without YAML quotes around the whole scalar, YAML reads `: ` as the end of a key.",
    example: "env:\n  MODE: \"$<Parameters.tls ? 'on' : 'off'>\"\n",
    fix: "Write `\"$<Parameters.tls == true ? 'on' : 'off'>\"`, with the quotes.",
  },
  AH4109: {
    severity: 'error',
    title: 'Something in a placeholder that is not understood',
    cause:
      'A placeholder holds one reference or literal with filters, one comparison, or one choice; nothing else is calculated.',
    example: 'env:\n  PORT: $<Resources.api.endpoints.http.port + 1>\n',
    fix: 'Take out what the message names.',
  },
  AH4110: {
    severity: 'error',
    title: 'Literal that is not well written',
    cause:
      "Literals are text in single quotes (a quote in it is written `''`), `true`, `false`, and numbers as in JSON that can be held exactly.",
    example: 'env:\n  MODE: \'$<Parameters.tls == "yes" ? 1 : 0>\'\n',
    fix: "Write `$<Parameters.tls == 'yes' ? 1 : 0>`.",
  },
  AH4111: {
    severity: 'error',
    title: 'Placeholder that is too long',
    cause: 'A placeholder may have 8192 characters and 16 filters in a row; more is a forgotten `>` or a mistake.',
    example:
      'env:\n  A: $<Parameters.a | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri | uri>\n',
    fix: 'End it with `>` where it ends, or take filters out.',
  },
} as const
