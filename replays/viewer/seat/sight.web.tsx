import { JsonTree, Section } from '../parts/pieces.js'
import { shown } from '../parts/text.js'
import { Picture } from './picture.web.js'
import type { SeatManual, SeatTold } from './told.js'

/** What the agent of a seat perceives: a picture where it sees everything, words, and the observation itself. */
export function Sight({
  told,
  manual,
}: {
  readonly told: SeatTold | undefined
  readonly manual: SeatManual
}) {
  const turn = told?.turn
  const goals = turn?.goals ?? []
  return (
    <section class="sight" aria-label={`What ${manual.agent} sees`}>
      {told?.scene === undefined ? null : <Picture scene={told.scene} tick={told.tick} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="seen-text" tabIndex={0} aria-label="In words">
        {goals.length === 0 ? null : (
          <Section title="Goals">
            <ul class="rows">
              {goals.map((g) => (
                <li key={g.id}>{shown(g.text)}</li>
              ))}
            </ul>
          </Section>
        )}
        {turn === undefined ? (
          <p class="empty">{shown(manual.agent)} was not asked yet.</p>
        ) : (
          <Section
            title={`What ${shown(manual.agent)} ${turn.tick === told?.tick && told.status === 'act' ? 'sees' : `saw before tick ${turn.tick}`}`}
          >
            {turn.text === undefined ? null : <pre class="words">{shown(turn.text)}</pre>}
            <JsonTree name="observation" value={turn.obs} open={turn.text === undefined} />
          </Section>
        )}
        {manual.rules === undefined ? null : (
          <details open={turn === undefined}>
            <summary>Rules</summary>
            <pre class="words">{shown(manual.rules)}</pre>
          </details>
        )}
      </section>
    </section>
  )
}
