import { createContext } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Client } from '../client.web.js'
import type { Deck, Session } from '../cursor/deck.js'
import type { PageActs } from '../cursor/keys.js'
import type { Store } from '../cursor/store.js'
import type { Palette } from '../paint/palette.js'
import type { SeatDeck } from '../seat/seat-client.web.js'
import type { Answered, Asked, Failure, Moment, Question } from '../tell.js'

/** What every part is given. */
export interface Page {
  readonly deck: Deck
  readonly acts: PageActs
  readonly palette: Palette
  /** Nothing glides or plays by itself. */
  readonly isStill: boolean
  /** The files that are served, if some are. */
  readonly files: readonly FileRow[] | undefined
  openFile(name: string, side: 0 | 1): void
  /** The seats of the run in which people play, if there are some. */
  readonly seats: SeatDeck | undefined
  /** Whether the server makes forks of its files. */
  readonly canFork: boolean
  /** Whether the server has a report of its files. */
  readonly hasReport: boolean
  /** Asks anew which files are served. */
  relist(): Promise<void>
}

/** A served file, as the list has it. */
export interface FileRow {
  readonly name: string
  readonly bytes: number
  readonly world?: string
  readonly scenario?: string
  readonly title?: string
  readonly seed?: string
  readonly policies?: string
  readonly ticks?: number
  readonly end?: string
  readonly chain?: string
  /** The chain of the run that it was forked from, and at which tick. */
  readonly parent?: { readonly run?: string; readonly tick: number; readonly file?: string }
  readonly scores?: Readonly<Record<string, number>>
  readonly problem?: string
}

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === undefined) throw new Error('no page')
  return page
}

/** Some of a store; the part is drawn anew when that changes. */
export function useOf<T extends object, U>(store: Store<T>, pick: (value: T) => U): U {
  const [, redraw] = useState(0)
  const picked = pick(store.get())
  const last = useRef(picked)
  last.current = picked
  const how = useRef(pick)
  how.current = pick
  useEffect(() => {
    const check = (): void => {
      if (!Object.is(how.current(store.get()), last.current)) redraw((n) => n + 1)
    }
    check()
    return store.watch(check)
  }, [store])
  return picked
}

/** The replay that panels tell of. */
export function useSession(): Session | undefined {
  const { deck } = usePage()
  const side = useOf(deck.cursor, (c) => c.side)
  return useOf(deck.shown, (s) => s.sessions[side] ?? s.sessions[0])
}

/** The moment of the cursor; while it is on its way, the one before. */
export function useMoment(): Moment | undefined {
  const { deck } = usePage()
  const side = useOf(deck.cursor, (c) => c.side)
  const tick = useOf(deck.cursor, (c) => c.tick)
  useOf(deck.shown, (s) => s.arrived)
  const last = useRef<{ readonly moment: Moment; readonly side: 0 | 1 } | undefined>(undefined)
  const now = deck.moment(side, tick)
  if (now !== undefined) last.current = { moment: now, side }
  return last.current?.side === side ? last.current.moment : undefined
}

export interface Answer<Q extends Question> {
  readonly value: Answered<Q> | undefined
  readonly failure: Failure | undefined
}

/** An answer to a question that depends on the cursor: one is on its way at a time, and the last is kept meanwhile. */
export function useAnswer<Q extends Question>(
  session: Session | undefined,
  question: Q,
  asked: Asked<Q> | undefined,
): Answer<Q> {
  const [answer, setAnswer] = useState<Answer<Q> & { readonly of?: Client }>({
    value: undefined,
    failure: undefined,
  })
  const state = useRef({
    busy: false,
    next: undefined as string | undefined,
    done: '',
    gone: false,
  })
  const key = asked === undefined ? undefined : JSON.stringify(asked)
  // Of a run that goes on the session is another with each tick; whom it asks stays.
  const client = session?.client
  useEffect(() => {
    const s = state.current
    s.gone = false
    return () => {
      s.gone = true
    }
  }, [])
  useEffect(() => {
    const s = state.current
    s.next = key
    const work = (): void => {
      if (s.busy || s.gone || s.next === undefined || client === undefined) return
      const now = s.next
      s.busy = true
      const settle = (so: Answer<Q>): void => {
        s.busy = false
        if (s.gone) return
        setAnswer({ ...so, of: client })
        if (s.next !== now) work()
      }
      client.ask(question, JSON.parse(now) as Asked<Q>).then(
        (value) => settle({ value, failure: undefined }),
        (failure: Failure) => settle({ value: undefined, failure }),
      )
    }
    work()
  }, [client, question, key])
  return answer.of === client && asked !== undefined
    ? answer
    : { value: undefined, failure: undefined }
}
