import {
  type Act,
  CoactError,
  type EndReason,
  type Frame,
  type Manual,
  type Say,
  unknownName,
} from '../../engine/index.js'
import type { LiveHost, Scene, SeatManual, SeatPlace, SeatTold } from '../../replays/index.node.js'
import type { Agents } from '../seats.js'
import { type WebSeat, webSeat } from './seat.node.js'

/** Who sits where. A seat belongs to whoever holds its token; what everybody did is shown to nobody who did not ask for it. */
export interface Seats {
  /** What plays the seats, for the run. */
  readonly policies: Agents
  /** Gives the run, of which pictures are made. */
  join(host: Pick<LiveHost, 'answer' | 'now'>): void
  see(frame: Frame): void
  close(end: EndReason): void
  places(): readonly SeatPlace[]
  /** Takes a seat. @param over whether from somebody who sits there @throws CoactError `seat/unknown`, `seat/taken` */
  claim(name: string, over: boolean): { readonly token: string; readonly manual: SeatManual }
  /** The manual again, for whoever comes back. @throws CoactError `seat/lost` */
  back(token: string): { readonly seat: string; readonly manual: SeatManual }
  /** Gets up. @throws CoactError `seat/lost` */
  leave(token: string): void
  /** @throws CoactError `seat/lost`, and as `WebSeat.act` */
  act(token: string, tick: number, acts: readonly Act[], say: readonly Say[]): void
  /** Shows everything to a seat, or to somebody without one, and tells all others so. @returns the key to it @throws CoactError `seat/lost` */
  reveal(token: string | undefined): { readonly key: string }
  /** Whether somebody with this key, or none, may look at the run as it is. */
  mayLook(key: string): boolean
  /** How a seat stands; undefined when the token is not its any more. */
  told(token: string): SeatTold | undefined
  /** To be told of changes; who watches counts as being there. @returns what ends it */
  watch(token: string, told: () => void): () => void
}

interface Chair {
  readonly seat: WebSeat
  token?: string
  looked?: number
  /** Whether its holder was shown everything. */
  open: boolean
  readonly watching: Set<() => void>
  scene?: { readonly tick: number; readonly scene: Scene }
}

/** How many may look without a seat. */
const ONLOOKERS_MAX = 64

/**
 * @param names the seats for people, by agent, with the milliseconds of a decision (0: for ever)
 * @param secret makes a token that nobody guesses
 * @param clock milliseconds
 */
export function createSeats(
  manual: Manual,
  names: Readonly<Record<string, number>>,
  secret: () => string,
  clock: () => number,
): Seats {
  const onlookers = new Set<string>()
  let host: Run | undefined
  let isOver = false
  const chairs = chairsOf(manual, names, clock, () => host)
  const ringAll = (): void => chairs.forEach(ring)
  const chairOf = (token: string): readonly [string, Chair] => {
    for (const entry of chairs) if (entry[1].token === token && token !== '') return entry
    throw lost()
  }
  const close = (end: EndReason): void => {
    isOver = true
    for (const { seat } of chairs.values()) seat.close(end)
  }
  const places = (): SeatPlace[] =>
    [...chairs].map(([name, chair]) => {
      const { team, role } = chair.seat.manual
      const looked = chair.looked === undefined ? {} : { looked: chair.looked }
      return { name, team, role, taken: isThere(chair), ...looked }
    })
  return {
    policies: Object.fromEntries([...chairs].map(([name, { seat }]) => [name, seat.policy])),
    join(run) {
      host = run
    },
    see: (frame) => chairs.forEach(({ seat }) => void seat.see(frame)),
    close,
    places,
    claim(name, over) {
      const chair = chairs.get(name)
      if (chair === undefined) throw unknownName('seat/unknown', 'seat', name, [...chairs.keys()])
      if (!over && isThere(chair)) throw taken(name)
      chair.token = secret()
      chair.open = false
      // Whoever had it is told that it is gone.
      ringAll()
      return { token: chair.token, manual: chair.seat.manual }
    },
    back(token) {
      const [seat, chair] = chairOf(token)
      return { seat, manual: chair.seat.manual }
    },
    leave(token) {
      const [, chair] = chairOf(token)
      delete chair.token
      chair.open = false
      ringAll()
    },
    act(token, tick, acts, say) {
      chairOf(token)[1].seat.act(tick, acts, say)
    },
    reveal(token) {
      const key = token ?? secret()
      if (token === undefined) admit(onlookers, key)
      else show(chairOf(token)[1])
      ringAll()
      return { key }
    },
    mayLook(key) {
      if (isOver || onlookers.has(key)) return true
      return [...chairs.values()].some((c) => c.open && c.token === key && key !== '')
    },
    told(token) {
      const chair = [...chairs.values()].find((c) => c.token === token && token !== '')
      if (chair === undefined) return undefined
      return {
        ...chair.seat.now(),
        ...(chair.scene === undefined ? {} : { scene: chair.scene.scene }),
        places: places(),
        onlookers: onlookers.size,
        open: chair.open || isOver,
      }
    },
    watch(token, told) {
      const [, { watching }] = chairOf(token)
      watching.add(told)
      ringAll()
      return () => {
        watching.delete(told)
        ringAll()
      }
    },
  }
}

type Run = Pick<LiveHost, 'answer' | 'now'>

/** The seats, which nobody has yet. @param run of which pictures are made, once it has begun */
function chairsOf(
  manual: Manual,
  names: Readonly<Record<string, number>>,
  clock: () => number,
  run: () => Run | undefined,
): ReadonlyMap<string, Chair> {
  const chairs = new Map<string, Chair>()
  for (const [name, timeoutMs] of Object.entries(names)) {
    const changed = (): void => {
      const chair = chairs.get(name)!
      const host = run()
      ring(chair)
      if (host !== undefined && chair.seat.seesAll()) void picture(host, chair)
    }
    const seat = webSeat(manual, name, timeoutMs, changed, clock)
    chairs.set(name, { seat, open: false, watching: new Set() })
  }
  return chairs
}

function ring({ watching }: Chair): void {
  for (const told of [...watching]) told()
}

/** Lets the holder of a seat see everything. */
function show(chair: Chair): void {
  chair.open = true
  chair.looked ??= chair.seat.now().tick
}

function admit(onlookers: Set<string>, key: string): void {
  if (onlookers.size >= ONLOOKERS_MAX) onlookers.delete([...onlookers][0]!)
  onlookers.add(key)
}

const isThere = ({ token, watching }: Chair): boolean => token !== undefined && watching.size > 0

/** Makes the picture of the last tick for those who see all of the state. */
async function picture(host: Run, chair: Chair): Promise<void> {
  const tick = host.now().last
  if (chair.scene?.tick === tick) return
  const told = (await host.answer(JSON.stringify({ question: 'moment', asked: { tick } }))) as {
    readonly answer?: { readonly scene: Scene }
  }
  if (told.answer === undefined || (chair.scene?.tick ?? -1) >= tick) return
  chair.scene = { tick, scene: told.answer.scene }
  ring(chair)
}

const lost = (): CoactError =>
  new CoactError('seat/lost', 'This seat is not yours any more', {
    expected: 'the token of somebody who sits there',
    next: 'Take the seat again; it may have been taken over.',
  })

const taken = (name: string): CoactError =>
  new CoactError('seat/taken', `Somebody plays ${name} in another page`, {
    next: 'Take another seat, or take this one over.',
  })
