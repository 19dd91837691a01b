import { isCoactError, safeText } from '../../engine/index.js'
import type { EntityView, Replay, StateView } from '../../replays/index.js'
import { printableJson } from '../cli/printable.js'
import { callsIn, promptText } from './calls.js'
import { changesOf, labelOf } from './changes.js'
import { page, type Size } from './screen.js'
import { entityOf, type Panel, type Stepping } from './stepper.js'
import { frameText, safe, tellTurn, turnText } from './told.js'

const HINTS = 'n/b step  g tick  m/l/c/r next  a view  p prompts  e entity  w why  ? help  q quit'

const HELP: readonly string[] = [
  'n, space, →   the next tick            b, ←   the one before',
  'home, end     the first, the last      g      go to a tick',
  'm             the next tick with a message; M: the one before',
  'c             … with a conflict: an action that lost against another of the same tick; C',
  'l             … with a call of a language model; L',
  'r             … with a rejected action; R',
  "a, A          everything, or one agent's own view: what it saw, its mail, what it did",
  'p             what language models were sent, thought and said, as it was',
  'e             show an entity, by name or number, at every tick',
  'w             why: what last set a part of an entity, such as: ada Body.x',
  '↑, ↓          scroll                   esc    close what is shown below',
  'q, ctrl-c     quit',
]

const ASKED = {
  tick: 'tick: ',
  entity: 'entity, by name or number: ',
  why: 'why? entity and what of it, such as ada Body.x: ',
} as const

/** The page to show. It never throws; all of it is safe to print. */
export async function draw(now: Stepping, replay: Replay, size: Size): Promise<string[]> {
  const { tick, agent, prompt, note } = now
  const { header, ticks, damage } = replay.info
  const view = agent === undefined ? 'everything' : `the view of ${header.agents[agent]?.name}`
  const cut = damage === undefined ? '' : ' · damaged'
  const head = `${header.scenario.id} · tick ${tick} of ${ticks} · ${view}${cut}`
  const body = await attempt(() => bodyOf(now, replay))
  const foot = prompt === undefined ? note || HINTS : `${ASKED[prompt.asks]}${prompt.text}`
  return page(safe(head), body.map(safe), safe(foot), now.scroll, size)
}

async function attempt(work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work()
  } catch (e) {
    return [isCoactError(e) ? e.message.replace(/\s+/g, ' ') : safeText(e)]
  }
}

async function bodyOf({ tick, agent, panel }: Stepping, replay: Replay): Promise<string[]> {
  const frame = await replay.frame(tick)
  const names = replay.info.header.agents.map((a) => a.name)
  const above =
    agent === undefined
      ? await frameText(replay, frame)
      : turnText(await tellTurn(replay, frame, agent), names)
  const below =
    panel === undefined ? [] : ['', ...(await attempt(() => panelText(panel, tick, replay, agent)))]
  const changes = agent === undefined ? ['', ...(await changeText(replay, tick))] : []
  return [...above, ...below, ...changes]
}

async function changeText(replay: Replay, tick: number): Promise<string[]> {
  const { first, header } = replay.info
  const [frame, view] = [await replay.frame(tick), await replay.state(tick)]
  const before = tick > first ? await replay.state(tick - 1) : undefined
  const changes = changesOf(frame, view, before).filter((c) => !c.what.startsWith('entity.mask'))
  return changes.map(({ what, entity, old, value, cause }) => {
    const whose = entity === undefined ? '' : ` of ${labelAt(entity, view, before, header.agents)}`
    const from = old === undefined ? '' : `${printableJson(old, 80)} → `
    return `  ${what}${whose}: ${from}${printableJson(value, 200)}  (${cause})`
  })
}

/** Who went is named as it was. */
function labelAt(
  entity: number,
  view: StateView,
  before: StateView | undefined,
  agents: Parameters<typeof labelOf>[2],
): string {
  const isThere = view.column('entity.alive')[entity] === 1
  return labelOf(isThere || before === undefined ? view : before, entity, agents)
}

/** Calls of a tick in full: an agent's own, or everybody's. */
async function promptsAt(
  tick: number,
  replay: Replay,
  agent: number | undefined,
): Promise<string[]> {
  const names = replay.info.header.agents.map((a) => a.name)
  const calls = await callsIn(replay, tick, agent === undefined ? undefined : names[agent])
  if (calls.length === 0) return ['no language model was asked for this tick']
  return calls.flatMap((call) => promptText(call, names))
}

async function panelText(
  panel: Panel,
  tick: number,
  replay: Replay,
  agent: number | undefined,
): Promise<string[]> {
  if (panel.shows === 'help') return [...HELP]
  if (panel.shows === 'prompt') return promptsAt(tick, replay, agent)
  const entity = entityOf(panel.entity)
  if (panel.shows === 'entity') return entityText(await replay.at(tick).entity(entity))
  const why = await replay.why(entity, panel.what, tick)
  const head = `why ${panel.entity} ${panel.what}:`
  if (why === undefined) return [head, '  nothing ever set it']
  const { cause, old, value, action } = why
  const by = action === undefined ? '' : `: ${action.action} ${printableJson(action.args)}`
  const reason = action?.why === undefined ? '' : ` (${action.why})`
  return [
    head,
    `  ${why.what}: ${valueText(old)} → ${valueText(value)}`,
    `  at tick ${why.tick}, by ${cause}${by}${reason}`,
  ]
}

const valueText = (value: unknown): string =>
  value === undefined ? 'absent' : printableJson(value)

function entityText(entity: EntityView): string[] {
  const { id, name, owner, components, attributes, relations, sets } = entity
  const named = [...(name === '' ? [] : [name]), ...(owner === '' ? [] : [`of ${owner}`])]
  const lines = (list: object): string[] =>
    Object.entries(list).map(([key, value]) => `  ${key} ${printableJson(value, 1000)}`)
  const isEmpty = (value: object): boolean => Object.keys(value).length === 0
  return [
    `entity ${id} ${named.join(' ')}`,
    ...lines(components),
    ...(isEmpty(attributes) ? [] : [`  attributes ${printableJson(attributes, 1000)}`]),
    ...lines(relations),
    ...lines(sets),
  ]
}
