import type { Sought } from '../tell.js'

export const PANELS = [
  'now',
  'agent',
  'entities',
  'messages',
  'scores',
  'together',
  'forks',
  'json',
] as const
export type PanelName = (typeof PANELS)[number]

/** The one thing that everything shown is a function of. */
export interface Cursor {
  readonly tick: number
  /** How far it is on its way to the next tick, 0 to 1. */
  readonly part: number
  readonly playing: boolean
  readonly speed: number
  readonly loop: readonly [number, number] | undefined
  readonly selected: number | undefined
  /** The agent by whose eyes the world is shown beside the truth. */
  readonly eyes: number | undefined
  /** The agent whose turn is told. */
  readonly agent: number
  readonly panel: PanelName
  /** What a step goes to. */
  readonly by: StepKind
  /** What the marker keys go to. */
  readonly marker: Sought
  /** Which of two replays the panels tell of. */
  readonly side: 0 | 1
  readonly track: boolean
}

export type StepKind = 'tick' | 'action' | 'message' | 'event'
export const STEP_KINDS: readonly StepKind[] = ['tick', 'action', 'message', 'event']

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const
/** Ticks in a second at speed 1. */
export const PACE = 6

export const INITIAL: Cursor = {
  tick: 0,
  part: 0,
  playing: false,
  speed: 1,
  loop: undefined,
  selected: undefined,
  eyes: undefined,
  agent: 0,
  panel: 'now',
  by: 'tick',
  marker: 'conflict',
  side: 0,
  track: false,
}

/** The ticks that there are. */
export interface Extent {
  readonly first: number
  readonly last: number
}

export const clampTick = (tick: number, { first, last }: Extent): number =>
  Math.min(last, Math.max(first, Math.round(tick)))

/** The cursor after some time of playing. It stops at the end, and begins again where it loops. */
export function advance(c: Cursor, ms: number, extent: Extent): Partial<Cursor> {
  const at = c.tick + c.part + (Math.min(ms, 250) / 1000) * PACE * c.speed
  const [start, end] = c.loop ?? [extent.first, extent.last]
  if (c.loop !== undefined && (at >= end + 1 || c.tick < start))
    return { tick: clampTick(start, extent), part: 0 }
  if (at >= end) {
    if (c.loop !== undefined)
      return { tick: clampTick(end, extent), part: Math.min(0.999, at - end) }
    return { tick: clampTick(end, extent), part: 0, playing: false }
  }
  const tick = Math.floor(at)
  return { tick, part: at - tick }
}

/** The speed that is so many steps faster. */
export function faster(speed: number, steps: number): number {
  const i = SPEEDS.findIndex((s) => s >= speed)
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (i < 0 ? 2 : i) + steps))]!
}
