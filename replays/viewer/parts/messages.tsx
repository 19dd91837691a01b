import { useState } from 'preact/hooks'
import type { Json, MessageRecord } from '../../../engine/index.js'
import { AgentName, JsonTree, Section, TickLink, Trouble, Verdict } from './pieces.js'
import { brief, plural, shown } from './text.js'
import { useAnswer, useOf, usePage, useSession } from './use.js'

/** One message in a line, and all of it when it is opened. */
export function Message({ message: m }: { readonly message: MessageRecord }) {
  const session = useSession()
  const index = session?.opened.agents.findIndex((a) => a.name === m.from) ?? -1
  const words = m.text ?? (typeof m.body === 'string' ? m.body : brief(m.body, 220))
  const what = m.protocol === undefined ? m.type : `${m.protocol} · ${m.act ?? m.type}`
  return (
    <article class={m.verdict === 'ok' ? 'message' : 'message refused'}>
      <header>
        <TickLink tick={m.tick} />
        <AgentName index={index} name={m.from} />
        <span class="to">→ {shown(m.to)}</span>
        <span class="type">{shown(what)}</span>
        {m.verdict === 'ok' ? null : <Verdict verdict={m.verdict} />}
        {m.lost === undefined ? null : (
          <span class="verdict bad">lost for {shown(m.lost.join(', '))}</span>
        )}
      </header>
      <p>{shown(words)}</p>
      {m.note === undefined ? null : <small class="note">{shown(m.note)}</small>}
    </article>
  )
}

/** What was said up to the cursor, by conversation or one after the other. */
export function MessagesPanel() {
  const { deck } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const [find, setFind] = useState('')
  const { value: talk, failure } = useAnswer(session, 'talk', { tick })
  const wanted = (talk?.messages ?? []).filter((m) => fits(m, find.toLowerCase()))
  return (
    <div>
      <input
        class="find"
        type="search"
        placeholder="Find: a name, a type, a word"
        aria-label="Find messages"
        value={find}
        onInput={(e) => setFind(e.currentTarget.value)}
      />
      <Trouble failure={failure} />
      {talk === undefined ? <p class="empty">…</p> : null}
      {talk !== undefined && wanted.length === 0 ? (
        <p class="empty">Nobody has said that yet.</p>
      ) : null}
      {threadsOf(wanted).map(({ key, title, messages }) => (
        <Section key={key} title={title}>
          <State conversations={talk?.conversations ?? null} id={key} />
          {messages.toReversed().map((m) => (
            <Message key={m.id} message={m} />
          ))}
        </Section>
      ))}
      {talk?.more === true ? <p class="empty">Earlier ones: go back with the cursor.</p> : null}
    </div>
  )
}

const fits = (m: MessageRecord, find: string): boolean =>
  find === '' ||
  [m.from, m.to, m.type, m.protocol, m.verdict, m.text, JSON.stringify(m.body)].some((part) =>
    part?.toLowerCase().includes(find),
  )

interface Thread {
  readonly key: string
  readonly title: string
  readonly messages: readonly MessageRecord[]
}

/** Messages by conversation, the one that was added to last first; those without one together. */
function threadsOf(messages: readonly MessageRecord[]): Thread[] {
  const threads = new Map<string, MessageRecord[]>()
  for (const m of messages) {
    const key = m.conversation ?? ''
    const list = threads.get(key) ?? []
    list.push(m)
    threads.delete(key)
    threads.set(key, list)
  }
  return [...threads].reverse().map(([key, list]) => ({
    key,
    messages: list,
    title:
      key === ''
        ? 'Said freely'
        : `${list[0]!.protocol ?? 'conversation'} ${shown(key)} (${plural(list.length, 'message')})`,
  }))
}

/** How a conversation stands, as the state has it. */
function State({ conversations, id }: { readonly conversations: Json; readonly id: string }) {
  const state = id === '' ? undefined : stateOf(conversations, id, 0)
  return state === undefined ? null : <JsonTree name="state" value={state} />
}

/** Finds the part of a document that has a name. */
function stateOf(value: Json, id: string, depth: number): Json | undefined {
  if (typeof value !== 'object' || value === null || depth > 4) return undefined
  if (!Array.isArray(value) && Object.hasOwn(value, id)) return (value as Record<string, Json>)[id]
  for (const item of Object.values(value)) {
    if (typeof item === 'object' && item !== null && (item as { readonly id?: Json }).id === id)
      return item as Json
    const found = stateOf(item as Json, id, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
