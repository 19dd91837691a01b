import { useEffect, useState } from 'preact/hooks'
import { Side } from '../parts/side.js'
import { useOf, usePage } from '../parts/use.js'
import { Board } from './board.web.js'
import { ChooseSeat } from './choose.js'
import type { SeatDeck } from './seat-client.web.js'
import { Sight } from './sight.web.js'

/** A seat and nothing else: what its agent sees, and what it can do. */
export function Room({ seats }: { readonly seats: SeatDeck }) {
  const manual = useOf(seats.state, (s) => s.manual)
  const told = useOf(seats.state, (s) => s.told)
  if (manual === undefined) return <ChooseSeat seats={seats} />
  return (
    <main class="main">
      <Sight told={told} manual={manual} />
      <aside class="side" aria-label={`The seat of ${manual.agent}`}>
        <div class="panel">
          <Board seats={seats} manual={manual} isWatching={false} />
          <SeatActs seats={seats} />
        </div>
      </aside>
    </main>
  )
}

/** Beside the whole run: the panels that tell of it, and the seat. */
export function SeatSide({ seats }: { readonly seats: SeatDeck }) {
  const manual = useOf(seats.state, (s) => s.manual)
  const isMine = useOf(seats.state, (s) => s.told?.status === 'act' && s.sent === undefined)
  const { deck } = usePage()
  const [isPlaying, setPlaying] = useState(true)
  // Who asks for a panel, by a key or in the picture, wants to see it.
  useEffect(
    () => deck.cursor.watch((now, before) => now.panel !== before.panel && setPlaying(false)),
    [deck],
  )
  if (manual === undefined) return <Side />
  return (
    <div class="seatside">
      <fieldset class="picker sides">
        <legend class="unseen">What is shown here</legend>
        {[true, false].map((plays) => (
          <button
            key={String(plays)}
            type="button"
            class={plays === isPlaying ? 'chip on' : 'chip'}
            aria-pressed={plays === isPlaying}
            onClick={() => setPlaying(plays)}
          >
            {!plays ? 'Look around' : isMine ? 'Play: it is your turn' : 'Play'}
          </button>
        ))}
      </fieldset>
      {isPlaying ? (
        <aside class="side" aria-label={`The seat of ${manual.agent}`}>
          <div class="panel">
            <Board seats={seats} manual={manual} isWatching />
            <SeatActs seats={seats} />
          </div>
        </aside>
      ) : (
        <Side />
      )}
    </div>
  )
}

/** What can be done with the seat itself. */
function SeatActs({ seats }: { readonly seats: SeatDeck }) {
  const told = useOf(seats.state, (s) => s.told)
  if (told?.status === 'over') return null
  return (
    <p class="seatacts">
      {told?.open === true ? (
        <small>You were shown everything; the others are told so.</small>
      ) : (
        <button type="button" class="chip" onClick={() => void seats.reveal()}>
          Show me everything
        </button>
      )}
      <button type="button" class="chip" onClick={() => void seats.leave()}>
        Leave the seat
      </button>
    </p>
  )
}
