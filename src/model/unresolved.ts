import type { Resource } from '../catalog/resource.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Parameters } from '../parameters/parameter.ts'
import type { ScalarNode } from '../syntax/node.ts'
import type { Expression } from '../template/expression.ts'
import { isSecret, type Value } from '../template/value.ts'
import { knownOutputs, misplacedHints } from './outputs.ts'

/** Where it was told that `existing` leaves something out: a connection string can be made of many such fields. */
const told = new WeakMap<Resource, Set<string>>()

/** Reports that `existing: { connectionString }` says nothing else of a server, once for each place that needs more. */
export function unsaidOutput(report: Report, resource: Resource, name: string, span: Span): undefined {
  const place = `${span.source.path}:${String(span.start)}`
  const places = told.get(resource) ?? new Set<string>()
  if (places.has(place)) return
  told.set(resource, places.add(place))
  report(
    diagnostic('AH4214', span, `"existing" of "${resource.path}" does not say its "${name}"`, {
      hints: [
        'use `connectionString` here too, or replace it under `existing:` by the single fields: `host`, `port`, ...',
      ],
      related: [{ message: 'declared existing here', span: resource.existing?.span ?? resource.span }],
    }),
  )
}

/** Reports an output that a resource does not have. */
export function unknownOutput(report: Report, resource: Resource, name: string, span: Span): undefined {
  const known = knownOutputs(resource)
  report(
    diagnostic('AH4203', span, `"${resource.path}" (${resource.type}) has no "${name}"`, {
      hints: [...misplacedHints(resource, name), ...didYouMean(name, known), `it has: ${known.join(', ')}`].slice(0, 2),
    }),
  )
}

/** Reports a value that is needed when publishing and only known later. */
export function reportNotKnown(node: ScalarNode, value: Value, report: Report): void {
  const what = isSecret(value) ? 'is made from a secret' : 'is only known when deploying'
  report(
    diagnostic('AH4208', node.span, `this value ${what}, but it is needed here when publishing`, {
      hints: ['use a literal, or a parameter that is not secret'],
    }),
  )
}

/** Reports that the environment's name is needed where one set of artifacts serves several environments. */
export function reportPromoted(report: Report, span: Span): undefined {
  report(
    diagnostic(
      'AH4217',
      span,
      'the name of the environment decides here what is written, but --promote makes one set for several',
      {
        hints: ['publish each environment by itself, or let a parameter stand here'],
      },
    ),
  )
}

/** The parameters without a value that an expression needs. */
export function missingIn(expression: Expression, parameters: Parameters): readonly string[] {
  switch (expression.kind) {
    case 'literal':
      return []
    case 'reference': {
      const name = expression.path.join('.')
      return expression.root === 'Parameters' && parameters.has(name) && parameters.get(name)?.text === undefined
        ? [name]
        : []
    }
    case 'filter':
      return expression.filter.name === 'default' ? [] : missingIn(expression.operand, parameters)
    case 'choice':
      return [expression.left, expression.right, expression.whenTrue, expression.whenFalse].flatMap((one) =>
        missingIn(one, parameters),
      )
    case 'comparison':
      return [expression.left, expression.right].flatMap((one) => missingIn(one, parameters))
  }
}
