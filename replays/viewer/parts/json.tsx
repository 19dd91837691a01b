import { useState } from 'preact/hooks'
import { JsonTree, Trouble } from './pieces.js'
import { useAnswer, useOf, usePage, useSession } from './use.js'

const WHAT = ['frame', 'documents', 'scenario', 'header'] as const

/** Anything of the file, as it is. */
export function JsonPanel() {
  const { deck } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const [what, setWhat] = useState<(typeof WHAT)[number]>('frame')
  const isOfTick = what === 'frame' || what === 'documents'
  const { value, failure } = useAnswer(session, 'json', { tick: isOfTick ? tick : 0, what })
  return (
    <div>
      <fieldset class="picker">
        <legend class="unseen">What</legend>
        {WHAT.map((name) => (
          <button
            key={name}
            type="button"
            class={name === what ? 'chip on' : 'chip'}
            aria-pressed={name === what}
            onClick={() => setWhat(name)}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <Trouble failure={failure} />
      {value === undefined ? null : <JsonTree key={what} name={what} value={value} open />}
    </div>
  )
}
