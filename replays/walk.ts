import type { ActionRecord, CallRecord, MessageRecord } from '../engine/index.js'
import { CoactError } from '../engine/index.js'
import { createCallReader } from './call-reader.js'
import { type JsonTopic, lineShapes } from './channels.js'
import type { Chunks } from './chunks.js'
import type { Directory, Place } from './directory.js'
import type { LineOf } from './line-reader.js'
import { findLines } from './lines.js'
import { readJson, type Shape } from './shape.js'

/** Ticks, both ends included; from the later to the earlier it goes backwards. */
export type Span = readonly [from: number, to: number]

/** Which messages are wanted: all that fit everything that is given. */
export interface MessageFilter {
  readonly ticks?: Span
  readonly from?: string
  /** As it was addressed: `all`, `team` or a name. */
  readonly to?: string
  readonly type?: string
  readonly verdict?: string
}

/** Which actions are wanted: all that fit everything that is given. */
export interface ActionFilter {
  readonly ticks?: Span
  /** By name. */
  readonly agent?: string
  readonly action?: string
  readonly verdict?: string
  /** True for those that were accepted, false for those that were rejected. */
  readonly ok?: boolean
}

/** An action and when it was. */
export interface ActionAt extends ActionRecord {
  readonly tick: number
}

/** Which calls of models are wanted: all that fit everything that is given. */
export interface CallFilter {
  readonly ticks?: Span
  /** By name. */
  readonly agent?: string
  readonly purpose?: string
  readonly model?: string
}

/** Goes through single channels of a file, in both directions, and reads nothing else of it. */
export interface Walks {
  /** The lines of a channel: only ticks that have something to say there. @throws CoactError `replay/corrupt`, `replay/no-tick` */
  lines<T extends JsonTopic>(topic: T, ticks?: Span): AsyncGenerator<LineOf<T>, void, void>
  messages(filter?: MessageFilter): AsyncGenerator<MessageRecord, void, void>
  actions(filter?: ActionFilter): AsyncGenerator<ActionAt, void, void>
  /** The calls of models, by tick and agent; none in a file without them. */
  calls(filter?: CallFilter): AsyncGenerator<CallRecord, void, void>
}

export function createWalks(
  chunks: Chunks,
  directory: Pick<Directory, 'messages'>,
  agents: readonly { readonly name: string }[],
  [first, ticks]: Span,
): Walks {
  const callsOf = createCallReader(chunks, directory)
  const lines = <T extends JsonTopic>(
    topic: T,
    span: Span = [first, ticks],
  ): AsyncGenerator<LineOf<T>, void, void> => {
    for (const tick of span) {
      if (!Number.isInteger(tick) || tick < first || tick > ticks) throw noTick(tick, first, ticks)
    }
    const shape = lineShapes[topic] as unknown as Shape<LineOf<T>>
    return walkLines(chunks, topic, directory.messages.get(topic) ?? [], shape, span)
  }
  return {
    lines,
    async *messages({ ticks: span, ...wanted } = {}) {
      for await (const line of lines('/messages', span)) {
        for (const m of inOrder(line.messages, span)) if (fits(m, wanted)) yield m
      }
    },
    async *actions({ ticks: span, agent, ok, ...wanted } = {}) {
      for await (const { tick, actions } of lines('/actions', span)) {
        for (const a of inOrder(actions, span)) {
          const isOk = a.verdict === 'ok'
          if (agent !== undefined && agents[a.agent]?.name !== agent) continue
          if ((ok === undefined || ok === isOk) && fits(a, wanted)) yield { ...a, tick }
        }
      }
    },
    async *calls({ ticks: span, agent, ...wanted } = {}) {
      for await (const line of lines('/calls', span)) {
        for (const call of inOrder(await callsOf(line), span)) {
          if (agent !== undefined && agents[call.agent]?.name !== agent) continue
          if (fits(call, wanted)) yield call
        }
      }
    },
  }
}

/**
 * Two runs of which the later goes on from the earlier, as one.
 * @param tick the last of the earlier run @param whole the span of both
 */
export function joinWalks(earlier: Walks, later: Walks, tick: number, whole: Span): Walks {
  async function* each<T>(
    span: Span = whole,
    walk: (of: Walks, part: Span) => AsyncGenerator<T, void, void>,
  ): AsyncGenerator<T, void, void> {
    for (const [isLater, part] of spanParts(span, tick))
      yield* walk(isLater ? later : earlier, part)
  }
  return {
    lines: (topic, span) => each(span, (of, part) => of.lines(topic, part)),
    messages: (filter) => each(filter?.ticks, (of, ticks) => of.messages({ ...filter, ticks })),
    actions: (filter) => each(filter?.ticks, (of, ticks) => of.actions({ ...filter, ticks })),
    calls: (filter) => each(filter?.ticks, (of, ticks) => of.calls({ ...filter, ticks })),
  }
}

/** A span cut after a tick, in its own direction; whether each part is the later one. */
export function spanParts([from, to]: Span, tick: number): [isLater: boolean, part: Span][] {
  if (from > tick === to > tick) return [[from > tick, [from, to]]]
  return from < to
    ? [
        [false, [from, tick]],
        [true, [tick + 1, to]],
      ]
    : [
        [true, [from, tick + 1]],
        [false, [tick, to]],
      ]
}

export const noTick = (tick: number, first: number, ticks: number): CoactError =>
  new CoactError('replay/no-tick', `There is no tick ${tick} in this replay`, {
    expected: `${first} to ${ticks}`,
    ...(first > 0 && tick < first && tick >= 0
      ? { next: 'This is a fork; what came before is in its parent: open it with `withParent`.' }
      : {}),
  })

const isBackward = (span: Span | undefined): boolean => span !== undefined && span[0] > span[1]

const inOrder = <T>(items: readonly T[], span: Span | undefined): readonly T[] =>
  isBackward(span) ? items.toReversed() : items

const fits = <T extends object>(item: T, wanted: Partial<T>): boolean =>
  (Object.keys(wanted) as (keyof T)[]).every(
    (key) => wanted[key] === undefined || item[key] === wanted[key],
  )

/** @param places of the channel's messages, ascending */
async function* walkLines<T>(
  chunks: Chunks,
  topic: string,
  places: readonly Place[],
  shape: Shape<T>,
  span: Span,
): AsyncGenerator<T, void, void> {
  const [first, last] = [Math.min(...span), Math.max(...span)]
  // A message is about the ticks from its own to the next one's.
  const met = places.filter((p, i) => p.tick <= last && (places[i + 1]?.tick ?? Infinity) > first)
  for (const place of isBackward(span) ? met.reverse() : met) {
    const lines = findLines(await chunks.message(topic, place), `${topic} from tick ${place.tick}`)
    const ticks = lines.ticks().filter((t) => t >= first && t <= last)
    for (const tick of isBackward(span) ? ticks.reverse() : ticks)
      yield readJson(lines.get(tick)!, `${topic} at tick ${tick}`, shape)
  }
}
