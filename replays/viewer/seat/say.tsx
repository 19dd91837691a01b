import { useId, useState } from 'preact/hooks'
import type { Json, Say } from '../../../engine/index.js'
import { Section } from '../parts/pieces.js'
import { brief, shown } from '../parts/text.js'
import { Fields } from './form.js'
import type { Known } from './known.js'
import { blankOf } from './schema.js'
import type { SeatManual, SeatTurn, TalkTold } from './told.js'

/** A kind of message that can be said now. */
interface Kind {
  readonly key: string
  readonly label: string
  readonly type: string
  /** Absent for plain words. */
  readonly body?: Json
  readonly protocol?: string
  readonly talk?: TalkTold
}

/** Says something: plain words, a message of the world, or one of a protocol. It goes out with the next action. */
export function SayForm({
  turn,
  manual,
  known,
  queue,
  setQueue,
}: {
  readonly turn: SeatTurn
  readonly manual: SeatManual
  readonly known: Known
  readonly queue: readonly Say[]
  readonly setQueue: (queue: readonly Say[]) => void
}) {
  const kinds = kindsOf(manual, turn.talks ?? [])
  const [key, setKey] = useState('text')
  const kind = kinds.find((k) => k.key === key) ?? kinds[0]!
  const [to, setTo] = useState('all')
  const [text, setText] = useState('')
  const [body, setBody] = useState<Json | undefined>(undefined)
  const value = body ?? (kind.body === undefined ? undefined : blankOf(kind.body, kind.body))
  const id = useId()
  const add = (): void => {
    setQueue([...queue, messageOf(kind, to, text, value)])
    setText('')
    setBody(undefined)
  }
  return (
    <Section title="Say something">
      <form
        class="form"
        aria-label="Say something"
        onSubmit={(e) => {
          e.preventDefault()
          add()
        }}
      >
        {kinds.length === 1 ? null : (
          <div class="field">
            <label for={`${id}kind`}>what</label>
            <select
              id={`${id}kind`}
              value={kind.key}
              onChange={(e) => {
                setKey(e.currentTarget.value)
                setBody(undefined)
              }}
            >
              {kinds.map((k) => (
                <option key={k.key} value={k.key}>
                  {shown(k.label)}
                </option>
              ))}
            </select>
          </div>
        )}
        {kind.talk === undefined ? <To id={`${id}to`} to={to} set={setTo} manual={manual} /> : null}
        {kind.body === undefined ? null : (
          <Fields
            key={kind.key}
            schema={kind.body}
            root={kind.body}
            value={value}
            isRequired
            set={setBody}
            known={() => known.names}
          />
        )}
        <div class="field">
          <label for={`${id}text`}>
            words{kind.body === undefined ? '' : <small> optional</small>}
          </label>
          <input
            id={`${id}text`}
            type="text"
            autocomplete="off"
            maxLength={2000}
            required={kind.body === undefined}
            value={text}
            onInput={(e) => setText(e.currentTarget.value)}
          />
        </div>
        <button type="submit" class="chip">
          Say it with the next action
        </button>
      </form>
      <Queued queue={queue} setQueue={setQueue} />
    </Section>
  )
}

function To({
  id,
  to,
  set,
  manual: { seats, agent },
}: {
  readonly id: string
  readonly to: string
  readonly set: (to: string) => void
  readonly manual: SeatManual
}) {
  return (
    <div class="field">
      <label for={id}>to</label>
      <select id={id} value={to} onChange={(e) => set(e.currentTarget.value)}>
        <option value="all">all</option>
        <option value="team">my team</option>
        {seats
          .filter((s) => s.name !== agent)
          .map((s) => (
            <option key={s.name} value={s.name}>
              {shown(s.name)}
            </option>
          ))}
      </select>
    </div>
  )
}

function Queued({
  queue,
  setQueue,
}: {
  readonly queue: readonly Say[]
  readonly setQueue: (queue: readonly Say[]) => void
}) {
  if (queue.length === 0) return null
  return (
    <ul class="rows" aria-label="To be said">
      {queue.map((say, i) => (
        <li key={`${i}${say.type}`} class="row">
          <span class="what">
            to {shown(say.to)}: {say.type === 'text' ? '' : `${shown(say.type)} `}
            {brief(say.text ?? say.body, 80)}
          </span>
          <button
            type="button"
            class="ask"
            aria-label={`Do not say it: ${brief(say.text ?? say.body, 40)}`}
            onClick={() => setQueue(queue.filter((_, at) => at !== i))}
          >
            remove
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What can be said: words, messages of the world, openings of protocols, and what conversations allow now. */
function kindsOf({ messages, protocols }: SeatManual, talks: readonly TalkTold[]): Kind[] {
  const kinds: Kind[] = [{ key: 'text', label: 'words', type: 'text' }]
  for (const { type, body } of messages) kinds.push({ key: `m ${type}`, label: type, type, body })
  for (const { id, opens, messages: acts } of protocols)
    for (const { type, body } of acts)
      if (opens.includes(type))
        kinds.push({ key: `p ${id} ${type}`, label: `${id}: ${type}`, type, body, protocol: id })
  return [...talks.flatMap((talk) => goingOn(talk, protocols)), ...kinds]
}

/** What may be said in a conversation now. */
function goingOn(talk: TalkTold, protocols: SeatManual['protocols']): Kind[] {
  const id = talk.protocol.split('@')[0]!
  const acts = protocols.find((p) => p.id === id)?.messages ?? []
  if (talk.outcome !== undefined) return []
  return acts
    .filter(({ type }) => talk.allowed.includes(type))
    .map(({ type, body }) => ({
      key: `t ${talk.id} ${type}`,
      label: `${type}, in ${id} ${talk.id} with ${talk.participants.join(', ')}`,
      type,
      body,
      protocol: id,
      talk,
    }))
}

function messageOf(
  { type, body: schema, protocol, talk }: Kind,
  to: string,
  text: string,
  body: Json | undefined,
): Say {
  if (schema === undefined) return { to, type, body: text }
  return {
    to: talk === undefined ? to : 'all',
    type,
    body: body ?? {},
    ...(protocol === undefined ? {} : { protocol }),
    ...(talk === undefined ? {} : { conversation: talk.id }),
    ...(text === '' ? {} : { text }),
  }
}
