import { render } from 'preact'
import { createClient } from './client.web.js'
import { readAddress, writeAddress } from './cursor/address.js'
import { advance } from './cursor/cursor.js'
import { createDeck, type Deck } from './cursor/deck.js'
import { createLiveClient, followLive } from './live/live-client.web.js'
import { App } from './parts/app.web.js'
import { forksOf } from './parts/find.js'
import type { FileRow } from './parts/use.js'
import { createSeatDeck, type SeatDeck } from './seat/seat-client.web.js'
import type { SeatPlace } from './seat/told.js'
import { type Beside, servedClient } from './served-client.web.js'
import type { Place } from './tell.js'

// The page: finds what is to be shown, gives the cursor its clock, and keeps address and cursor the same.

const beside: Beside = {
  isServed: (name) => canFork && files?.some((f) => f.name === name) === true,
  forksOf: (chain) => forksOf(files ?? [], chain),
}
const deck = createDeck(() => servedClient(createClient(), beside))
let files: readonly FileRow[] | undefined
let canFork = false
let hasReport = false
let seats: SeatDeck | undefined
/** Names of the served files that are shown. */
const names: { file: string | undefined; other: string | undefined } = {
  file: undefined,
  other: undefined,
}

const placeOf = (name: string): Place => ({
  name,
  // A path below the page's own, whatever the name says.
  url: new URL(
    `files/${name.split('/').map(encodeURIComponent).join('/')}`,
    location.href.split('#')[0],
  ).href,
})

function draw(): void {
  render(
    <App
      deck={deck}
      files={files}
      openFile={openFile}
      openBlob={openBlob}
      seats={seats}
      canFork={canFork}
      hasReport={hasReport}
      relist={relist}
    />,
    document.getElementById('page')!,
  )
}

async function relist(): Promise<void> {
  files = (await listed())?.files ?? files
  draw()
}

function openFile(name: string, side: 0 | 1): void {
  if (name === '') {
    deck.close(1)
    deck.close(0)
    names.file = names.other = undefined
    history.pushState(null, '', '#')
    return
  }
  names[side === 0 ? 'file' : 'other'] = name
  void deck.open(placeOf(name), side).then((isOpen) => {
    if (isOpen) history.pushState(null, '', address())
  })
}

function openBlob(blob: File, side: 0 | 1): void {
  names[side === 0 ? 'file' : 'other'] = undefined
  void deck.open({ blob, name: blob.name }, side)
}

const address = (): string =>
  writeAddress(deck.cursor.get(), deck.shown.get().sessions[0]?.opened.agents ?? [], {
    ...names,
    seat: seats?.state.get().seat,
  })

/** Moves the cursor to where an address says. */
function follow(hash: string): void {
  const a = readAddress(hash)
  const agents = deck.shown.get().sessions[0]?.opened.agents ?? []
  const indexOf = (name: string | undefined): number =>
    agents.findIndex((agent) => agent.name === name)
  const [eyes, agent] = [indexOf(a.eyes), indexOf(a.agent)]
  deck.cursor.set({
    selected: a.selected,
    panel: a.panel ?? 'now',
    eyes: eyes < 0 ? undefined : eyes,
    ...(agent < 0 ? {} : { agent }),
    loop: a.loop,
    ...(a.tick === undefined ? {} : { playing: false }),
  })
  if (a.tick !== undefined) deck.seek(a.tick)
}

/** Writes the cursor into the address, not more often than a browser allows. */
function keepAddress(deck: Deck): void {
  let isDue = false
  deck.cursor.watch((now, before) => {
    if (deck.shown.get().sessions.length === 0) return
    const { part: _, ...a } = now
    const { part: __, ...b } = before
    if (JSON.stringify(a) === JSON.stringify(b)) return
    if (isDue) return
    isDue = true
    setTimeout(() => {
      isDue = false
      if (deck.shown.get().sessions.length > 0) history.replaceState(null, '', address())
    }, 250)
  })
  window.addEventListener('hashchange', () => void arrive())
}

/** Gives the cursor its time. */
function keepTime(deck: Deck): void {
  let last = 0
  const tick = (now: number): void => {
    if (!deck.cursor.get().playing) return
    // Nothing is passed over while the reader is behind, unless it goes too fast to see.
    const { tick: at, speed } = deck.cursor.get()
    if (deck.moment(0, at) !== undefined || speed > 4)
      deck.cursor.set(advance(deck.cursor.get(), now - last, deck.extent()))
    last = now
    requestAnimationFrame(tick)
  }
  deck.cursor.watch((now, before) => {
    if (!now.playing || before.playing) return
    last = performance.now()
    requestAnimationFrame(tick)
  })
}

/** Shows what the address names: the files that it does not show yet, then the place in them. */
async function arrive(): Promise<void> {
  const a = readAddress(location.hash)
  const hash = location.hash
  if (a.file !== undefined && a.file !== names.file) {
    names.file = a.file
    await deck.open(placeOf(a.file), 0)
  }
  if (a.other !== undefined && a.other !== names.other && deck.shown.get().sessions.length > 0) {
    names.other = a.other
    await deck.open(placeOf(a.other), 1)
  }
  if (a.other === undefined && names.other !== undefined) {
    names.other = undefined
    deck.close(1)
  }
  if (deck.shown.get().sessions.length > 0) follow(hash)
  if (seats !== undefined && a.seat !== undefined && a.seat !== seats.state.get().seat)
    await seats.claim(a.seat, false)
}

/** The replay that is in the page itself, if there is one. */
function embedded(): Place | undefined {
  const held = document.getElementById('replay')
  if (held === null) return undefined
  const text = held.textContent ?? ''
  const parts: Uint8Array<ArrayBuffer>[] = []
  // Piece by piece, since a text of everything would be there twice; 4 letters are 3 bytes.
  for (let at = 0; at < text.length; at += PIECE) {
    const bytes = atob(text.slice(at, at + PIECE))
    parts.push(Uint8Array.from(bytes, (c) => c.charCodeAt(0)))
  }
  held.remove()
  return { blob: new Blob(parts), name: held.dataset['name'] ?? 'replay.mcap' }
}
const PIECE = 1 << 20

interface Listed {
  readonly files: readonly FileRow[]
  /** Whether a run goes on there. */
  readonly live: boolean
  readonly canFork: boolean
  readonly hasReport: boolean
  /** Seats of that run in which people play. */
  readonly seats: readonly SeatPlace[] | undefined
}

/** How often the lanes of a run that goes on are filled anew. */
const LANES_MS = 1000

/** Lets somebody play, or watch, a run in which people play; it is shown when they ask for it, or when it is over. */
async function playRun(places: readonly SeatPlace[]): Promise<void> {
  const base = location.href.split('#')[0]!
  let isShown = false
  seats = createSeatDeck(base, places, (key) => {
    if (isShown) return
    isShown = true
    void watchRun(key)
  })
  draw()
  seats.state.watch(({ seat }, before) => {
    if (seat === before.seat) return
    if (seat === undefined && before.told?.status !== 'over') {
      // What was shown was shown to whoever has the seat.
      isShown = false
      deck.close(0)
    }
    if (deck.shown.get().sessions.length > 0) return
    history.replaceState(null, '', seat === undefined ? '#' : `#seat=${encodeURIComponent(seat)}`)
  })
  const { seat } = readAddress(location.hash)
  if (seat === undefined || !(await isBack(seats, seat))) {
    if (seat !== undefined) await seats.claim(seat, false)
    else await seats.back()
  }
}

/** Whether the page has the seat again that its address names. */
const isBack = async (deck: SeatDeck, seat: string): Promise<boolean> =>
  (await deck.back()) && deck.state.get().seat === seat

/** Shows the run that goes on where the page came from. @param key for one in which people play */
async function watchRun(key?: string): Promise<void> {
  const base = location.href.split('#')[0]!
  const hash = location.hash
  if (!(await deck.openLive(createLiveClient(base, key)))) return
  deck.seek(deck.extent().last)
  follow(hash)
  let isDue = false
  followLive(base, ({ last, over }) => {
    deck.grow(last, over)
    if (isDue) return
    isDue = true
    setTimeout(() => {
      isDue = false
      deck.readAll()
    }, LANES_MS)
  })
}

/** What a server says it has. */
async function listed(): Promise<Listed | undefined> {
  if (!location.protocol.startsWith('http')) return undefined
  try {
    const answer = await fetch('list.json', { headers: { accept: 'application/json' } })
    if (!answer.ok) return undefined
    const list = (await answer.json()) as Readonly<Record<string, unknown>>
    if (!Array.isArray(list['files'])) return undefined
    return {
      files: list['files'] as FileRow[],
      live: list['live'] === true,
      canFork: list['forks'] === true,
      hasReport: list['report'] === true,
      seats: Array.isArray(list['seats']) ? (list['seats'] as SeatPlace[]) : undefined,
    }
  } catch {
    return undefined
  }
}

async function begin(): Promise<void> {
  const held = embedded()
  draw()
  keepTime(deck)
  keepAddress(deck)
  if (held !== undefined) {
    const hash = location.hash
    if (await deck.open(held, 0)) follow(hash)
    return
  }
  // The list may take its time; a file that the address names does not wait for it.
  const first = arrive()
  const list = await listed()
  files = list?.files
  canFork = list?.canFork === true
  hasReport = list?.hasReport === true
  draw()
  await first
  if (list?.seats !== undefined) return playRun(list.seats)
  if (list?.live === true) return watchRun()
  const only = files?.length === 1 ? files[0]! : undefined
  if (only !== undefined && names.file === undefined) {
    const hash = location.hash
    names.file = only.name
    if (await deck.open(placeOf(only.name), 0)) follow(hash)
  }
}

void begin()
