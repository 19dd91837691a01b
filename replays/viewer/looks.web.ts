import type { Json } from '../../engine/index.js'
import type { Client } from './client.web.js'
import { postTo } from './seat/seat-client.web.js'
import type { Answered, Asked, Moment, Question, Turn } from './tell.js'
import { cap } from './worker/cap.js'
import { namesIn } from './worker/names.js'

// What an agent saw is in a replay where the agent looked. Elsewhere the server can simulate the run and look for it.

type Seen = Turn['seen']

/**
 * A client whose answers are completed by the server where a replay of it does not hold what an agent saw.
 *
 * @param isServed whether the server can simulate the replay of this name
 */
export function withLooks(client: Client, isServed: (name: string) => boolean): Client {
  let file: string | undefined
  let first = 0
  const look = async (at: number, agent: number): Promise<Seen | undefined> => {
    if (file === undefined || at < first || !isServed(file)) return undefined
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
      const answer = await client.ask(question, asked, partly)
      if (question === 'open') {
        const place = asked as Asked<'open'>
        file = 'url' in place ? place.name : undefined
        first = (answer as Answered<'open'>).first
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

const seenIn = (given: unknown): Seen =>
  (Array.isArray(given) ? given : []).flatMap((s: { kind?: unknown; value?: Json }) =>
    (s.kind === 'obs' || s.kind === 'text') && s.value !== undefined
      ? [{ kind: s.kind, value: cap(s.value) }]
      : [],
  )
