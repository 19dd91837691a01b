import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Json } from '../../../engine/index.js'
import type { Cause, EntityRow, Fact } from '../tell.js'
import { AgentName, actionText, JsonTree, Section, TickLink, Trouble, Verdict } from './pieces.js'
import { brief, shown } from './text.js'
import { useAnswer, useMoment, useOf, usePage, useSession } from './use.js'

/** All entities as a tree, and all that is true of the selected one. */
export function EntitiesPanel() {
  const { deck } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const selected = useOf(deck.cursor, (c) => c.selected)
  const [find, setFind] = useState('')
  const { value, failure } = useAnswer(session, 'entities', { tick })
  const rows = useMemo(() => treeOf(value?.rows ?? [], find.toLowerCase()), [value, find])
  return (
    <div>
      {selected === undefined ? null : <EntityCard id={selected} />}
      <input
        class="find"
        type="search"
        placeholder="Find: a name, a component, an agent"
        aria-label="Find entities"
        value={find}
        onInput={(e) => setFind(e.currentTarget.value)}
      />
      <Trouble failure={failure} />
      <Tree rows={rows} />
      {(value?.more ?? 0) > 0 ? <p class="empty">… and {value?.more} more</p> : null}
    </div>
  )
}

interface TreeRow extends EntityRow {
  readonly depth: number
}

/** Rows in the order of a tree: what is in something comes after it. */
function treeOf(rows: readonly EntityRow[], find: string): TreeRow[] {
  const fits = (r: EntityRow): boolean =>
    [r.label, r.owner, ...r.kinds, `#${r.id}`].some((text) => text.toLowerCase().includes(find))
  if (find !== '') return rows.filter(fits).map((r) => ({ ...r, depth: 0 }))
  const ids = new Set(rows.map((r) => r.id))
  const inside = new Map<number, EntityRow[]>()
  for (const row of rows) {
    const parent = ids.has(row.parent) ? row.parent : 0
    inside.set(parent, [...(inside.get(parent) ?? []), row])
  }
  const out: TreeRow[] = []
  const seen = new Set<number>()
  const add = (row: EntityRow, depth: number): void => {
    if (seen.has(row.id)) return
    seen.add(row.id)
    out.push({ ...row, depth: Math.min(depth, 12) })
    for (const child of inside.get(row.id) ?? []) add(child, depth + 1)
  }
  for (const row of inside.get(0) ?? []) add(row, 0)
  // Things that are in one another in a circle are in nothing.
  for (const row of rows) add(row, 0)
  return out
}

const ROW = 26
const SIGHT = 24

/** Only rows in sight are made. */
function Tree({ rows }: { readonly rows: readonly TreeRow[] }) {
  const { deck } = usePage()
  const selected = useOf(deck.cursor, (c) => c.selected)
  const moment = useMoment()
  const [top, setTop] = useState(0)
  const changed = useMemo(() => new Set(moment?.changed), [moment])
  const first = Math.max(0, Math.floor(top / ROW) - 6)
  const part = rows.slice(first, first + SIGHT + 24)
  return (
    <div class="tree" onScroll={(e) => setTop(e.currentTarget.scrollTop)}>
      <ul
        aria-label="Entities"
        style={{ height: `${rows.length * ROW}px`, paddingTop: `${first * ROW}px` }}
      >
        {part.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              class={`row ${row.id === selected ? 'on' : ''} ${changed.has(row.id) ? 'changed' : ''}`}
              aria-pressed={row.id === selected}
              style={{ paddingLeft: `${0.5 + row.depth}rem` }}
              onClick={() => deck.cursor.set({ selected: row.id })}
            >
              <span class="what">{shown(row.label)}</span>
              <small>{shown(row.kinds.join(' '))}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What is true of an entity, what the tick changed of it, and why. */
function EntityCard({ id }: { readonly id: number }) {
  const { deck } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const [asked, setAsked] = useState<string | undefined>(undefined)
  const [at, setAt] = useState(tick)
  useEffect(() => setAsked(undefined), [id])
  const { value, failure } = useAnswer(session, 'entity', { tick, id })
  const why = useAnswer(
    session,
    'why',
    asked === undefined ? undefined : { tick: at, id, what: asked },
  )
  if (failure !== undefined)
    return (
      <p class="empty">
        #{id} is not there in tick {tick}.
      </p>
    )
  if (value === undefined) return <p class="empty">…</p>
  const index = session?.opened.agents.findIndex((a) => a.name === value.owner) ?? -1
  return (
    <Section
      title={
        <>
          {shown(value.label)} <small>#{id}</small>{' '}
          {index >= 0 ? <AgentName index={index} name={value.owner} /> : null}
        </>
      }
    >
      {asked === undefined ? null : <WhyCard cause={why.value} what={asked} />}
      <table class="factstable">
        <tbody>
          {value.facts.map((fact) => (
            <FactRow
              key={fact.what}
              fact={fact}
              ask={() => {
                setAt(tick)
                setAsked(fact.what)
              }}
            />
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function FactRow({ fact, ask }: { readonly fact: Fact; readonly ask: () => void }) {
  const { what, value, label, changed } = fact
  const isLong = typeof value === 'object' && value !== null && label === undefined
  return (
    <tr class={changed === undefined ? '' : 'changed'}>
      <th scope="row">{shown(what)}</th>
      <td>
        {isLong ? (
          <JsonTree value={value} />
        ) : (
          <span>{label === undefined ? brief(value) : shown(label)}</span>
        )}
        {changed === undefined ? null : (
          <small class="was">
            was {brief(changed.old ?? null, 60)}, {shown(changed.by)}
          </small>
        )}
      </td>
      <td>
        <button type="button" class="ask" aria-label={`Why ${shown(what)}`} onClick={ask}>
          why
        </button>
      </td>
    </tr>
  )
}

/** What last set a value: cause, action, agent, and the way to what it thought. */
function WhyCard({
  cause,
  what,
}: {
  readonly cause: Cause | null | undefined
  readonly what: string
}) {
  const { deck } = usePage()
  const session = useSession()
  if (cause === undefined) return <p class="whycard">…</p>
  if (cause === null) return <p class="whycard">Nothing has ever set {shown(what)}.</p>
  const index = session?.opened.agents.findIndex((a) => a.name === cause.agent) ?? -1
  const open = (): void => {
    deck.cursor.set({ agent: index, panel: 'agent', playing: false })
    deck.seek(cause.tick)
  }
  return (
    <div class="whycard" role="status">
      <p>
        <b>{shown(cause.what)}</b> became {brief(cause.value as Json, 80)} in tick{' '}
        <TickLink tick={cause.tick} />, it was {brief(cause.old, 80)}.
      </p>
      <p>
        {index >= 0 ? <AgentName index={index} name={cause.agent ?? ''} /> : null}{' '}
        {cause.action === undefined ? shown(cause.by) : actionText(cause.action)}{' '}
        {cause.action === undefined ? null : <Verdict verdict={cause.action.verdict} />}
      </p>
      {cause.action?.why === undefined ? null : <p class="why">{shown(cause.action.why)}</p>}
      {index < 0 ? null : (
        <button type="button" class="primary" onClick={open}>
          What {shown(cause.agent ?? '')} saw and thought then
        </button>
      )}
    </div>
  )
}
