import type { Order } from './memory.js'
import type { Mind } from './mind.js'
import { type Found, holds } from './steps.js'
import { asTold, tell } from './words.js'

/** Everyone who has a part in a plan. */
export const partyOf = ({ steps }: Found, lead: string): string[] => [
  ...new Set([lead, ...steps.flatMap((step) => [step.actor, ...(step.together ?? [])])]),
]

const requestText = (isMine: boolean, agent: string, wanted: string, why: string): string => {
  const what = wanted === '' ? `stand by for ${why}` : `see to it that ${wanted}`
  return (isMine ? `I ${what}` : `${agent}, please ${what}`).slice(0, 900)
}

/** Gives an agent an order, and lets everybody know. */
export function give(mind: Mind, agent: string, order: Order): void {
  const { memory, me } = mind
  memory.orders[agent] = order
  delete memory.ready[agent]
  if (agent === me) memory.order = order
  if (mind.allies.length < 2) return
  const wanted = order.all
    .filter((c) => !holds(mind.s, c))
    .map((c) => mind.model.say(c, mind.s))
    .join('; ')
  const { key, why } = order
  const text = requestText(agent === me, agent, wanted, order.why)
  const told = { agent, key, all: order.all.map(asTold), why: why.slice(0, 900) }
  mind.say.push(tell(mind.to, { order: told, text }))
}
