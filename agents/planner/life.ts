import { believe } from './memory.js'
import type { Mind } from './mind.js'
import { dropOrder, endSchedule } from './share.js'
import { tell } from './words.js'

/** Ticks after which a planner that has nothing to tell says that it is still there. */
const STILL_TICKS = 8
/** Ticks of silence after which a planner is taken to be gone. */
const SILENT_TICKS = 20

type Listener = Pick<Mind, 'me' | 's' | 'memory' | 'tick' | 'agents'>

/** Whoever has said nothing for long is no ally any more, and what was his to do is anybody's. */
export function rollCall(mind: Listener): void {
  const { me, s, memory, tick, agents } = mind
  for (const agent of agents) {
    const isAlly = agent !== me && s.get(agent, 'mate') === true
    if (!isAlly || tick - (memory.heard[agent] ?? tick) <= SILENT_TICKS) continue
    believe(s, memory, [{ subject: agent, fact: 'mate', to: null }])
    forget(mind, agent)
  }
}

function forget({ memory, tick }: Listener, agent: string): void {
  const order = memory.orders[agent]
  if (order !== undefined) dropOrder({ memory, tick }, agent, order.key)
  for (const { key, party } of Object.values(memory.joints))
    if (party.includes(agent)) endSchedule({ memory }, key)
  if (memory.order?.from === agent) {
    memory.order = null
    memory.schedule = null
    memory.orders = {}
  }
  delete memory.looks[agent]
  delete memory.ready[agent]
}

/** Lets the others know now and then that one is still there. */
export function signOfLife({ me, memory, tick, to, allies, say }: Mind): void {
  if (allies.length < 2 || memory.finished) return
  const isSaid = say.some((message) => message.to === to)
  if (!isSaid && tick - (memory.heard[me] ?? tick) < STILL_TICKS) return
  if (!isSaid) say.push(tell(to, {}))
  memory.heard[me] = tick
}
