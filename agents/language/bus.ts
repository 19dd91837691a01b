import type { Turn } from '../../engine/index.js'

/** Messages of one answer at most; the bus may take more, but nobody reads them. */
const SAYS_MAX = 4

type Talker = Pick<Turn, 'agent' | 'team' | 'manual'>

/** How many messages an agent may send in one tick. */
export const saysMax = ({ manual }: Pick<Turn, 'manual'>): number =>
  Math.min(SAYS_MAX, manual.bus.budget?.messages ?? SAYS_MAX)

/** Whom an agent can name as receiver: `all`, `team` where that is somebody else, and the others whom it may reach. */
export function receiversOf(turn: Talker): readonly string[] {
  const { agent, team, manual } = turn
  const { topology = 'all' } = manual.bus
  if (saysMax(turn) === 0 || topology === 'none') return []
  const others = manual.seats.filter(({ name, team: theirs }) => {
    if (name === agent) return false
    if (topology === 'team') return theirs === team
    return typeof topology !== 'object' || topology[agent]?.includes(name) === true
  })
  if (others.length === 0) return []
  const isSome = others.some((s) => s.team === team) && others.some((s) => s.team !== team)
  return ['all', ...(isSome ? ['team'] : []), ...others.map((s) => s.name)]
}

/** How messages travel and what they cost, as far as that is not as usual. */
export function busLines({ manual }: Pick<Turn, 'manual'>): readonly string[] {
  const { topology, latency, loss = 0, links = [], budget = {}, cost = {} } = manual.bus
  const [reward, token, ticks] = [cost.message ?? 0, cost.token ?? 0, cost.ticks ?? 0]
  const lines = [
    topology === 'range' ? 'Only those who can hear you get them.' : '',
    isSlow(latency) ? `They take ${span(latency)} more ticks.` : '',
    loss > 0 ? `One gets lost with probability ${loss}; you are not told.` : '',
    links.length > 0 ? 'Between some agents they are slower or get lost more often.' : '',
    budget.tokens === undefined
      ? ''
      : `They may have ${budget.tokens} tokens a tick, about 4 characters each.`,
    budget.bytes === undefined ? '' : `They may have ${budget.bytes} bytes a tick.`,
    reward === 0 ? '' : `Each costs you ${reward} of reward.`,
    token === 0 ? '' : `Each token costs you ${token} of reward for each receiver.`,
    ticks === 0 ? '' : `Who speaks cannot act for ${ticks} ticks, this one first.`,
  ]
  return lines.filter((text) => text !== '')
}

type Latency = Turn['manual']['bus']['latency']

const isSlow = (latency: Latency): boolean =>
  latency !== undefined && (typeof latency === 'number' ? latency > 0 : latency.to > 0)

const span = (latency: Latency): string =>
  typeof latency === 'object' ? `${latency.from} to ${latency.to}` : String(latency)
