import { Trouble } from '../parts/pieces.js'
import { shown } from '../parts/text.js'
import { useOf } from '../parts/use.js'
import type { SeatDeck } from './seat-client.web.js'
import type { SeatPlace } from './told.js'

/** Which seat to take, or only to watch. */
export function ChooseSeat({ seats }: { readonly seats: SeatDeck }) {
  const places = useOf(seats.state, (s) => s.places)
  const problem = useOf(seats.state, (s) => s.problem)
  const wanted = useOf(seats.state, (s) => s.wanted)
  return (
    <main class="empty-page">
      <section class="seats" aria-labelledby="seats-title">
        <h2 id="seats-title">Who do you want to be?</h2>
        <Trouble failure={problem} />
        <ul class="rows">
          {places.map((place) => (
            <Place key={place.name} place={place} seats={seats} isWanted={wanted === place.name} />
          ))}
        </ul>
        <p class="hint">
          Whoever has a seat sees what its agent sees. The run waits; closing the page ends nothing.
        </p>
        <button type="button" class="chip" onClick={() => void seats.reveal()}>
          Take no seat: watch and see everything
        </button>
      </section>
    </main>
  )
}

function Place({
  place: { name, role, team, taken },
  seats,
  isWanted,
}: {
  readonly place: SeatPlace
  readonly seats: SeatDeck
  readonly isWanted: boolean
}) {
  return (
    <li class={isWanted ? 'place wanted' : 'place'}>
      <span class="what">
        <b>{shown(name)}</b>{' '}
        <small>
          {shown(role)} of {shown(team)}
          {taken ? ', played in another page' : ''}
        </small>
      </span>
      {taken ? (
        <button type="button" class="chip" onClick={() => void seats.claim(name, true)}>
          Take over {shown(name)}
        </button>
      ) : (
        <button type="button" class="primary" onClick={() => void seats.claim(name, false)}>
          Play {shown(name)}
        </button>
      )}
    </li>
  )
}
