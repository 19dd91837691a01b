import { PANELS, type PanelName } from '../cursor/cursor.js'
import { AgentPanel } from './agent.js'
import { EntitiesPanel } from './entities.js'
import { ForksPanel } from './forks.js'
import { JsonPanel } from './json.js'
import { MessagesPanel } from './messages.js'
import { NowPanel } from './now.js'
import { ScoresPanel } from './scores.web.js'
import { TogetherPanel } from './together.js'
import { useOf, usePage } from './use.js'

const PANEL: Readonly<
  Record<PanelName, { readonly title: string; readonly of: () => preact.ComponentChild }>
> = {
  now: { title: 'Now', of: () => <NowPanel /> },
  agent: { title: 'Agent', of: () => <AgentPanel /> },
  entities: { title: 'Entities', of: () => <EntitiesPanel /> },
  messages: { title: 'Messages', of: () => <MessagesPanel /> },
  scores: { title: 'Scores', of: () => <ScoresPanel /> },
  together: { title: 'Together', of: () => <TogetherPanel /> },
  forks: { title: 'Forks', of: () => <ForksPanel /> },
  json: { title: 'JSON', of: () => <JsonPanel /> },
}

/** The panels, one of which is shown. */
export function Side() {
  const { deck } = usePage()
  const panel = useOf(deck.cursor, (c) => c.panel)
  const isTwo = useOf(deck.shown, (s) => s.sessions.length === 2)
  const side = useOf(deck.cursor, (c) => c.side)
  return (
    <aside class="side" aria-label="Panels">
      <div class="tabs" role="tablist" aria-label="Panels">
        {PANELS.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === panel}
            aria-controls="panel"
            onClick={() => deck.cursor.set({ panel: name })}
          >
            {PANEL[name].title}
          </button>
        ))}
      </div>
      {isTwo ? (
        <fieldset class="picker sides">
          <legend class="unseen">Of which replay</legend>
          {([0, 1] as const).map((i) => (
            <button
              key={i}
              type="button"
              class={i === side ? 'chip on' : 'chip'}
              aria-pressed={i === side}
              onClick={() => deck.cursor.set({ side: i })}
            >
              of {i === 0 ? 'A' : 'B'}
            </button>
          ))}
        </fieldset>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <div id="panel" class="panel" role="tabpanel" aria-labelledby={`tab-${panel}`} tabIndex={0}>
        {PANEL[panel].of()}
      </div>
    </aside>
  )
}
