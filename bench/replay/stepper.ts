import { isCoactError, safeText } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { findTick, type Sought } from './find.js'

/** Where somebody is who steps through a replay. Plain data: a key makes the next of it. */
export interface Stepping {
  readonly tick: number
  /** Whose view is shown; undefined for everything. */
  readonly agent: number | undefined
  /** What is being typed. */
  readonly prompt: { readonly asks: Asks; readonly text: string } | undefined
  /** What is shown below the frame, at whatever tick. */
  readonly panel: Panel | undefined
  /** What the last key came to, when there is something to say. */
  readonly note: string
  /** Lines of the page to pass over. */
  readonly scroll: number
  readonly isOver: boolean
}

type Asks = 'tick' | 'entity' | 'why'
export type Panel =
  | { readonly shows: 'help' }
  | { readonly shows: 'prompt' }
  | { readonly shows: 'entity'; readonly entity: string }
  | { readonly shows: 'why'; readonly entity: string; readonly what: string }

export const beginStepping = (replay: Replay, tick = replay.info.first): Stepping => ({
  tick,
  agent: undefined,
  prompt: undefined,
  panel: undefined,
  note: '',
  scroll: 0,
  isOver: false,
})

const SOUGHT: Readonly<Record<string, Sought>> = {
  m: 'message',
  l: 'call',
  c: 'conflict',
  r: 'rejected',
}
const NAMES: Readonly<Record<Sought, string>> = {
  message: 'message',
  call: 'call of a language model',
  conflict: 'conflict',
  rejected: 'rejected action',
}

/** What a key does, by {@link keysIn}. It never throws: what went wrong is noted. */
export async function press(now: Stepping, key: string, replay: Replay): Promise<Stepping> {
  if (key === 'quit') return { ...now, isOver: true }
  const fresh = { ...now, note: '' }
  try {
    return now.prompt === undefined
      ? await command(fresh, key, replay)
      : await typed(fresh, key, replay)
  } catch (e) {
    const note = isCoactError(e) ? e.message.replace(/\s+/g, ' ') : safeText(e)
    return { ...fresh, prompt: undefined, note }
  }
}

async function command(now: Stepping, key: string, replay: Replay): Promise<Stepping> {
  const { first, ticks } = replay.info
  if (key === 'n' || key === ' ' || key === 'right') return goTo(now, now.tick + 1, replay)
  if (key === 'b' || key === 'left') return goTo(now, now.tick - 1, replay)
  if (key === 'home') return goTo(now, first, replay)
  if (key === 'end') return goTo(now, ticks, replay)
  if (key === 'down') return { ...now, scroll: Math.min(now.scroll + 1, SCROLL_MAX) }
  if (key === 'up') return { ...now, scroll: Math.max(0, now.scroll - 1) }
  const sought = SOUGHT[key.toLowerCase()]
  if (sought !== undefined) return seek(now, sought, key === key.toLowerCase() ? 1 : -1, replay)
  if (key === 'a' || key === 'A') return otherView(now, key === 'a' ? 1 : -1, replay)
  if (key === 'g') return asking(now, 'tick')
  if (key === 'e') return asking(now, 'entity')
  if (key === 'w') return asking(now, 'why')
  if (key === 'p') return { ...now, panel: { shows: 'prompt' }, scroll: 0 }
  if (key === '?') return { ...now, panel: { shows: 'help' }, scroll: 0 }
  if (key === 'escape') return { ...now, panel: undefined, scroll: 0 }
  return key === 'q' ? { ...now, isOver: true } : now
}

const SCROLL_MAX = 100_000

const asking = (now: Stepping, asks: Asks): Stepping => ({ ...now, prompt: { asks, text: '' } })

function goTo(now: Stepping, tick: number, replay: Replay): Stepping {
  const { first, ticks } = replay.info
  if (tick < first) return { ...now, note: `tick ${first} is the first` }
  if (tick > ticks) return { ...now, note: `tick ${ticks} is the last` }
  return { ...now, tick, scroll: 0 }
}

async function seek(now: Stepping, what: Sought, step: 1 | -1, replay: Replay): Promise<Stepping> {
  const name = now.agent === undefined ? undefined : replay.info.header.agents[now.agent]?.name
  const tick = await findTick(replay, what, now.tick, step, name)
  if (tick !== undefined) return { ...now, tick, scroll: 0 }
  const whose = name === undefined ? '' : ` of ${name}`
  return { ...now, note: `no ${NAMES[what]}${whose} ${step > 0 ? 'after' : 'before'} this tick` }
}

/** Everything, then each agent in turn. */
function otherView(now: Stepping, step: number, replay: Replay): Stepping {
  const views = replay.info.header.agents.length + 1
  const next = ((now.agent ?? -1) + 1 + step + views) % views
  return { ...now, agent: next === 0 ? undefined : next - 1, scroll: 0 }
}

const TEXT_MAX = 200

async function typed(now: Stepping, key: string, replay: Replay): Promise<Stepping> {
  const { asks, text } = now.prompt!
  if (key === 'escape') return { ...now, prompt: undefined }
  if (key === 'enter') return answered({ ...now, prompt: undefined }, asks, text.trim(), replay)
  if (key === 'backspace') {
    return { ...now, prompt: { asks, text: Array.from(text).slice(0, -1).join('') } }
  }
  const isCharacter = Array.from(key).length === 1
  if (!isCharacter || text.length >= TEXT_MAX) return now
  return { ...now, prompt: { asks, text: text + key } }
}

async function answered(
  now: Stepping,
  asks: Asks,
  text: string,
  replay: Replay,
): Promise<Stepping> {
  if (text === '') return now
  if (asks === 'tick') {
    if (/^\d{1,9}$/.test(text)) return goTo(now, Number(text), replay)
    return { ...now, note: 'a tick is a whole number' }
  }
  if (asks === 'entity') {
    // Asked for now, so that a name that there is not is told and not shown for ever.
    await replay.at(now.tick).entity(entityOf(text))
    return { ...now, panel: { shows: 'entity', entity: text }, scroll: 0 }
  }
  const cut = text.lastIndexOf(' ')
  if (cut < 0) return { ...now, note: 'give an entity and what of it, such as: ada Body.x' }
  const [entity, what] = [text.slice(0, cut).trim(), text.slice(cut + 1)]
  await replay.why(entityOf(entity), what, now.tick)
  return { ...now, panel: { shows: 'why', entity, what }, scroll: 0 }
}

/** An entity by number or by name. */
export const entityOf = (text: string): number | string =>
  /^#?\d{1,9}$/.test(text) ? Number(text.replace('#', '')) : text
