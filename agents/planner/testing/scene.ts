import {
  type ActionRecord,
  defineScenario,
  type Frame,
  type Goal,
  type Policy,
  type Scenario,
} from '../../../engine/index.js'
import { planner } from '../planner.js'

/** A thing as the household world has it, where it differs from the plainest one. */
interface ThingInput {
  readonly id: string
  readonly at: string
  readonly [property: string]: unknown
}

interface SceneOf {
  readonly things: readonly ThingInput[]
  /** What is to be the case: `cup in:shed`, `lamp is_on` or `lamp !is_on`; by team, where there are several. */
  readonly wanted: readonly (string | { readonly team: string; readonly check: string })[]
  readonly agents?: Readonly<Record<string, { readonly team?: string }>>
  readonly horizon?: number
  readonly script?: Parameters<typeof defineScenario>[1]['script']
  readonly travel?: 'links' | 'anywhere'
}

const ROOMS = [
  { id: 'hall', name: 'Hall', links: ['shed'] },
  { id: 'shed', name: 'Shed', links: ['hall', 'attic'] },
  { id: 'attic', name: 'Attic', links: ['shed'] },
]

function checkOf(text: string) {
  const [thing, what] = text.split(' ') as [string, string]
  if (what.includes(':')) return { thing, place: what }
  return { thing, states: { [what.replace('!', '')]: !what.startsWith('!') } }
}

/** A house of three rooms in a row; agents begin in the hall and can lift 16 kg. */
export function sceneOf(household: Parameters<typeof defineScenario>[0], given: SceneOf): Scenario {
  const agents = given.agents ?? { ada: {} }
  return defineScenario(household, {
    params: {
      rooms: ROOMS,
      things: given.things.map((t) => ({ name: t.id, ...t })),
      actions: ['open', 'close', 'lock', 'unlock', 'turn_on', 'turn_off', 'repair', 'clean'],
      bodies: Object.fromEntries(
        Object.keys(agents).map((name) => [name, { start: 'hall', strength: 16 }]),
      ),
      tasks: given.wanted.map((wanted) => {
        const { check, ...team } = typeof wanted === 'string' ? { check: wanted } : wanted
        return {
          text: `See to it: ${check}`,
          ...team,
          checks: [checkOf(check)],
        }
      }),
      travel: given.travel ?? 'anywhere',
      ends: 'horizon',
    },
    ...(given.script === undefined ? {} : { script: given.script }),
    agents,
    horizon: given.horizon ?? 60,
  })
}

/** One action as it was done: `ada GRAB cup`, with the verdict where it was refused. */
const lineOf = (scenario: Scenario, { agent, action, args, verdict }: ActionRecord): string => {
  const name = Object.keys(scenario.agents)[agent]!
  const text = scenario.world.format?.(action, args) ?? action
  return `${name} ${text}${verdict === 'ok' ? '' : `: ${verdict}`}`
}

/** How a scene went. */
export interface Went {
  readonly frames: readonly Frame[]
  readonly actions: readonly (ActionRecord & { readonly tick: number; readonly line: string })[]
  /** What was done, as `lineOf` says, without DONE. */
  readonly lines: readonly string[]
  readonly done: readonly boolean[]
  /** The tick in which each agent said DONE. */
  readonly ended: Readonly<Record<string, number>>
  /** Sentences that were told. */
  readonly said: readonly string[]
}

type Run = (
  scenario: Scenario,
  options: {
    readonly seed: number
    readonly agents: Readonly<Record<string, Policy>>
    readonly onFrame: (frame: Frame) => void
  },
) => Promise<{ readonly goals: readonly Goal[] }>

/** Plays a scene with planners in all seats that are given to nobody else. */
export async function play(
  run: Run,
  scenario: Scenario,
  others: Readonly<Record<string, Policy>> = {},
): Promise<Went> {
  const frames: Frame[] = []
  const { goals } = await run(scenario, {
    seed: 1,
    agents: { '*': planner, ...others },
    onFrame: (f) => frames.push(f),
  })
  const names = Object.keys(scenario.agents)
  const actions = frames.flatMap((f) =>
    f.actions
      .filter((a) => a.fallback !== true)
      .map((a) => ({ ...a, tick: f.tick, line: lineOf(scenario, a) })),
  )
  const ends = actions.filter((a) => a.action === 'done')
  return {
    frames,
    actions,
    lines: actions.filter((a) => a.action !== 'done').map((a) => a.line),
    done: goals.map((g) => g.done),
    ended: Object.fromEntries(ends.map((a) => [names[a.agent], a.tick])),
    said: frames.flatMap((f) =>
      f.messages.map((m) => String((m.body as { text?: string } | null)?.text ?? '')),
    ),
  }
}
