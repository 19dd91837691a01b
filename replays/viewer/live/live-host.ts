import type { Frame } from '../../../engine/index.js'
import { isCoactError, type Json } from '../../../engine/index.js'
import type { ReplayHeader } from '../../header.js'
import type { FrameExtras, RunOutcome } from '../../recorder.js'
import type { Asked, Question } from '../tell.js'
import { answers, type Host, hostOf, openedOf } from '../worker/answer.js'
import { capText } from '../worker/cap.js'
import { createLiveReplay } from './live-replay.js'
import { toWire } from './wire.js'

/** A run that goes on, and answers what a page asks of it. */
export interface LiveHost {
  record(frame: Frame, extras?: FrameExtras): void
  finish(outcome: RunOutcome): void
  /** The answer to a question of a page, as JSON can hold it. @param text the question, as a page sent it */
  answer(text: string): Promise<unknown>
  /** To be told whenever there is more. @returns what ends it */
  watch(told: () => void): () => void
  /** The last tick, and whether there will be more. */
  now(): { readonly last: number; readonly over: boolean }
}

/**
 * Keeps a run for pages that look at it.
 * @param scenario the scenario's file, if there is one
 */
export async function createLiveHost(header: ReplayHeader, scenario?: Json): Promise<LiveHost> {
  const live = createLiveReplay(header, scenario)
  const host: Host = await hostOf(live.replay, 'the run', 0)
  const watching = new Set<() => void>()
  let over = false
  const tell = (): void => {
    for (const told of [...watching]) told()
  }
  return {
    record(frame, extras) {
      live.record(frame, extras)
      tell()
    },
    finish(outcome) {
      live.finish(outcome)
      over = true
      tell()
    },
    answer: async (text) => {
      try {
        const { question, asked } = read(text)
        if (question === 'open') return { answer: openedOf(host) }
        const of = answers[question] as (
          host: Host,
          asked: unknown,
          background: object,
        ) => Promise<unknown>
        const told = await of(host, asked, { turn: async () => true, tell: () => undefined })
        return { answer: toWire(question, told) }
      } catch (e) {
        return {
          failure: {
            code: isCoactError(e) ? e.code : 'viewer/question',
            message: capText(firstLine(e), 300),
          },
        }
      }
    },
    watch(told) {
      watching.add(told)
      return () => watching.delete(told)
    },
    now: () => ({ last: live.replay.info.ticks, over }),
  }
}

const firstLine = (e: unknown): string =>
  e instanceof Error ? e.message.split('\n')[0]! : String(e)

/** Questions come from a page of ours; all the same only those that are known are asked, and with plain data. */
function read(text: string): { readonly question: Question; readonly asked: Asked<Question> } {
  const { question, asked } = JSON.parse(text) as {
    readonly question?: unknown
    readonly asked?: unknown
  }
  if (question !== 'open' && (typeof question !== 'string' || !Object.hasOwn(answers, question)))
    throw new Error('There is no such question')
  if (typeof asked !== 'object' || asked === null)
    throw new Error('A question is asked with an object')
  return { question: question as Question, asked: asked as Asked<Question> }
}
