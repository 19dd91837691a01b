import { SPEEDS, STEP_KINDS, type StepKind } from '../cursor/cursor.js'
import { SOUGHT, type Sought } from '../tell.js'
import { Icon } from './icons.js'
import { useOf, usePage } from './use.js'

/** Plays, steps, loops, and goes from marker to marker. */
export function Transport() {
  const { deck } = usePage()
  const { cursor } = deck
  const playing = useOf(cursor, (c) => c.playing)
  const tick = useOf(cursor, (c) => c.tick)
  const speed = useOf(cursor, (c) => c.speed)
  const by = useOf(cursor, (c) => c.by)
  const marker = useOf(cursor, (c) => c.marker)
  const loop = useOf(cursor, (c) => c.loop)
  useOf(deck.shown, (s) => s.sessions)
  const { first, last } = deck.extent()
  return (
    <div class="transport" role="toolbar" aria-label="Playing">
      <Key name="first" label="First tick (Home)" act={() => deck.seek(first)} />
      <Key name="back" label="Step back (←)" act={() => void deck.step(-1)} />
      <button
        type="button"
        class="round go"
        aria-label={playing ? 'Pause (space)' : 'Play (space)'}
        title={playing ? 'Pause (space)' : 'Play (space)'}
        onClick={() => deck.play()}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <Key name="next" label="Step on (→)" act={() => void deck.step(1)} />
      <Key name="last" label="Last tick (End)" act={() => deck.seek(last)} />
      <label class="at">
        tick{' '}
        <input
          type="number"
          min={first}
          max={last}
          value={tick}
          aria-label="Tick"
          onChange={(e) => deck.seek(Number(e.currentTarget.value))}
        />{' '}
        of {last.toLocaleString('en')}
      </label>
      <Live />
      <Choice<number>
        label="Speed"
        value={speed}
        list={SPEEDS}
        text={(s) => `${s}×`}
        set={(value) => cursor.set({ speed: value })}
      />
      <Choice<StepKind>
        label="Step by"
        value={by}
        list={STEP_KINDS}
        text={(s) => `by ${s}`}
        set={(value) => cursor.set({ by: value })}
      />
      <button
        type="button"
        class={loop === undefined ? 'chip' : 'chip on'}
        aria-pressed={loop !== undefined}
        title="Loop: begin, end, off (r)"
        onClick={() => deck.loop()}
      >
        <Icon name="loop" />{' '}
        {loop === undefined
          ? 'loop'
          : loop[0] === loop[1]
            ? `from ${loop[0]} …`
            : `${loop[0]}–${loop[1]}`}
      </button>
      <span class="space" />
      <Choice<Sought>
        label="Markers"
        value={marker}
        list={SOUGHT}
        text={(s) => s}
        set={(value) => cursor.set({ marker: value })}
      />
      <button
        type="button"
        class="chip"
        title={`The ${marker} before (p)`}
        onClick={() => void deck.jump(-1)}
      >
        ◂ prev
      </button>
      <button
        type="button"
        class="chip"
        title={`The next ${marker} (n)`}
        onClick={() => void deck.jump(1)}
      >
        next ▸
      </button>
    </div>
  )
}

/** Whether a run goes on, and whether the cursor goes along. */
function Live() {
  const { deck } = usePage()
  const live = useOf(deck.shown, (s) => s.sessions[0]?.live)
  const tick = useOf(deck.cursor, (c) => c.tick)
  const last = useOf(deck.shown, (s) => s.sessions[0]?.opened.last)
  if (live === undefined) return null
  if (live === 'over') return <span class="live over">ended</span>
  const isAlong = tick === last
  return (
    <button
      type="button"
      class={isAlong ? 'chip live on' : 'chip live'}
      aria-pressed={isAlong}
      title="Go along with the run (End)"
      onClick={() => deck.seek(deck.extent().last)}
    >
      live
    </button>
  )
}

const Key = ({
  name,
  label,
  act,
}: {
  readonly name: 'first' | 'back' | 'next' | 'last'
  readonly label: string
  readonly act: () => void
}) => (
  <button type="button" class="round" aria-label={label} title={label} onClick={act}>
    <Icon name={name} />
  </button>
)

interface ChoiceOf<T> {
  readonly label: string
  readonly value: T
  readonly list: readonly T[]
  readonly text: (value: T) => string
  readonly set: (value: T) => void
}

function Choice<T extends string | number>({ label, value, list, text, set }: ChoiceOf<T>) {
  return (
    <select
      aria-label={label}
      title={label}
      value={String(value)}
      onChange={(e) => set(list[e.currentTarget.selectedIndex]!)}
    >
      {list.map((item) => (
        <option key={item} value={String(item)}>
          {text(item)}
        </option>
      ))}
    </select>
  )
}
