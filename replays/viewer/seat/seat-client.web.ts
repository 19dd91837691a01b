import type { Act, Say } from '../../../engine/index.js'
import { createStore, type Store } from '../cursor/store.js'
import type { Failure } from '../tell.js'
import type { SeatManual, SeatPlace, SeatTold } from './told.js'

/** What the page knows of seats. */
export interface SeatState {
  readonly places: readonly SeatPlace[]
  /** The seat that this page has, and what is known of it. */
  readonly seat: string | undefined
  readonly manual: SeatManual | undefined
  readonly told: SeatTold | undefined
  /** The seat that is wanted, and that somebody else has. */
  readonly wanted: string | undefined
  /** Why this page lost its seat, or has none. */
  readonly problem: Failure | undefined
  /** The tick that was decided here, while its outcome is on its way. */
  readonly sent: number | undefined
  /** What was said against the last decision. */
  readonly refused: (Failure & { readonly where?: string }) | undefined
  /** Whether the server can be reached. */
  readonly isAway: boolean
}

/** The seats of a run, for one page. */
export interface SeatDeck {
  readonly state: Store<SeatState>
  claim(name: string, over: boolean): Promise<void>
  /** Takes the seat that the page had before it was loaded again. */
  back(): Promise<boolean>
  leave(): Promise<void>
  act(acts: readonly Act[], say: readonly Say[]): Promise<boolean>
  /** Asks to see everything. */
  reveal(): Promise<void>
}

const EMPTY: Omit<SeatState, 'places'> = {
  seat: undefined,
  manual: undefined,
  told: undefined,
  wanted: undefined,
  problem: undefined,
  sent: undefined,
  refused: undefined,
  isAway: false,
}

/**
 * @param base the address below which the server answers
 * @param look called with a key when the page may see everything
 */
export function createSeatDeck(
  base: string,
  places: readonly SeatPlace[],
  look: (key: string) => void,
): SeatDeck {
  const state = createStore<SeatState>({ ...EMPTY, places })
  const kept = `seat ${base}`
  state.watch(entitle)
  let token: string | undefined
  let events: EventSource | undefined
  const post = (path: string, body: object) => postTo(new URL(path, base), body)
  const lose = (problem: Failure): void => {
    events?.close()
    token = undefined
    keep(kept, undefined)
    const { told, places: before } = state.get()
    state.set({ ...EMPTY, places: told?.places ?? before, problem })
  }
  const hear = (data: string): void => {
    const told = JSON.parse(data) as SeatTold | { readonly gone: true }
    if ('gone' in told) {
      lose(TAKEN_OVER)
      return
    }
    const { sent } = state.get()
    const isThere = told.status === 'act' && told.tick === sent
    state.set({
      told,
      places: told.places,
      isAway: false,
      ...(isThere ? {} : { sent: undefined }),
    })
    if (told.open && token !== undefined) look(token)
  }
  const sit = (own: string, seat: string, manual: SeatManual): void => {
    token = own
    keep(kept, own)
    state.set({ ...EMPTY, places: state.get().places, seat, manual })
    events?.close()
    const url = new URL('seat/events', base)
    url.searchParams.set('token', own)
    events = new EventSource(url)
    events.onmessage = ({ data }: MessageEvent<string>) => hear(data)
    // The browser tries again by itself.
    events.onerror = () => state.set({ isAway: true })
  }
  return {
    state,
    async claim(name, over) {
      const got = await post('seat/claim', { seat: name, over })
      if (got.failure === undefined) sit(got['token'] as string, name, got['manual'] as SeatManual)
      else
        state.set({
          problem: got.failure,
          ...(got.failure.code === 'seat/taken'
            ? { wanted: name, places: taken(state, name) }
            : {}),
        })
    },
    async back() {
      const own = keptAs(kept)
      if (own === undefined) return false
      const got = await post('seat/back', { token: own })
      if (got.failure === undefined) sit(own, got['seat'] as string, got['manual'] as SeatManual)
      else keep(kept, undefined)
      return got.failure === undefined
    },
    async leave() {
      if (token !== undefined) await post('seat/leave', { token })
      lose(LEFT)
    },
    async act(acts, say) {
      const { told } = state.get()
      if (told?.turn === undefined || token === undefined) return false
      const { tick } = told.turn
      state.set({ sent: tick, refused: undefined })
      const { failure } = await post('seat/act', { token, tick, do: acts, say })
      if (failure === undefined) return true
      state.set({ sent: undefined, refused: failure })
      return false
    },
    async reveal() {
      const got = await post('seat/reveal', token === undefined ? {} : { token })
      if (got.failure === undefined) look(got['key'] as string)
      else state.set({ problem: got.failure })
    },
  }
}

/** Keeps something for when the tab is loaded again; where browsers forbid that, it is not kept. */
function keep(name: string, value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, value)
  } catch {}
}

function keptAs(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined
  } catch {
    return undefined
  }
}

/** Whoever waits in another tab sees there that the wait is over. */
function entitle({ told, sent, seat }: SeatState): void {
  const isMine = told?.status === 'act' && sent === undefined
  const title = seat === undefined ? 'Coact' : isMine ? `${seat}: your turn` : `${seat} waits`
  document.title = told?.status === 'over' ? `${seat}: over` : title
}

/** The places, of which one was found to be taken. */
const taken = (state: Store<SeatState>, name: string): readonly SeatPlace[] =>
  state.get().places.map((place) => (place.name === name ? { ...place, taken: true } : place))

const TAKEN_OVER: Failure = {
  code: 'seat/lost',
  message: 'This seat was taken over in another page',
}
const LEFT: Failure = {
  code: 'seat/left',
  message: 'You left the seat; the run waits until somebody sits there',
}
const GONE: Failure = {
  code: 'viewer/gone',
  message: 'The run can no longer be asked: its program has ended',
}

/** What the server answers: something, or why not. */
export type Posted = Readonly<Record<string, unknown>> & { readonly failure?: Failure }

/** Posts plain data to the server that the page came from. It never rejects. */
export async function postTo(url: URL, body: object): Promise<Posted> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as Posted
  } catch {
    return { failure: GONE }
  }
}
