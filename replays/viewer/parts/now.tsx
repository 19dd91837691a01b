import { useState } from 'preact/hooks'
import type { Json } from '../../../engine/index.js'
import type { Opened } from '../tell.js'
import { Message } from './messages.js'
import { AgentName, actionText, EntityLink, Section, Verdict } from './pieces.js'
import { brief, numberText, shown } from './text.js'
import { useMoment, usePage, useSession } from './use.js'

/** Everything that happened in the tick of the cursor. */
export function NowPanel() {
  const session = useSession()
  const moment = useMoment()
  if (session === undefined || moment === undefined) return <p class="empty">…</p>
  const { opened } = session
  const { actions, messages, events, failures, goals, rewards } = moment
  const rewarded = rewards.flatMap((r, i) => (r === 0 ? [] : [[i, r] as const]))
  const isQuiet = actions.length + messages.length + events.length + failures.length === 0
  return (
    <div>
      {goals.length === 0 ? null : (
        <ul class="goals" aria-label="Goals">
          {goals.map((goal) => (
            <li key={goal.id}>
              <progress value={goal.progress} max={1} aria-label={shown(goal.text)} />
              <span class={goal.done ? 'done' : ''}>{shown(goal.text || goal.id)}</span>
            </li>
          ))}
        </ul>
      )}
      {isQuiet ? <p class="empty">Nothing happened in tick {moment.tick}.</p> : null}
      {failures.map(({ agent, text }) => (
        <p class="trouble" key={agent}>
          <AgentName index={agent} name={nameOf(opened, agent)} /> {shown(text)}
        </p>
      ))}
      {actions.length === 0 ? null : <Actions />}
      {messages.length === 0 ? null : (
        <Section title="Messages">
          {messages.map((m) => (
            <Message key={m.id} message={m} />
          ))}
        </Section>
      )}
      {events.length === 0 ? null : (
        <Section title="Events">
          <ul class="rows">
            {events.map((e, i) => (
              <li key={`${i}${e.type}`}>
                <b>{shown(e.type)}</b> {brief(e.data)} <small>{shown(e.by)}</small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {rewarded.length === 0 ? null : (
        <p class="rewards">
          {rewarded.map(([i, r]) => (
            <span key={i}>
              <AgentName index={i} name={nameOf(opened, i)} /> {r > 0 ? '+' : ''}
              {numberText(r)}
            </span>
          ))}
        </p>
      )}
      <Changed />
    </div>
  )
}

const nameOf = ({ agents }: Opened, agent: number): string => agents[agent]?.name ?? String(agent)

/** Actions that are shown at first: where hundreds act, a page that plays cannot list them all. */
const FIRST = 40

function Actions() {
  const { deck } = usePage()
  const session = useSession()
  const moment = useMoment()
  const [isAll, setAll] = useState(false)
  if (session === undefined || moment === undefined) return null
  const more = moment.actions.length - FIRST
  return (
    <Section title="Actions">
      <ul class="rows">
        {moment.actions.slice(0, isAll ? undefined : FIRST).map((a, i) => (
          <li key={`${i}${a.action}`}>
            <button
              type="button"
              class="row"
              title="Why: what it saw, asked and thought"
              onClick={() => deck.cursor.set({ agent: a.agent, panel: 'agent' })}
            >
              <AgentName index={a.agent} name={nameOf(session.opened, a.agent)} />
              <span class="what">{actionText(a)}</span>
              {a.fallback === true ? <small>by default</small> : null}
              <Verdict verdict={a.verdict} />
            </button>
            {a.note === undefined && a.text === undefined ? null : (
              <small class="note">{brief((a.note ?? a.text) as Json, 300)}</small>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && !isAll ? (
        <button type="button" class="plainlink" onClick={() => setAll(true)}>
          … and {more} more
        </button>
      ) : null}
    </Section>
  )
}

/** Entities that the tick changed. */
function Changed() {
  const moment = useMoment()
  if (moment === undefined || moment.changed.length === 0) return null
  const names = new Map(
    moment.scene.layers.flatMap(({ marks }) =>
      marks.flatMap((m) =>
        m.entity === undefined || m.title === undefined ? [] : [[m.entity, m.title] as const],
      ),
    ),
  )
  return (
    <Section title={`Changed (${moment.changed.length})`}>
      <p class="chips">
        {moment.changed.slice(0, FIRST).map((id) => (
          <EntityLink key={id} id={id} label={names.get(id) ?? `#${id}`} />
        ))}
      </p>
    </Section>
  )
}
