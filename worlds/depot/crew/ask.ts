import type { Say } from '../../../engine/index.js'
import {
  type Deeds,
  type DepotTurn,
  fetch,
  fetchable,
  type Known,
  look,
  type Play,
  patrol,
} from './porter.js'

const QUESTION = /^What is the code of crate (\d+)\?$/

/** Porters ask who keeps the list for the codes of locks; without an answer they try one code after the other. */
export const ask: Play = (turn) => {
  look(turn)
  if (turn.obs.codes.length > 0) return { say: answers(turn) }
  for (const talk of turn.talks) {
    const answer = field(talk.outcome, 'answer')
    const [, id] = QUESTION.exec(String(field(talk.state, 'question'))) ?? []
    if (typeof answer === 'number' && id !== undefined) turn.memory.tries[id] = answer - 1
  }
  const crates = fetchable(turn)
  const [next] = crates
  const isBusy = turn.obs.carries.length > 0
  if (next?.isLocked !== true || isBusy)
    return { do: fetch(turn, crates) ?? patrol(turn), say: isBusy ? [] : questions(turn, next) }
  return open(turn, next)
}

function open(turn: DepotTurn, crate: Known): Deeds {
  const { obs, act, memory } = turn
  const say = questions(turn, crate)
  if (obs.place !== crate.place) return { do: fetch(turn, [crate]), say }
  const isWaiting = turn.talks.some(
    (t) => QUESTION.exec(String(field(t.state, 'question')))?.[1] === String(crate.id),
  )
  if (say.length > 0 || isWaiting) return { say }
  const code = (memory.tries[crate.id] ?? 0) + 1
  memory.tries[crate.id] = code
  return { do: act.unlock({ crate: crate.id, code: Math.min(code, 99) }) }
}

/** What is to be asked of a crate, once. */
function questions({ memory, say }: DepotTurn, crate: Known | undefined): Say[] {
  if (crate?.isLocked !== true || memory.told.includes(crate.id)) return []
  memory.told = [...memory.told, crate.id].slice(-64)
  const question = `What is the code of crate ${crate.id}?`
  return [say.act('ask', 'question', { question, expects: 'number', ticks: 3 })]
}

const answers = ({ talks, obs, say }: DepotTurn): Say[] =>
  talks
    .filter((t) => t.allowed.includes('answer'))
    .map((t) => {
      const [, id] = QUESTION.exec(String(field(t.state, 'question'))) ?? []
      const known = obs.codes.find(({ crate }) => crate === Number(id))
      return known === undefined
        ? say.act('ask', 'decline', { reason: 'It is on no list' }, { in: t.id })
        : say.act('ask', 'answer', { answer: known.code }, { in: t.id })
    })

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
