import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ActionRecord, Json } from '../../../engine/index.js'
import type { Failure } from '../tell.js'
import { brief, shown } from './text.js'
import { usePage } from './use.js'

/** An agent's name with its colour. */
export const AgentName = ({ index, name }: { readonly index: number; readonly name: string }) => {
  const { palette } = usePage()
  return (
    <span class="agent">
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <circle cx="5" cy="5" r="5" fill={palette.of(`agent:${Math.max(0, index)}`)} />
      </svg>
      {shown(name)}
    </span>
  )
}

/** A button that moves the cursor to a tick. */
export const TickLink = ({ tick }: { readonly tick: number }) => {
  const { deck } = usePage()
  return (
    <button type="button" class="tick" title={`Go to tick ${tick}`} onClick={() => deck.seek(tick)}>
      {tick}
    </button>
  )
}

/** A button that selects an entity. */
export const EntityLink = ({ id, label }: { readonly id: number; readonly label: string }) => {
  const { deck } = usePage()
  return (
    <button
      type="button"
      class="plainlink"
      onClick={() => deck.cursor.set({ selected: id, panel: 'entities' })}
    >
      {shown(label)}
    </button>
  )
}

/** What came of something. */
export const Verdict = ({ verdict }: { readonly verdict: string }) => (
  <span
    class={
      verdict === 'ok' ? 'verdict ok' : verdict === 'conflict' ? 'verdict conflict' : 'verdict bad'
    }
  >
    {shown(verdict)}
  </span>
)

/** An action in words: its command if it was given as one, else its name and arguments. */
export function actionText({ action, args, command }: ActionRecord): string {
  if (command !== undefined) return brief(command)
  const values = Object.values(args).map((v) => brief(v as Json, 60))
  return [shown(action || '(unreadable)'), ...values].join(' ')
}

/** What could not be told, and why. */
export const Trouble = ({ failure }: { readonly failure: Failure | undefined }) =>
  failure === undefined ? null : (
    <p class="trouble" role="alert">
      {shown(failure.message)} <code>{failure.code}</code>
      {failure.next === undefined ? null : <small> {shown(failure.next)}</small>}
    </p>
  )

/** A long text: all of it is there, some of it in sight. */
export const LongText = ({ text }: { readonly text: string }) => (
  <pre class="long">{shown(text)}</pre>
)

export const Section = ({
  title,
  children,
}: {
  readonly title: ComponentChildren
  readonly children: ComponentChildren
}) => (
  <section class="section">
    <h2>{title}</h2>
    {children}
  </section>
)

/** Plain data as a tree; a branch is made when it is opened. */
export function JsonTree({
  value,
  name,
  open = false,
}: {
  readonly value: Json
  readonly name?: string
  readonly open?: boolean
}) {
  const [isOpen, setOpen] = useState(open)
  const head = name === undefined ? null : <span class="key">{shown(name)}: </span>
  if (typeof value !== 'object' || value === null)
    return (
      <div class="leaf">
        {head}
        <span class={`value ${value === null ? 'null' : typeof value}`}>
          {shown(String(value))}
        </span>
      </div>
    )
  const entries = Object.entries(value)
  return (
    <details class="branch" open={isOpen} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        {head}
        <span class="hint">
          {Array.isArray(value) ? `[${entries.length}] ` : ''}
          {brief(value as Json, 70)}
        </span>
      </summary>
      {isOpen ? (
        <div class="twigs">
          {entries.map(([key, item]) => (
            <JsonTree key={key} name={key} value={item as Json} />
          ))}
        </div>
      ) : null}
    </details>
  )
}
