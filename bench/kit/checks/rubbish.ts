import { type ActionCall, actionCatalog, type Episode, type Rng } from '../../../engine/index.js'

const LONG = 'x'.repeat(5000)
const TEXTS = ['', ' ', 'all', '__proto__', 'constructor', '\ud800', '\u0000\u001b[2J\u202e', LONG]
const VALUES: readonly unknown[] = [
  ...[undefined, null, true, -1, 1.5, 1e308, NaN, Infinity, -0, 10n, [], {}, [[]], () => 1],
  ...[Symbol('s'), JSON.parse('{"__proto__":{"polluted":true}}'), new Map([[1, 2]])],
  ...TEXTS,
]

/** Anything that an agent may send: legal, valid, malformed, or no input at all. */
export function anyInput(rng: Rng, episode: Episode, agent: number): unknown {
  if (rng.chance(0.1)) return rng.pick(VALUES)
  return {
    ...(rng.chance(0.8) ? { do: several(rng, () => anyAction(rng, episode, agent)) } : {}),
    ...(rng.chance(0.3) ? { say: several(rng, () => anyMessage(rng, episode)) } : {}),
    ...(rng.chance(0.1) ? { memory: [{ op: 'replace', path: [], value: rng.pick(VALUES) }] } : {}),
    ...(rng.chance(0.1) ? { why: rng.pick(VALUES) } : {}),
    ...(rng.chance(0.1) ? { failure: { type: 'timeout', message: rng.pick(TEXTS) } } : {}),
  }
}

/** Mostly one; now and then none, more than is allowed, or no list. */
function several(rng: Rng, make: () => unknown): unknown {
  const kind = rng.int(10)
  if (kind === 0) return rng.pick(VALUES)
  const n = kind < 7 ? 1 : rng.int(12)
  return Array.from({ length: n }, make)
}

function anyAction(rng: Rng, episode: Episode, agent: number): unknown {
  const { ids, names } = actionCatalog(episode.scenario.world)
  const name = names.length === 0 ? 'nothing' : rng.pick(names)
  const legal = (): unknown => {
    const calls = episode.legal(agent)
    return calls.length === 0 ? { id: 0 } : rng.pick(calls)
  }
  switch (rng.int(9)) {
    case 0:
      return legal()
    case 1:
    case 2:
      return { id: rng.int(ids.length + 4) - 2 }
    case 3:
    case 4:
      return { action: name, args: someArgs(rng, episode, name) }
    case 5:
    case 6:
      return { text: someText(rng, episode, name, legal()) }
    case 7:
      return { action: rng.pick(VALUES), args: rng.pick(VALUES) }
    default:
      return rng.pick(VALUES)
  }
}

/** A command, or what is left of one. */
function someText(rng: Rng, episode: Episode, name: string, legal: unknown): unknown {
  const { format } = episode.scenario.world
  const { action, args } = legal as Partial<ActionCall>
  const whole =
    format === undefined || action === undefined || args === undefined ? name : format(action, args)
  switch (rng.int(5)) {
    case 0:
      return whole
    case 1:
      return whole.slice(rng.int(whole.length + 1))
    case 2:
      return whole.slice(0, rng.int(whole.length + 1))
    case 3:
      return `${whole} ${rng.pick(TEXTS)}`
    default:
      return rng.pick(VALUES)
  }
}

/** Arguments under the names that the action has, with any values. */
function someArgs(rng: Rng, episode: Episode, action: string): Record<string, unknown> {
  const shape = actionCatalog(episode.scenario.world).definition(action)?.args ?? {}
  return Object.fromEntries(Object.keys(shape).map((name) => [name, rng.pick(VALUES)]))
}

function anyMessage(rng: Rng, episode: Episode): unknown {
  const types = ['text', 'data', ...Object.keys(episode.scenario.world.messages ?? {})]
  const to = rng.pick(['all', 'team', ...episode.seats.map((s) => s.name), ...TEXTS])
  return { to, type: rng.pick([...types, ...TEXTS]), body: rng.pick(VALUES) }
}

/** What no world can read, and what the bus refuses. */
export function nonsense(rng: Rng): unknown {
  switch (rng.int(5)) {
    case 0:
      return rng.pick([3, 'go', true])
    case 1:
      return { do: 'everything' }
    case 2:
      return { do: [{ action: 'no such action', args: { [rng.pick(TEXTS)]: 1 } }] }
    case 3:
      return {
        do: [null, { action: 7 }, {}],
        say: [{ to: 'nobody at all', type: 'text', body: '' }],
      }
    default:
      return { do: [], say: [{ to: 'all', type: 'no such type', body: rng.int(9) }, null] }
  }
}
