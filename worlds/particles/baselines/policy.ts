import { type ActionCall, definePolicy } from '../../../engine/index.js'
import { particles } from '../world.js'
import { treasure } from './collect.js'
import { spread } from './cover.js'
import { tag, worldComm } from './hunt.js'
import { formation, line, simple } from './line-up.js'
import { adversary, crypto, push } from './secrets.js'
import type { Deed, Play, Way } from './seen.js'
import { reference, speakerListener } from './talk.js'

/** How each scenario is played. */
const PLAYS: Readonly<Record<string, Play>> = {
  simple,
  spread,
  tag,
  adversary,
  push,
  crypto,
  'speaker-listener': speakerListener,
  reference,
  'world-comm': worldComm,
  line,
  formation,
  treasure,
}

/** Plays every scenario by simple rules, from what the agent sees alone. */
export const particlesScripted = definePolicy(particles, {
  id: 'particles-scripted',
  decide({ obs, agent, agents, act }) {
    const play = PLAYS[obs.scenario]
    if (play === undefined || obs.vector.length === 0) return undefined
    const { role, parts } = obs
    return asAction(play({ role, parts, index: agents.indexOf(agent), agents: agents.length }), act)
  },
})

const asAction = (
  { to, say, message }: Deed,
  act: {
    go(args: { to: Way; say: number }): ActionCall
    drive(args: { say: number[] }): ActionCall
  },
): ActionCall =>
  message !== undefined
    ? act.drive({ say: [...message] })
    : act.go({ to: to ?? 'stay', say: say ?? 0 })
