import { z } from 'zod'
import {
  type ActionModel,
  type Condition,
  components,
  defineScenario,
  defineWorld,
  type Entity,
  type FactChange,
  type Facts,
  i16,
  type Need,
  type Operator,
  type Scenario,
  type World,
} from '../../../engine/index.js'

const C = components({ Body: { x: i16 }, Lamp: { left: i16, right: i16, lit: i16 } })

const params = z.object({
  length: z.int().min(2).max(60),
  /** A lamp has a button, or two that two press in the same tick; some work only while another lamp burns. */
  lamps: z.array(
    z.object({
      id: z.string(),
      buttons: z.tuple([z.int(), z.int()]).or(z.tuple([z.int()])),
      after: z.string().optional(),
    }),
  ),
  wanted: z.array(z.string()),
  starts: z.record(z.string(), z.int()),
  /** How far one sees. */
  sight: z.int().default(1),
})
type Lamps = World<typeof C, z.output<typeof params>>

const observation = z.object({
  x: z.int(),
  length: z.int(),
  sight: z.int(),
  lamps: z.array(
    z.object({
      id: z.string(),
      buttons: z.array(z.int()),
      after: z.string().optional(),
      lit: z.boolean(),
    }),
  ),
  others: z.array(z.object({ id: z.string(), x: z.int() })),
  wanted: z.array(z.string()),
})
type Observation = z.output<typeof observation>

const buttonsOf = (w: Lamps, lamp: Entity): number[] =>
  [w.c.Lamp.left.get(lamp), w.c.Lamp.right.get(lamp)].filter((x) => x >= 0)
const given = (w: Lamps, id: string) => w.params.lamps.find((l) => l.id === id)!
const isLit = (w: Lamps, id: string): boolean => w.c.Lamp.lit.get(w.entity(id)) === 1

/** Why a lamp cannot be lit by somebody now. */
function notLit(w: Lamps, me: Entity, lamp: string): string | undefined {
  const e = w.entity(lamp)
  if (e === 0 || !w.has(e, 'Lamp')) return 'no-lamp'
  const { after } = given(w, lamp)
  if (after !== undefined && !isLit(w, after)) return 'no-current'
  const buttons = buttonsOf(w, e)
  const x = w.c.Body.x.get(me)
  if (!buttons.includes(x)) return 'no-button'
  const others = buttons.filter((b) => b !== x)
  const isHelped = others.every((b) =>
    w.agents.some(
      (a) =>
        w.c.Body.x.get(a.entity) === b &&
        w.attempts(a)?.some(({ action, args }) => action === 'press' && args['lamp'] === lamp),
    ),
  )
  return isHelped ? undefined : 'one-button-alone'
}

/** Agents on a line press buttons at which lamps light up. */
const lamps = defineWorld({
  id: 'lamps',
  version: 1,
  params,
  components: C,
  observation,
  resolution: 'at-once',
  actions: {
    step: {
      args: { dir: z.enum(['left', 'right']) },
      check(w, me, { dir }) {
        const x = w.c.Body.x.get(me) + (dir === 'left' ? -1 : 1)
        return x >= 0 && x < w.params.length ? undefined : { reject: 'end-of-line' }
      },
      apply: (w, me, { dir }) => w.c.Body.x.add(me, dir === 'left' ? -1 : 1),
    },
    press: {
      args: { lamp: z.string() },
      check(w, me, { lamp }) {
        const reject = notLit(w, me, lamp)
        return reject === undefined ? undefined : { reject }
      },
      apply: (w, _me, { lamp }) => w.c.Lamp.lit.set(w.entity(lamp), 1),
    },
  },
  setup(w, { lamps: all, starts }) {
    for (const { id, buttons } of all)
      w.spawn({ Lamp: { left: buttons[0], right: buttons[1] ?? -1 } }, id)
    for (const seat of w.agents) w.spawn({ Body: { x: starts[seat.name] ?? 0 } }, seat)
  },
  observe(w, me, seat) {
    const x = w.c.Body.x.get(me)
    const isSeen = (at: number): boolean => Math.abs(at - x) <= w.params.sight
    return {
      x,
      length: w.params.length,
      sight: w.params.sight,
      lamps: w.params.lamps
        .filter((l) => l.buttons.some(isSeen))
        .map((l) => ({ ...l, buttons: [...l.buttons], lit: isLit(w, l.id) })),
      others: w.agents
        .filter((a) => a !== seat && isSeen(w.c.Body.x.get(a.entity)))
        .map((a) => ({ id: a.name, x: w.c.Body.x.get(a.entity) })),
      wanted: w.params.wanted,
    }
  },
  done: (w) => w.params.wanted.every((id) => isLit(w, id)),
  goals: (w) =>
    w.params.wanted.map((id) => ({
      id,
      text: `${id} burns`,
      progress: isLit(w, id) ? 1 : 0,
      done: isLit(w, id),
    })),
  model: () => model,
})

const step: Operator = {
  *ways(s, me, { subject, fact, is }) {
    if (subject !== me || fact !== 'pos') return
    const here = Number(s.get(me, 'pos'))
    yield { from: Number(is) + (here < Number(is) ? -1 : 1), to: Number(is) }
  },
  *needs(_s, me, { from }) {
    yield { subject: me, fact: 'pos', is: Number(from), by: me }
  },
  effects: (_s, me, { to }) => [{ subject: me, fact: 'pos', to: Number(to) }],
  call: ({ from, to }) => ({
    action: 'step',
    args: { dir: Number(to) < Number(from) ? 'left' : 'right' },
  }),
}

const buttonsKnown = (s: Facts, lamp: string): number[] =>
  ['left', 'right'].flatMap((side) => (s.get(lamp, 'button', side) as number | undefined) ?? [])

const press: Operator = {
  *ways(s, me, { subject: lamp, fact, is }) {
    if (fact !== 'lit' || is !== true) return
    if (buttonsKnown(s, lamp).length < 2) yield { lamp, at: { [me]: 0 } }
    else {
      for (const mate of s.where('mate', true)) {
        if (mate === me) continue
        yield { lamp, at: { [me]: 0, [mate]: 1 } }
        yield { lamp, at: { [me]: 1, [mate]: 0 } }
      }
    }
  },
  *needs(s, _me, args): Generator<Need> {
    const { lamp, at } = args as { readonly lamp: string; readonly at: Record<string, number> }
    const buttons = buttonsKnown(s, lamp)
    if (buttons.length === 0) yield { unknown: lamp, text: `where ${lamp} is` }
    const after = s.get(lamp, 'after')
    if (after !== undefined) yield { subject: String(after), fact: 'lit', is: true }
    for (const [by, i] of Object.entries(at))
      yield { subject: by, fact: 'pos', is: buttons[i]!, by }
  },
  effects: (_s, _me, { lamp }) => [{ subject: String(lamp), fact: 'lit', to: true }],
  call: ({ lamp }) => ({ action: 'press', args: { lamp: String(lamp) } }),
  together: ({ at }) => Object.keys(at as object),
}

function* seenFrom({ x, sight, length }: Observation): Generator<number> {
  for (let at = Math.max(0, x - sight); at <= Math.min(length - 1, x + sight); at++) yield at
}

const model: ActionModel<Observation> = {
  perceive({ agent, obs }, s) {
    const all: FactChange[] = [
      { subject: 'line', fact: 'length', to: obs.length },
      { subject: agent, fact: 'pos', to: obs.x },
      ...obs.others.map(({ id, x }) => ({ subject: id, fact: 'pos', to: x })),
      ...[...seenFrom(obs)].map((at) => ({ subject: `${at}`, fact: 'looked at', to: true })),
      ...obs.lamps.flatMap(({ id, buttons, after, lit }) => [
        { subject: id, fact: 'lit', to: lit },
        ...(after === undefined ? [] : [{ subject: id, fact: 'after', to: after }]),
        ...buttons.map((to, i) => ({
          subject: id,
          fact: 'button',
          object: i === 0 ? 'left' : 'right',
          to,
        })),
      ]),
    ]
    return all.filter(({ subject, fact, object, to }) => s.get(subject, fact, object) !== to)
  },
  aims: ({ obs }) =>
    obs.wanted.map((id) => ({
      id,
      text: `${id} is to burn`,
      shared: true,
      all: [{ subject: id, fact: 'lit', is: true }],
    })),
  operators: { step, press },
  derived: {},
  *unexplored(s, me): Generator<Condition> {
    const here = Number(s.get(me, 'pos'))
    const length = Number(s.get('line', 'length'))
    for (let d = 1; d < length; d++)
      for (const at of [here - d, here + d])
        if (at >= 0 && at < length && s.get(`${at}`, 'looked at') !== true)
          yield { subject: me, fact: 'pos', is: at }
  },
  say: ({ subject, fact, is }) =>
    fact === 'lit' ? `${subject} burns` : `${subject} has ${fact} ${is}`,
  shared: false,
  consent: 'each',
  passing: ['one-button-alone'],
}

/** A line of lamps, for agents who begin where it says. */
export const lampLine = (
  given: z.input<typeof params>,
  horizon = 60,
  teams: Readonly<Record<string, string>> = {},
): Scenario =>
  defineScenario(lamps, {
    params: given,
    agents: Object.fromEntries(
      Object.keys(given.starts).map((name) => [name, { team: teams[name] ?? 'all' }]),
    ),
    horizon,
  })
