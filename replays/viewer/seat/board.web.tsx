import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Act, Say } from '../../../engine/index.js'
import { plural, shown } from '../parts/text.js'
import { useOf } from '../parts/use.js'
import { Acts } from './acts.js'
import { keysOf } from './keys.js'
import { knownIn } from './known.js'
import { Came, Heard, Inbox, Standing } from './report.js'
import { SayForm } from './say.js'
import type { SeatDeck } from './seat-client.web.js'
import type { SeatManual, SeatTurn } from './told.js'

/** Where a person plays: how it stands, what was said and came of it, and what can be done. */
export function Board({
  seats,
  manual,
  isWatching,
}: {
  readonly seats: SeatDeck
  readonly manual: SeatManual
  /** Whether the run is in sight too, whose keys then stay its own. */
  readonly isWatching: boolean
}) {
  const told = useOf(seats.state, (s) => s.told)
  const sent = useOf(seats.state, (s) => s.sent)
  const refused = useOf(seats.state, (s) => s.refused)
  const isAway = useOf(seats.state, (s) => s.isAway)
  const turn = told?.turn
  const isMine = told?.status === 'act' && sent === undefined
  return (
    <div class="board">
      <Standing told={told} manual={manual} sent={sent} isAway={isAway} />
      {refused === undefined ? null : (
        <p class="trouble" role="alert">
          {shown(refused.message)}
          {refused.where === undefined ? null : <code> {shown(refused.where)}</code>}
          {refused.next === undefined ? null : <small> {shown(refused.next)}</small>}
        </p>
      )}
      <Came came={told?.came} />
      {turn === undefined ? null : <Inbox turn={turn} />}
      {turn === undefined || told?.status === 'over' ? null : (
        <Deciding
          seats={seats}
          turn={turn}
          manual={manual}
          isOff={!isMine}
          isWatching={isWatching}
        />
      )}
      <Heard told={told} seat={manual.agent} />
    </div>
  )
}

function Deciding({
  seats,
  turn,
  manual,
  isOff,
  isWatching,
}: {
  readonly seats: SeatDeck
  readonly turn: SeatTurn
  readonly manual: SeatManual
  readonly isOff: boolean
  readonly isWatching: boolean
}) {
  const known = useMemo(() => knownIn(turn, manual), [turn, manual])
  const [queue, setQueue] = useState<readonly Say[]>([])
  const [plan, setPlan] = useState<readonly Act[]>([])
  const isOne = manual.actionsPerTick === 1
  // What was chosen for a tick that is over was chosen for that one.
  useEffect(() => setPlan([]), [turn.tick])
  const decide = async (acts: readonly Act[]): Promise<boolean> => {
    // Buttons that wait keep the focus, so that whoever goes by keys stays where they are.
    if (isOff || !(await seats.act(acts, queue))) return false
    setQueue([])
    setPlan([])
    return true
  }
  const pick = async (act: Act): Promise<boolean> => {
    if (isOne) return decide([act])
    setPlan([...plan, act].slice(0, manual.actionsPerTick))
    return true
  }
  const keys = useMemo(() => keysOf(turn.legal, isWatching), [turn, isWatching])
  useButtonKeys(keys, (i) => {
    const legal = turn.legal[i]
    if (legal !== undefined) void pick(legal.call)
  })
  return (
    <fieldset class="deciding" aria-busy={isOff}>
      <legend class="unseen">Decide tick {turn.tick}</legend>
      <Acts turn={turn} manual={manual} known={known} keys={keys} isOff={isOff} pick={pick} />
      {isOne ? null : (
        <Planned plan={plan} setPlan={setPlan} isOff={isOff} go={() => void decide(plan)} />
      )}
      <p class="other">
        <button type="button" class="chip" aria-disabled={isOff} onClick={() => void decide([])}>
          {queue.length === 0 ? 'Do nothing' : 'Only say it'}
        </button>
      </p>
      {manual.seats.length < 2 ? null : (
        <SayForm turn={turn} manual={manual} known={known} queue={queue} setQueue={setQueue} />
      )}
    </fieldset>
  )
}

/** Where several actions are done in a tick: those that were chosen. */
function Planned({
  plan,
  setPlan,
  isOff,
  go,
}: {
  readonly plan: readonly Act[]
  readonly setPlan: (plan: readonly Act[]) => void
  readonly isOff: boolean
  readonly go: () => void
}) {
  return (
    <div class="planned">
      <ol>
        {plan.map((act, i) => (
          <li key={`${i}${JSON.stringify(act)}`}>
            {shown('text' in act ? act.text : `${act.action} ${JSON.stringify(act.args)}`)}
          </li>
        ))}
      </ol>
      <button type="button" class="primary" disabled={isOff || plan.length === 0} onClick={go}>
        Do {plural(plan.length, 'action')}
      </button>{' '}
      <button type="button" class="chip" onClick={() => setPlan([])}>
        Choose anew
      </button>
    </div>
  )
}

/** Keys press the buttons, except where somebody writes. */
function useButtonKeys(keys: readonly (string | undefined)[], press: (i: number) => void): void {
  const now = useRef({ keys, press })
  now.current = { keys, press }
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return
      const to = e.target as HTMLElement
      if (to.matches('input, select, textarea')) return
      if (document.querySelector('dialog[open]') !== null) return
      const i = now.current.keys.indexOf(e.key)
      if (i < 0) return
      e.preventDefault()
      now.current.press(i)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
