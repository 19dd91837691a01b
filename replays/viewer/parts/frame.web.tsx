import { useEffect, useRef, useState } from 'preact/hooks'
import type { Deck } from '../cursor/deck.js'
import { keyFor, type PageActs } from '../cursor/keys.js'
import type { Failure } from '../tell.js'
import { forkCommand } from './forks.js'
import { Trouble } from './pieces.js'
import type { StageActs } from './stage.web.js'
import { shown } from './text.js'
import { useOf, usePage } from './use.js'

/** What is shown before there is a replay. */
export function Empty({
  loading,
  problem,
  choose,
}: {
  readonly loading: string | undefined
  readonly problem: Failure | undefined
  readonly choose: (side: 0 | 1) => void
}) {
  if (loading !== undefined)
    return (
      <main class="empty-page" aria-busy="true">
        <p>Opening {shown(loading)} …</p>
      </main>
    )
  return (
    <main class="empty-page">
      <Trouble failure={problem} />
      <div class="dropzone">
        <h2>Drop a replay here</h2>
        <p>It stays on this machine: the page reads it, and sends nothing.</p>
        <button type="button" class="primary" onClick={() => choose(0)}>
          Open a file …
        </button>
      </div>
    </main>
  )
}

/** A list of the served files, of which one is compared with what is shown. */
export function Choose({ close }: { readonly close: () => void }) {
  const { files, openFile } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const [find, setFind] = useState('')
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="choose" aria-labelledby="choose-title" onClose={close}>
      <h2 id="choose-title">Compare with</h2>
      <input
        class="find"
        type="search"
        aria-label="Find replays"
        placeholder="Find"
        value={find}
        onInput={(e) => setFind(e.currentTarget.value)}
      />
      <ul class="rows">
        {(files ?? [])
          .filter((f) => `${f.name} ${f.scenario ?? ''}`.toLowerCase().includes(find.toLowerCase()))
          .slice(0, 200)
          .map((f) => (
            <li key={f.name}>
              <button
                type="button"
                class="row"
                onClick={() => {
                  openFile(f.name, 1)
                  dialog.current?.close()
                }}
              >
                <span class="what">{shown(f.name)}</span> <small>{shown(f.scenario ?? '')}</small>
              </button>
            </li>
          ))}
      </ul>
      <button type="button" class="chip" onClick={() => dialog.current?.close()}>
        Cancel
      </button>
    </dialog>
  )
}

/** What a key just did. */
export function Notice() {
  const { deck } = usePage()
  const notice = useOf(deck.shown, (s) => s.notice)
  useEffect(() => {
    if (notice === '') return
    const timer = setTimeout(() => deck.notice(''), 2500)
    return () => clearTimeout(timer)
  }, [notice, deck])
  return (
    <div class={notice === '' ? 'notice' : 'notice on'} role="status">
      {shown(notice)}
    </div>
  )
}

/** Files that are dropped anywhere on the page are opened. */
export const dropOf = (open: (file: File) => void) => ({
  onDragOver: (e: DragEvent): void => e.preventDefault(),
  onDrop(e: DragEvent): void {
    e.preventDefault()
    const file = e.dataTransfer?.files[0]
    if (file !== undefined) open(file)
  },
})

/** Keys do what the list says, except where somebody writes. */
export function useKeys(deck: Deck, acts: PageActs): void {
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey) return
      const to = e.target as HTMLElement
      const writes = to.matches('input, select, textarea')
      if (writes && e.key === 'Escape') to.blur()
      if (writes || document.querySelector('dialog[open]') !== null) return
      // What is focused keeps its own keys.
      if ((e.key === ' ' || e.key === 'Enter') && to.matches('button, summary')) return
      if (to.matches('[role=tab]') && e.key.startsWith('Arrow')) return
      const help = keyFor(e.key)
      if (help === undefined || deck.shown.get().sessions.length === 0) return
      e.preventDefault()
      help.act(deck, acts)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [deck, acts])
}

export const actsOf = (
  deck: Deck,
  stages: ReadonlyMap<number, StageActs>,
  help: () => void,
  theme: () => void,
): PageActs => ({
  help,
  theme,
  copyLink: () => copy(deck, location.href, 'The link'),
  copyCommand() {
    const { side, tick, agent } = deck.cursor.get()
    const opened = deck.shown.get().sessions[side]?.opened
    if (opened !== undefined)
      copy(deck, forkCommand(opened.name, tick, opened.agents[agent]?.name), 'The command')
  },
  fit: () => {
    for (const stage of stages.values()) stage.fit()
  },
  zoom: (factor) => {
    for (const stage of stages.values()) stage.zoom(factor)
  },
  escape: () => deck.cursor.set({ selected: undefined, eyes: undefined, playing: false }),
  find: () => document.querySelector<HTMLInputElement>('input.find')?.focus(),
})

function copy(deck: Deck, text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => deck.notice(`${what} is copied`),
    () => deck.notice(text),
  )
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const told = (): void => setHolds(list.matches)
    list.addEventListener('change', told)
    return () => list.removeEventListener('change', told)
  }, [query])
  return holds
}

/** Light or dark: as the system has it, until somebody chooses. */
export function useScheme(): { readonly value: boolean; readonly toggle: () => void } {
  const system = useMedia('(prefers-color-scheme: dark)')
  const [chosen, setChosen] = useState<boolean | undefined>(undefined)
  const value = chosen ?? system
  useEffect(() => {
    document.documentElement.dataset['theme'] = value ? 'dark' : 'light'
  }, [value])
  const now = useRef(value)
  now.current = value
  const toggle = useRef(() => setChosen(!now.current))
  return { value, toggle: toggle.current }
}
