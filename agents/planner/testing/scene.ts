import { run } from '../../../bench/index.js'
import {
  type ActionRecord,
  defineScenario,
  type Frame,
  type Policy,
  type Scenario,
} from '../../../engine/index.js'
import { household, type SceneInput } from '../../../worlds/index.js'
import { planner } from '../planner.js'

type Things = NonNullable<SceneInput['things']>
type Bodies = NonNullable<SceneInput['bodies']>

/** A thing in few words: `{ id: 'cup', at: 'in:hall' }`. */
type ThingInput = Partial<Things[number]> & Pick<Things[number], 'id' | 'at'>

interface SceneOf {
  readonly things: readonly ThingInput[]
  /** What is to be the case: `cup in:shed`, `lamp is_on` or `lamp !is_on`; by team, where there are several. */
  readonly wanted: readonly (string | { readonly team: string; readonly check: string })[]
  readonly rooms?: SceneInput['rooms']
  readonly bodies?: Bodies
  readonly agents?: Readonly<Record<string, { readonly team?: string }>>
  readonly horizon?: number
  readonly script?: Parameters<typeof defineScenario>[1]['script']
  readonly travel?: 'links' | 'anywhere'
  readonly category?: NonNullable<SceneInput['tasks']>[number]['category']
}

const ROOMS: SceneInput['rooms'] = [
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
export function sceneOf(given: SceneOf): Scenario {
  const agents = given.agents ?? { ada: {} }
  return defineScenario(household, {
    params: {
      rooms: given.rooms ?? ROOMS,
      things: given.things.map((t) => ({ name: t.id, ...t })),
      actions: ['open', 'close', 'lock', 'unlock', 'turn_on', 'turn_off', 'repair', 'clean'],
      bodies: Object.fromEntries(
        Object.keys(agents).map((name) => [
          name,
          { start: 'hall', strength: 16, ...given.bodies?.[name] },
        ]),
      ),
      tasks: given.wanted.map((wanted) => {
        const { check, ...team } = typeof wanted === 'string' ? { check: wanted } : wanted
        return {
          text: `See to it: ${check}`,
          category: given.category ?? 'direct_command',
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

/** Plays a scene with planners in all seats that are given to nobody else. */
export async function play(
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
