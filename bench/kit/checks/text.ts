import { type ActionCall, canonicalJson, type Json, type Rejection } from '../../../engine/index.js'
import { failure, within } from '../failure.js'
import { type Subject, trials } from '../subject.js'
import { drive } from './play.js'

/** Legal actions tried as text, of each agent and tick. */
const TRIED = 20

/** What format() writes, parse() reads back as the same action; for worlds that have both. */
export async function checkText(subject: Subject): Promise<void> {
  const { parse, format } = subject.world
  if (parse === undefined || format === undefined) return
  for (const trial of await trials(subject)) {
    drive(trial, subject.ticks, (episode, { tick }) => {
      for (const agent of episode.end === undefined ? episode.asked() : []) {
        const seat = episode.seats[agent]!
        for (const call of episode.legal(agent).slice(0, TRIED)) {
          const where = `${trial.name}, tick ${tick}, ${seat.name}`
          const text = within('text', where, () => format(call.action, call.args))
          const read = within('text', where, () => parse(episode.w, text, seat))
          if (textOf(read) === textOf(call)) continue
          throw failure('text', `"${text}" is not read as what it was written from`, {
            where,
            expected: textOf(call),
            got: textOf(read),
          })
        }
      }
    })
  }
}

const textOf = (call: ActionCall | Rejection): string =>
  'reject' in call
    ? `refused: ${call.reject}`
    : `${call.action} ${canonicalJson(JSON.parse(JSON.stringify(call.args)) as Json)}`
