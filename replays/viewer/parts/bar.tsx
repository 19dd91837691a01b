import type { SeatDeck } from '../seat/seat-client.web.js'
import { Icon } from './icons.js'
import { AgentName } from './pieces.js'
import { brief, shown } from './text.js'
import { useOf, usePage } from './use.js'

/** What is shown, by whose eyes, and what can be done with the page. */
export function Bar({ choose }: { readonly choose: (side: 0 | 1) => void }) {
  const { deck, acts, files, openFile, seats } = usePage()
  const sessions = useOf(deck.shown, (s) => s.sessions)
  const [a, b] = sessions
  return (
    <header class="bar">
      <span class="brand" aria-hidden="true">
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <circle cx="8" cy="12" r="6" />
          <circle cx="16" cy="12" r="6" />
        </svg>
      </span>
      <h1>
        {a !== undefined ? (
          shown(a.opened.title || a.opened.scenario || a.opened.name)
        ) : seats === undefined ? (
          'Coact'
        ) : (
          <SeatTitle seats={seats} />
        )}
      </h1>
      {a === undefined ? null : (
        <span class="about">
          {shown(a.opened.world)} · seed {brief(a.opened.seed, 24)}
          {a.opened.end === undefined ? '' : ` · ${a.opened.end}`}
        </span>
      )}
      <span class="space" />
      <Eyes />
      {seats !== undefined ? null : b === undefined ? (
        <button type="button" class="chip" onClick={() => choose(1)}>
          Compare …
        </button>
      ) : (
        <button type="button" class="chip" onClick={() => deck.close(1)}>
          Close B
        </button>
      )}
      {files === undefined || files.length < 2 ? null : (
        <button type="button" class="chip" onClick={() => openFile('', 0)}>
          All replays
        </button>
      )}
      <button
        type="button"
        class="round"
        aria-label="Copy a link to this view"
        title="Copy a link (c)"
        onClick={() => acts.copyLink()}
      >
        <Icon name="link" />
      </button>
      <button
        type="button"
        class="round"
        aria-label="Light or dark"
        title="Light or dark (i)"
        onClick={() => acts.theme()}
      >
        <Icon name="sun" />
      </button>
      <button
        type="button"
        class="round"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => acts.help()}
      >
        ?
      </button>
    </header>
  )
}

/** What is played. */
function SeatTitle({ seats }: { readonly seats: SeatDeck }) {
  const title = useOf(seats.state, (s) => s.manual?.title)
  return <>{shown(title ?? 'Coact')}</>
}

/** Which two replays are compared, and where they part. */
export function Versus() {
  const { deck } = usePage()
  const [a, b] = useOf(deck.shown, (s) => s.sessions)
  const parting = useOf(deck.shown, (s) => s.parting)
  if (a === undefined || b === undefined) return null
  return (
    <div class="versus" role="status">
      <b>A</b> {shown(a.opened.name)}
      <b>B</b> {shown(b.opened.name)}
      {parting === undefined ? <span class="hint">comparing …</span> : null}
      {parting === null ? <span class="hint">the same run, tick by tick</span> : null}
      {typeof parting === 'number' ? (
        <button type="button" class="chip" onClick={() => deck.seek(parting)}>
          they part at tick {parting}
        </button>
      ) : null}
    </div>
  )
}

/** Whose eyes: the truth, or what one agent saw. */
function Eyes() {
  const { deck } = usePage()
  const eyes = useOf(deck.cursor, (c) => c.eyes)
  const agents = useOf(deck.shown, (s) => s.sessions[0]?.opened.agents) ?? []
  if (agents.length === 0) return null
  if (agents.length > 6)
    return (
      <label class="eyes">
        Seen by{' '}
        <select
          value={eyes ?? ''}
          onChange={(e) =>
            deck.cursor.set({
              eyes: e.currentTarget.value === '' ? undefined : Number(e.currentTarget.value),
            })
          }
        >
          <option value="">everyone (the truth)</option>
          {agents.map((a, i) => (
            <option key={a.name} value={i}>
              {shown(a.name)}
            </option>
          ))}
        </select>
      </label>
    )
  return (
    <fieldset class="eyes">
      <legend class="unseen">Seen by</legend>
      <button
        type="button"
        class={eyes === undefined ? 'chip on' : 'chip'}
        aria-pressed={eyes === undefined}
        onClick={() => deck.cursor.set({ eyes: undefined })}
      >
        Truth
      </button>
      {agents.map((a, i) => (
        <button
          key={a.name}
          type="button"
          class={eyes === i ? 'chip on' : 'chip'}
          aria-pressed={eyes === i}
          title={`What ${a.name} saw`}
          onClick={() => deck.cursor.set({ eyes: i, agent: i })}
        >
          <AgentName index={i} name={a.name} />
        </button>
      ))}
    </fieldset>
  )
}
