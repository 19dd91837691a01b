import { SOUGHT } from '../tell.js'
import { type Cursor, PANELS, STEP_KINDS } from './cursor.js'
import type { Deck } from './deck.js'

/** A key and what it does. */
export interface KeyHelp {
  /** As `KeyboardEvent.key` has it; several do the same. */
  readonly keys: readonly string[]
  readonly text: string
  act(deck: Deck, page: PageActs): void
}

/** What keys do that the deck knows nothing of. */
export interface PageActs {
  help(): void
  theme(): void
  copyLink(): void
  copyCommand(): void
  fit(): void
  zoom(factor: number): void
  escape(): void
  find(): void
}

const after = <T>(list: readonly T[], now: T): T => list[(list.indexOf(now) + 1) % list.length]!
const cycle =
  <K extends keyof Cursor>(key: K, list: readonly Cursor[K][], say: (value: Cursor[K]) => string) =>
  ({ cursor, notice }: Deck): void => {
    const value = after(list, cursor.get()[key])
    cursor.set({ [key]: value } as Partial<Cursor>)
    notice(say(value))
  }

/** Everything can be done by keys; `?` lists them. */
export const KEYS: readonly KeyHelp[] = [
  { keys: [' ', 'k'], text: 'play or pause', act: (d) => d.play() },
  { keys: ['ArrowRight', 'l'], text: 'one step on', act: (d) => void d.step(1) },
  { keys: ['ArrowLeft', 'j'], text: 'one step back', act: (d) => void d.step(-1) },
  {
    keys: ['s'],
    text: 'what a step goes to: tick, action, message, event',
    act: cycle('by', STEP_KINDS, (by) => `A step goes to the next ${by}`),
  },
  { keys: ['n'], text: 'the next marker', act: (d) => void d.jump(1) },
  { keys: ['p'], text: 'the marker before', act: (d) => void d.jump(-1) },
  {
    keys: ['m'],
    text: 'what markers are: conflicts, rejections, progress, …',
    act: cycle('marker', SOUGHT, (marker) => `Markers are: ${marker}`),
  },
  { keys: ['Home'], text: 'the first tick', act: (d) => d.seek(d.extent().first) },
  { keys: ['End'], text: 'the last tick', act: (d) => d.seek(d.extent().last) },
  { keys: ['PageDown'], text: 'a tenth on', act: (d) => leap(d, 1) },
  { keys: ['PageUp'], text: 'a tenth back', act: (d) => leap(d, -1) },
  { keys: ['.', '>'], text: 'faster', act: (d) => d.faster(1) },
  { keys: [',', '<'], text: 'slower', act: (d) => d.faster(-1) },
  { keys: ['r'], text: 'a loop begins here; ends here; no loop', act: (d) => d.loop() },
  { keys: ['e'], text: "whose eyes: everyone's, or one agent's", act: eyes },
  { keys: ['a'], text: 'the next agent in the panel', act: agents },
  {
    keys: ['t'],
    text: 'the track of what is selected',
    act: ({ cursor }) => cursor.set({ track: !cursor.get().track }),
  },
  { keys: ['d'], text: 'of two replays, the one that panels tell of', act: side },
  { keys: ['x'], text: 'of two replays, where they part', act: parting },
  { keys: ['+', '='], text: 'zoom in', act: (_, p) => p.zoom(1.25) },
  { keys: ['-'], text: 'zoom out', act: (_, p) => p.zoom(0.8) },
  { keys: ['0'], text: 'show the whole world', act: (_, p) => p.fit() },
  ...PANELS.map(
    (panel, i): KeyHelp => ({
      keys: [String(i + 1)],
      text: `panel: ${panel}`,
      act: ({ cursor }) => cursor.set({ panel }),
    }),
  ),
  { keys: ['/'], text: 'find in the panel', act: (_, p) => p.find() },
  { keys: ['c'], text: 'copy a link to this view', act: (_, p) => p.copyLink() },
  { keys: ['f'], text: 'copy the command that forks here', act: (_, p) => p.copyCommand() },
  { keys: ['i'], text: 'light or dark', act: (_, p) => p.theme() },
  { keys: ['Escape'], text: 'close, or select nothing', act: (_, p) => p.escape() },
  { keys: ['?'], text: 'this list', act: (_, p) => p.help() },
]

const byKey = new Map(KEYS.flatMap((help) => help.keys.map((key) => [key, help] as const)))

export const keyFor = (key: string): KeyHelp | undefined => byKey.get(key)

function leap(deck: Deck, direction: 1 | -1): void {
  const { first, last } = deck.extent()
  deck.seek(deck.cursor.get().tick + direction * Math.max(1, Math.round((last - first) / 10)))
}

function eyes({ cursor, shown, notice }: Deck): void {
  const names = shown.get().sessions[0]?.opened.agents ?? []
  const now = cursor.get().eyes
  const next = now === undefined ? 0 : now + 1
  const isOne = next < names.length
  cursor.set({ eyes: isOne ? next : undefined })
  notice(isOne ? `As ${names[next]!.name} sees it` : 'The truth')
}

function agents({ cursor, shown }: Deck): void {
  const count = shown.get().sessions[cursor.get().side]?.opened.agents.length ?? 0
  if (count > 0) cursor.set({ panel: 'agent', agent: (cursor.get().agent + 1) % count })
}

function side({ cursor, shown, notice }: Deck): void {
  if (shown.get().sessions.length < 2) return
  const next = cursor.get().side === 0 ? 1 : 0
  cursor.set({ side: next })
  notice(`Panels tell of ${next === 0 ? 'A' : 'B'}`)
}

function parting(deck: Deck): void {
  const { parting: tick } = deck.shown.get()
  if (typeof tick === 'number') deck.seek(tick)
}
