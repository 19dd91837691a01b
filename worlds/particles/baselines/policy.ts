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

/** What is kept from tick to tick: where the first landmark was, and which way one thrust. */
interface Memory {
  landmark: readonly number[]
  to: Way
}

const PUSH: Readonly<Record<Way, readonly [number, number]>> = {
  stay: [0, 0],
  left: [-1, 0],
  right: [1, 0],
  down: [0, -1],
  up: [0, 1],
}

/** How fast one is, where that is not seen: by how a landmark seems to move, and the last thrust. */
function speed({ landmark, to }: Memory, now: readonly number[]): readonly number[] {
  if (landmark.length === 0) return [0, 0]
  return [0, 1].map((k) => ((landmark[k]! - now[k]!) / 0.1) * 0.75 + PUSH[to][k]! * 0.5)
}

/** Plays every scenario by simple rules, from what the agent sees alone. */
export const particlesScripted = definePolicy(particles, {
  id: 'particles-scripted',
  memory: (): Memory => ({ landmark: [], to: 'stay' }),
  decide({ obs, agent, agents, act, memory }) {
    const play = PLAYS[obs.scenario]
    if (play === undefined || obs.vector.length === 0) return undefined
    const landmark = obs.parts['to landmark_0'] ?? []
    const parts =
      obs.scenario === 'adversary' ? { ...obs.parts, velocity: speed(memory, landmark) } : obs.parts
    const index = agents.indexOf(agent)
    const deed = play({ role: obs.role, parts, index, agents: agents.length })
    if (obs.scenario === 'adversary') {
      memory.landmark = [...landmark]
      memory.to = deed.to ?? 'stay'
    }
    return asAction(deed, act)
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
