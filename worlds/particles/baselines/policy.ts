import { type ActionCall, definePolicy } from '../../../engine/index.js'
import { particles } from '../world.js'
import { treasure } from './collect.js'
import { spread } from './cover.js'
import { tag, worldComm } from './hunt.js'
import { formation, line, simple } from './line-up.js'
import { adversary, crypto, push } from './secrets.js'
import type { Deed, Play, Vec, Way } from './seen.js'
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

/** What is kept from tick to tick: where the first landmark was, and how one thrust. */
interface Memory {
  landmark: readonly number[]
  push: Vec
}

const PUSH: Readonly<Record<Way, Vec>> = {
  stay: [0, 0],
  left: [-1, 0],
  right: [1, 0],
  down: [0, -1],
  up: [0, 1],
}

/** How fast one is, where that is not seen: by how a landmark seems to move, and the last thrust. */
function speed({ landmark, push }: Memory, now: readonly number[]): readonly number[] {
  if (landmark.length === 0) return [0, 0]
  return [0, 1].map((k) => ((landmark[k]! - now[k]!) / 0.1) * 0.75 + push[k]! * 0.5)
}

/** Plays every scenario by simple rules, from what the agent sees alone. */
export const particlesScripted = definePolicy(particles, {
  id: 'particles-scripted',
  memory: (): Memory => ({ landmark: [], push: [0, 0] }),
  decide({ obs, agent, agents, act, memory, manual }) {
    const play = PLAYS[obs.scenario]
    if (play === undefined || obs.vector.length === 0) return undefined
    const landmark = obs.parts['to landmark_0'] ?? []
    const parts =
      obs.scenario === 'adversary' ? { ...obs.parts, velocity: speed(memory, landmark) } : obs.parts
    const index = agents.indexOf(agent)
    const deed = play({ role: obs.role, parts, index, agents: agents.length })
    if (obs.scenario === 'adversary') {
      memory.landmark = [...landmark]
      memory.push = deed.force ?? PUSH[deed.to ?? 'stay']
    }
    return asAction(deed, act, manual.profile)
  },
})

const asAction = (
  { to, say, message, force }: Deed,
  act: {
    go(args: { to: Way; say: number }): ActionCall
    drive(args: { force?: number[]; say?: number[] }): ActionCall
  },
  profile: string,
): ActionCall => {
  if (message !== undefined) return act.drive({ say: [...message] })
  if (force !== undefined && (say ?? 0) === 0) return act.drive({ force: parts(force, profile) })
  return act.go({ to: to ?? axis(force ?? [0, 0]), say: say ?? 0 })
}

/** Thrust as the five numbers of `drive`, whose directions the original has the other way round. */
function parts([x, y]: Vec, profile: string): number[] {
  const [a, b] = profile === 'mpe@1' ? [-x, -y] : [x, y]
  return [0, Math.max(-a, 0), Math.max(a, 0), Math.max(-b, 0), Math.max(b, 0)]
}

/** The axis nearest to a thrust. */
function axis([x, y]: Vec): Way {
  if (x === 0 && y === 0) return 'stay'
  if (Math.abs(x) >= Math.abs(y)) return x < 0 ? 'left' : 'right'
  return y < 0 ? 'down' : 'up'
}
