import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import { dark, light } from '../paint/palette.js'
import { Room, SeatSide } from '../seat/room.js'
import { Bar, Versus } from './bar.js'
import { actsOf, Choose, dropOf, Empty, Notice, useKeys, useMedia, useScheme } from './frame.web.js'
import { Help } from './help.js'
import { List } from './list.web.js'
import { Trouble } from './pieces.js'
import { Side } from './side.js'
import { Stage, type StageActs } from './stage.web.js'
import { shown } from './text.js'
import { Timeline } from './timeline.web.js'
import { Transport } from './transport.js'
import { type Page, PageContext, useOf, usePage } from './use.js'

interface AppProps
  extends Pick<Page, 'deck' | 'files' | 'openFile' | 'seats' | 'canFork' | 'hasReport' | 'relist'> {
  readonly openBlob: (file: File, side: 0 | 1) => void
}

/** The whole page. */
export function App({ openBlob, ...given }: AppProps) {
  const { deck, files } = given
  const isDark = useScheme()
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const [isHelp, setHelp] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const stages = useRef(new Map<number, StageActs>())
  const sessions = useOf(deck.shown, (s) => s.sessions)
  const acts = useMemo(
    () => actsOf(deck, stages.current, () => setHelp((on) => !on), isDark.toggle),
    [deck, isDark.toggle],
  )
  useKeys(deck, acts)
  const page: Page = { acts, palette: isDark.value ? dark : light, isStill, ...given }
  const picker = useRef<HTMLInputElement>(null)
  const side = useRef<0 | 1>(0)
  const choose = useCallback(
    (to: 0 | 1) => {
      side.current = to
      if (files !== undefined && files.length > 1) setChoosing(true)
      else picker.current?.click()
    },
    [files],
  )
  return (
    <PageContext.Provider value={page}>
      <div
        class="page"
        {...dropOf((file) => openBlob(file, sessions.length > 0 && side.current === 1 ? 1 : 0))}
      >
        <Bar choose={choose} />
        <Versus />
        <Body choose={choose} stages={stages.current} />
        <input
          ref={picker}
          type="file"
          accept=".mcap"
          hidden
          onChange={(e) => {
            const file = e.currentTarget.files?.[0]
            if (file !== undefined) openBlob(file, side.current)
            e.currentTarget.value = ''
          }}
        />
        {isHelp ? <Help close={() => setHelp(false)} /> : null}
        {isChoosing ? <Choose close={() => setChoosing(false)} /> : null}
        <Notice />
      </div>
    </PageContext.Provider>
  )
}

function Body({
  choose,
  stages,
}: {
  readonly choose: (side: 0 | 1) => void
  readonly stages: Map<number, StageActs>
}) {
  const { deck, files, seats } = usePage()
  const sessions = useOf(deck.shown, (s) => s.sessions)
  const loading = useOf(deck.shown, (s) => s.loading)
  const problem = useOf(deck.shown, (s) => s.problem)
  const registers = useMemo(
    () => ([0, 1] as const).map((i) => (acts: StageActs) => void stages.set(i, acts)),
    [stages],
  )
  if (sessions.length === 0) {
    if (seats !== undefined) return <Room seats={seats} />
    if (files !== undefined && files.length > 1 && loading === undefined && problem === undefined)
      return <List />
    return <Empty loading={loading} problem={problem} choose={choose} />
  }
  const damage = sessions.flatMap((s) =>
    s.opened.damage === undefined
      ? []
      : [
          `${s.opened.name} is not the whole run: ${s.opened.damage}. Ticks ${s.opened.first} to ${s.opened.last} can be read.`,
        ],
  )
  return (
    <>
      {damage.map((text) => (
        <p key={text} class="banner" role="status">
          {shown(text)}
        </p>
      ))}
      {problem === undefined ? null : (
        <div class="banner bad">
          <Trouble failure={problem} />
          <button type="button" class="chip" onClick={() => deck.shown.set({ problem: undefined })}>
            dismiss
          </button>
        </div>
      )}
      <main class="main">
        <div class={sessions.length === 2 ? 'stages two' : 'stages'}>
          {sessions.map((s, i) => (
            <Stage key={s.place.name + i} side={i as 0 | 1} register={registers[i]!} />
          ))}
        </div>
        {seats === undefined ? <Side /> : <SeatSide seats={seats} />}
      </main>
      <footer class="foot">
        <Transport />
        <Timeline />
      </footer>
    </>
  )
}
