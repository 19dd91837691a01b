import type { Client } from '../client.web.js'
import type { Failure, Moment, Opened, Overview, Place } from '../tell.js'
import { type Cursor, clampTick, type Extent, faster, INITIAL, type StepKind } from './cursor.js'
import { createKept, type Kept } from './kept.js'
import { createStore, type Store } from './store.js'

/** A replay that is shown. */
export interface Session {
  readonly place: Place
  readonly opened: Opened
  readonly client: Client
  readonly kept: Kept
  /** Of a run that is watched while it goes on: whether there will be more. */
  readonly live?: 'on' | 'over'
}

/** What is shown besides the cursor. */
export interface Shown {
  /** One, or two that are compared. */
  readonly sessions: readonly Session[]
  /** By session: what happened when, as far as it is known. */
  readonly overviews: readonly (Overview | undefined)[]
  /** Grows whenever a moment has come. */
  readonly arrived: number
  readonly loading: string | undefined
  readonly problem: Failure | undefined
  /** Of two: the first tick whose chain differs; null when none does. */
  readonly parting: number | null | undefined
  /** A line that tells what a key just did, for people and for screen readers. */
  readonly notice: string
}

/** Holds the cursor and moves it; everything that can be done is a function of it. */
export interface Deck {
  readonly cursor: Store<Cursor>
  readonly shown: Store<Shown>
  open(place: Place, side: 0 | 1): Promise<boolean>
  /** Shows a run that goes on. A cursor at its end goes along with it; anywhere else it stays. */
  openLive(client: Client): Promise<boolean>
  /** To be told how far that run is. */
  grow(last: number, over: boolean): void
  close(side: 0 | 1): void
  extent(): Extent
  /** The moment of the cursor's tick, or of another. */
  moment(side: 0 | 1, tick?: number): Moment | undefined
  seek(tick: number): void
  play(on?: boolean): void
  faster(steps: number): void
  /** Goes to the next or the last tick, or that with an action, a message or an event. */
  step(direction: 1 | -1, by?: StepKind): Promise<void>
  /** Goes to the next or the last marker of the kind that is chosen. */
  jump(direction: 1 | -1): Promise<void>
  /** Begins a loop here, ends it here, or gives it up. */
  loop(): void
  notice(text: string): void
  /** Reads all of a large file, or of a run so far, to fill the lanes. */
  readAll(): void
}

/** Files up to this size are read whole, in the background. */
const WHOLE_BYTES = 64 << 20
/** Of larger ones so many ticks around the cursor are. */
const NEAR = 4096
const BINS = 4096
/** Ticks that are read ahead. */
const AHEAD = 4

const NOTHING: Shown = {
  sessions: [],
  overviews: [],
  arrived: 0,
  loading: undefined,
  problem: undefined,
  parting: undefined,
  notice: '',
}

/** @param connect starts a worker */
export function createDeck(connect: () => Client): Deck {
  const cursor = createStore<Cursor>(INITIAL)
  const shown = createStore<Shown>(NOTHING)
  const extent = (): Extent => extentOf(shown.get().sessions)
  cursor.watch((now, before) => {
    if (now.eyes !== before.eyes) for (const { kept } of shown.get().sessions) kept.clear()
    if (now.tick !== before.tick || now.eyes !== before.eyes) look(cursor, shown)
  })
  const seek = (tick: number): void => {
    const at = clampTick(tick, extent())
    cursor.set({ tick: at, part: 0 })
  }
  const goTo = async (find: () => Promise<number | null>, what: string): Promise<void> => {
    const tick = await find().catch(() => null)
    if (tick === null) shown.set({ notice: `No ${what} there` })
    else {
      cursor.set({ playing: false })
      seek(tick)
      shown.set({ notice: `${what}: tick ${tick}` })
    }
  }
  const session = (): Session | undefined => shown.get().sessions[cursor.get().side]
  return {
    cursor,
    shown,
    extent,
    seek,
    open: (place, side) => open({ cursor, shown }, connect(), place, side),
    openLive: (client) => open({ cursor, shown }, client, LIVE, 0),
    grow: (last, over) => grow(cursor, shown, last, over),
    close(side) {
      const { sessions, overviews } = shown.get()
      sessions[side]?.client.close()
      const isNot = (_: unknown, i: number): boolean => i !== side
      cursor.set({ side: 0 })
      shown.set({
        sessions: sessions.filter(isNot),
        overviews: overviews.filter(isNot),
        parting: undefined,
      })
      seek(cursor.get().tick)
    },
    moment(side, tick = cursor.get().tick) {
      const s = shown.get().sessions[side]
      return s?.kept.peek(clampTick(tick, extentOf([s])))
    },
    play(on = !cursor.get().playing) {
      const { tick, loop } = cursor.get()
      if (on && loop === undefined && tick >= extent().last) seek(extent().first)
      cursor.set({ playing: on })
    },
    faster(steps) {
      const speed = faster(cursor.get().speed, steps)
      cursor.set({ speed })
      shown.set({ notice: `speed ${speed}` })
    },
    async step(direction, by = cursor.get().by) {
      const { tick } = cursor.get()
      cursor.set({ playing: false })
      if (by === 'tick') return seek(tick + direction)
      await goTo(
        async () =>
          (await session()?.client.ask('find', { what: by, from: tick, step: direction })) ?? null,
        by,
      )
    },
    async jump(direction) {
      const { tick, marker } = cursor.get()
      await goTo(
        async () =>
          (await session()?.client.ask('find', { what: marker, from: tick, step: direction })) ??
          null,
        marker,
      )
    },
    loop: () => loop(cursor, shown),
    notice: (notice) => shown.set({ notice }),
    readAll() {
      for (const side of [0, 1] as const) count(shown, side, extentOf(shown.get().sessions))
    },
  }
}

function extentOf(sessions: readonly Session[]): Extent {
  if (sessions.length === 0) return { first: 0, last: 0 }
  return {
    first: Math.min(...sessions.map((s) => s.opened.first)),
    last: Math.max(...sessions.map((s) => s.opened.last)),
  }
}

/** Lets every replay know which tick is looked at. */
function look(cursor: Store<Cursor>, shown: Store<Shown>): void {
  const { tick, playing, speed } = cursor.get()
  for (const s of shown.get().sessions) {
    const ahead = playing ? Math.ceil(AHEAD * Math.max(1, speed / 4)) : 1
    const at = clampTick(tick, extentOf([s]))
    // What has not happened yet is not asked for: of a run that goes on it would count as failed when it has.
    s.kept.look(at, Math.min(16, ahead, s.opened.last - at))
  }
}

/** A run that goes on has no place. */
const LIVE: Place = { url: '', name: 'the run' }

/** Takes more ticks of a run that goes on. */
function grow(cursor: Store<Cursor>, shown: Store<Shown>, last: number, over: boolean): void {
  const [session, ...rest] = shown.get().sessions
  if (session?.live !== 'on') return
  const { tick, playing } = cursor.get()
  const isAlong = tick === session.opened.last && !playing
  const longer: Session = {
    ...session,
    opened: { ...session.opened, last },
    live: over ? 'over' : 'on',
  }
  shown.set({ sessions: [longer, ...rest] })
  if (isAlong) cursor.set({ tick: last, part: 0 })
  if (!over) return
  // Only now there are scores of the whole.
  session.client.ask('open', LIVE).then(
    (opened) => {
      const [first, ...others] = shown.get().sessions
      if (first !== undefined) shown.set({ sessions: [{ ...first, opened }, ...others] })
    },
    () => undefined,
  )
}

interface Parts {
  readonly cursor: Store<Cursor>
  readonly shown: Store<Shown>
}

async function open(
  { cursor, shown }: Parts,
  client: Client,
  place: Place,
  side: 0 | 1,
): Promise<boolean> {
  shown.set({ loading: place.name, problem: undefined })
  try {
    const opened = await client.ask('open', place)
    const kept = createKept(
      (tick) => client.ask('moment', { tick, ...eyesOf(cursor.get()) }),
      (_, failure) => {
        const { arrived, problem } = shown.get()
        shown.set({ arrived: arrived + 1, problem: failure ?? problem })
      },
    )
    const { sessions, overviews } = shown.get()
    sessions[side]?.client.close()
    const live = place === LIVE ? { live: 'on' as const } : {}
    const session: Session = { place, opened, client, kept, ...live }
    shown.set({
      sessions: side === 0 ? [session, ...sessions.slice(1)] : [...sessions.slice(0, 1), session],
      overviews:
        side === 0 ? [undefined, ...overviews.slice(1)] : [...overviews.slice(0, 1), undefined],
      loading: undefined,
      parting: undefined,
    })
    const at = clampTick(cursor.get().tick, extentOf(shown.get().sessions))
    if (at === cursor.get().tick) look(cursor, shown)
    else cursor.set({ tick: at, part: 0 })
    if (shown.get().sessions.length === 2) void compare(shown)
    const { first, last, bytes } = opened
    const isSmall = bytes <= WHOLE_BYTES || 'blob' in place || place === LIVE
    const from = isSmall ? first : Math.max(first, at - NEAR / 2)
    count(shown, side, { first: from, last: isSmall ? last : Math.min(last, from + NEAR) })
    return true
  } catch (e) {
    client.close()
    shown.set({ loading: undefined, problem: e as Failure })
    return false
  }
}

const eyesOf = ({ eyes }: Cursor): { eyes?: number } => (eyes === undefined ? {} : { eyes })

/** Counts what happened in a span of one replay, in the background. */
function count(shown: Store<Shown>, side: 0 | 1, { first, last }: Extent): void {
  const session = shown.get().sessions[side]
  if (session === undefined) return
  const { opened, client } = session
  const to = Math.min(last, opened.last)
  const tell = (so: Overview): void => {
    const { sessions, overviews } = shown.get()
    const at = sessions.findIndex((s) => s.client === session.client)
    if (at >= 0) shown.set({ overviews: sessions.map((_, i) => (i === at ? so : overviews[i])) })
  }
  client
    .ask('overview', { from: Math.max(first, opened.first), to, bins: BINS, of: 'whole' }, tell)
    .then(tell)
    .catch((e: Failure) => shown.set({ problem: e }))
}

/** Finds the first tick at which two replays differ: chains that differ once differ for ever. */
async function compare(shown: Store<Shown>): Promise<void> {
  const [a, b] = shown.get().sessions
  if (a === undefined || b === undefined) return
  const chains = async (tick: number): Promise<boolean> => {
    const [one, two] = await Promise.all([a, b].map((s) => s.client.ask('chain', { tick })))
    return one === two
  }
  const start = Math.max(a.opened.first, b.opened.first)
  const end = Math.min(a.opened.last, b.opened.last)
  let [low, high] = [start, end + 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (await chains(middle)) low = middle + 1
    else high = middle
  }
  const isSame = low > end && a.opened.last === b.opened.last
  if (shown.get().sessions[1] === b)
    shown.set({ parting: isSame ? null : Math.min(low, Math.max(a.opened.last, b.opened.last)) })
}

function loop(cursor: Store<Cursor>, shown: Store<Shown>): void {
  const { tick, loop } = cursor.get()
  if (loop === undefined) {
    cursor.set({ loop: [tick, tick] })
    shown.set({ notice: `A loop begins at tick ${tick}` })
  } else if (loop[0] === loop[1] && tick > loop[0]) {
    cursor.set({ loop: [loop[0], tick] })
    shown.set({ notice: `Loops from ${loop[0]} to ${tick}` })
  } else {
    cursor.set({ loop: undefined })
    shown.set({ notice: 'No loop' })
  }
}
