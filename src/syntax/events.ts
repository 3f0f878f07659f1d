import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'

/** The deepest nesting of maps and lists that any file may have. */
export const MAXIMUM_DEPTH = 64

/** One step of the parser through a text. */
export type YamlEvent = Event
/** A scalar, by the offsets of its text. */
export type YamlScalarEvent = ScalarEvent
/** A map begins. */
export type YamlMapEvent = Extract<Event, { type: 3 }>
/** A sequence begins. */
export type YamlSequenceEvent = Extract<Event, { type: 2 }>

/** The kinds of events, by name. */
export const EVENT: typeof EVENT_ID = EVENT_ID

/** The style of a scalar without quotes and without a block mark. */
export const SCALAR_PLAIN: number = SCALAR_STYLE.PLAIN

/** Where and why the parser gave up; `offset` is in UTF-16 code units. */
export interface ParserStop {
  readonly reason: string
  readonly offset: number
  readonly tooDeep: boolean
}

/** The flat events of a text, or why there are none. Nothing is expanded or resolved yet. */
export function eventsOf(text: string): { readonly events: readonly YamlEvent[] } | ParserStop {
  try {
    // Two more than collections: the parser counts a scalar as a level, and once more while it may be a key.
    return { events: parseEvents(text, { maxDepth: MAXIMUM_DEPTH + 2 }) }
  } catch (problem) {
    if (!(problem instanceof YAMLException)) throw problem
    const reason = problem.reason
    const offset = Math.min(problem.mark?.position ?? 0, text.length)
    return { reason, offset, tooDeep: reason.startsWith('nesting exceeded') }
  }
}

/** The decoded text of a scalar: folded, unescaped, without quotes. */
export function decodedText(text: string, event: YamlScalarEvent): string {
  return getScalarValue(text, event)
}
