import type { Json } from '../../engine/index.js'
import type { Client } from './client.web.js'
import { postTo } from './seat/seat-client.web.js'
import type { Answered, Asked, Moment, Opened, Question, Turn } from './tell.js'
import { cap } from './worker/cap.js'
import { namesIn } from './worker/names.js'

// A replay does not tell everything: what an agent could have seen that did not look, the server finds out by simulating the
// run; and which forks of it there are, its list tells.

type Seen = Turn['seen']

/** What is known beside a replay. */
export interface Beside {
  /** Whether the server can simulate the replay of this name. */
  isServed(name: string): boolean
  /** Ticks from which other replays go on otherwise. @param chain names the run */
  forksOf(chain: string): readonly number[]
}

/** A client whose answers are completed by what is known beside the replay. */
export function servedClient(client: Client, { isServed, forksOf }: Beside): Client {
  let file: string | undefined
  let opened: Opened | undefined
  const forks = (): readonly number[] => (opened?.chain === undefined ? [] : forksOf(opened.chain))
  const look = async (at: number, agent: number): Promise<Seen | undefined> => {
    if (file === undefined || opened === undefined || at < opened.first || !isServed(file))
      return undefined
    const told = await postTo(new URL('look', location.href.split('#')[0]), { file, at, agent })
    return told.failure === undefined ? seenIn(told['seen']) : undefined
  }
  const momentSeen = async (moment: Moment, eyes: number | undefined): Promise<Moment> => {
    if (eyes === undefined || moment.seen !== undefined) return moment
    const seen = await look(moment.tick, eyes)
    if (seen === undefined) return moment
    return { ...moment, seen: namesIn(seen.map((s) => s.value)), isSimulated: true }
  }
  const turnSeen = async (turn: Turn, agent: number): Promise<Turn> => {
    if (turn.seen.length > 0) return turn
    const seen = await look(turn.tick - 1, agent)
    return seen === undefined ? turn : { ...turn, seen, isSimulated: true }
  }
  return {
    close: client.close,
    async ask<Q extends Question>(
      question: Q,
      asked: Asked<Q>,
      partly?: (so: Answered<Q>) => void,
    ): Promise<Answered<Q>> {
      if (question === 'find' && (asked as Asked<'find'>).what === 'fork')
        return nearest(forks(), asked as Asked<'find'>) as Answered<Q>
      const answer = await client.ask(question, asked, partly)
      if (question === 'open') {
        const place = asked as Asked<'open'>
        file = 'url' in place ? place.name : undefined
        opened = answer as Opened
      }
      if (question === 'moment') {
        const { eyes } = asked as Asked<'moment'>
        return (await momentSeen(answer as Moment, eyes)) as Answered<Q>
      }
      if (question === 'turn') {
        const { agent } = asked as Asked<'turn'>
        return (await turnSeen(answer as Turn, agent)) as Answered<Q>
      }
      return answer
    },
  }
}

function nearest(ticks: readonly number[], { from, step }: Asked<'find'>): number | null {
  const there = ticks.filter((t) => (step > 0 ? t > from : t < from))
  if (there.length === 0) return null
  return step > 0 ? Math.min(...there) : Math.max(...there)
}

const seenIn = (given: unknown): Seen =>
  (Array.isArray(given) ? given : []).flatMap((s: { kind?: unknown; value?: Json }) =>
    (s.kind === 'obs' || s.kind === 'text') && s.value !== undefined
      ? [{ kind: s.kind, value: cap(s.value) }]
      : [],
  )
