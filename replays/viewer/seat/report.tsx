import { useEffect, useState } from 'preact/hooks'
import type { Json } from '../../../engine/index.js'
import { AgentName, Section, Verdict } from '../parts/pieces.js'
import { brief, numberText, plural, shown } from '../parts/text.js'
import type { SeatManual, SeatOutcome, SeatTold, SeatTurn } from './told.js'

/** Whose turn it is, how much time is left, and how it ended. */
export function Standing({
  told,
  manual,
  sent,
  isAway,
}: {
  readonly told: SeatTold | undefined
  readonly manual: SeatManual
  readonly sent: number | undefined
  readonly isAway: boolean
}) {
  const index = manual.seats.findIndex((s) => s.name === manual.agent)
  const isMine = told?.status === 'act' && sent === undefined
  return (
    <header class={isMine ? 'standing mine' : 'standing'}>
      <p>
        <AgentName index={index} name={manual.agent} />{' '}
        <small>
          {shown(manual.role)} of {shown(manual.team)}
          {told === undefined ? '' : ` · reward ${numberText(told.total)}`}
        </small>
      </p>
      <p role="status">
        {isAway && told?.status !== 'over'
          ? 'The program that runs it cannot be reached.'
          : standing(told, sent)}
      </p>
      {isMine && told.left !== undefined ? <Left told={told} /> : null}
      {told?.status !== 'over' || (told.goals ?? []).length === 0 ? null : (
        <ul class="goals">
          {told.goals!.map((g) => (
            <li key={g.id} class={g.done ? 'done' : ''}>
              <progress max={1} value={g.progress} aria-label={`Progress of ${g.id}`} />
              {shown(g.text)}
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

function standing(told: SeatTold | undefined, sent: number | undefined): string {
  if (told === undefined) return 'It has not begun yet.'
  if (told.status === 'over')
    return `It is over after ${plural(told.tick, 'tick')}: ${told.end ?? ''}.`
  if (sent !== undefined) return `Tick ${sent}: you have decided; others still do.`
  return told.status === 'act' ? `Tick ${told.tick}: it is your turn.` : 'Others decide; wait.'
}

/** Counts down. What is left was told when the turn began, or the page was loaded. */
function Left({ told }: { readonly told: SeatTold }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    let left = Math.ceil((told.left ?? 0) / 1000)
    setSeconds(left)
    const timer = setInterval(() => {
      left = Math.max(0, left - 1)
      setSeconds(left)
    }, 1000)
    return () => clearInterval(timer)
  }, [told])
  return (
    <p class={seconds <= 10 ? 'left soon' : 'left'} role="timer">
      {plural(seconds, 'second')} left
    </p>
  )
}

/** What came of the last decision: each action with its verdict, and messages that were refused. */
export function Came({ came }: { readonly came: SeatOutcome | undefined }) {
  if (came === undefined) return null
  const refused = came.said.filter((m) => m.verdict !== 'ok')
  return (
    <Section title={`What came of tick ${came.tick}`}>
      <ul class="rows">
        {came.did.map((a, i) => (
          <li key={`${i}${a.action}`}>
            <span class="row">
              <span class="what">
                {brief(
                  a.command ??
                    [a.action, ...Object.values(a.args).map((v) => brief(v as Json, 40))].join(' '),
                )}
              </span>
              {a.fallback === true ? <small>by default</small> : null}
              <Verdict verdict={a.verdict} />
            </span>
            {a.text === undefined && a.note === undefined ? null : (
              <small class="note">{brief(a.text ?? a.note, 400)}</small>
            )}
          </li>
        ))}
        {came.did.length === 0 ? <li class="empty">Nothing was done.</li> : null}
        {came.reward === 0 ? null : <li>reward {numberText(came.reward)}</li>}
        {refused.map((m, i) => (
          <li key={`${i}${m.to}`}>
            <span class="row">
              <span class="what">
                not said to {shown(m.to)}
                {m.note === undefined ? '' : `: ${shown(m.note)}`}
              </span>
              <Verdict verdict={m.verdict} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What reached the agent for its turn. */
export function Inbox({ turn: { inbox } }: { readonly turn: SeatTurn }) {
  if (inbox.length === 0) return null
  return (
    <Section title={`Inbox (${inbox.length})`}>
      {inbox.map((m) => (
        <article key={m.id} class="message">
          <header>
            <b>{shown(m.from)}</b>
            <span class="to">→ {shown(m.to)}</span>
            <span class="type">
              {shown(m.protocol === undefined ? m.type : `${m.protocol} · ${m.type}`)}
            </span>
          </header>
          <p>{shown(m.text ?? (typeof m.body === 'string' ? m.body : brief(m.body, 600)))}</p>
        </article>
      ))}
    </Section>
  )
}

/** Who else may know more than it should. */
export function Heard({
  told,
  seat,
}: {
  readonly told: SeatTold | undefined
  readonly seat: string
}) {
  const looked = (told?.places ?? []).filter((p) => p.looked !== undefined && p.name !== seat)
  const count = told?.onlookers ?? 0
  if (told?.status === 'over' || (looked.length === 0 && count === 0)) return null
  return (
    <p class="hint" role="note">
      {looked.map((p) => `${shown(p.name)} was shown everything in tick ${p.looked}. `)}
      {count === 0
        ? ''
        : `${plural(count, 'onlooker')} without a seat ${count === 1 ? 'sees' : 'see'} everything.`}
    </p>
  )
}
