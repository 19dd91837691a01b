import type { CallRecord, Json } from '../../../engine/index.js'
import type { Turn } from '../tell.js'
import { Message } from './messages.js'
import {
  AgentName,
  actionText,
  JsonTree,
  LongText,
  Section,
  TickLink,
  Trouble,
  Verdict,
} from './pieces.js'
import { brief, numberText, plural, shown } from './text.js'
import { useAnswer, useOf, usePage, useSession } from './use.js'

/** A tick as one agent had it: what it saw, was told, asked a model, thought, did, and what came of it. */
export function AgentPanel() {
  const { deck } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const agent = useOf(deck.cursor, (c) => c.agent)
  const { value: turn, failure } = useAnswer(session, 'turn', { tick, agent })
  const agents = session?.opened.agents ?? []
  return (
    <div>
      <fieldset class="picker">
        <legend class="unseen">Agent</legend>
        {agents.map((a, i) => (
          <button
            key={a.name}
            type="button"
            class={i === agent ? 'chip on' : 'chip'}
            aria-pressed={i === agent}
            title={`${a.policy || 'policy unknown'}, ${a.role} of ${a.team}`}
            onClick={() => deck.cursor.set({ agent: i })}
          >
            <AgentName index={i} name={a.name} />
          </button>
        ))}
      </fieldset>
      <Trouble failure={failure} />
      {turn === undefined ? <p class="empty">…</p> : <TurnTold turn={turn} agent={agent} />}
    </div>
  )
}

function TurnTold({ turn, agent }: { readonly turn: Turn; readonly agent: number }) {
  const { mail, seen, isSimulated, calls, why, failure, actions, sent, reward, asked } = turn
  const text = seen.find((s) => s.kind === 'text')
  const obs = seen.find((s) => s.kind === 'obs')
  return (
    <div>
      <Did turn={turn} agent={agent} />
      {failure === undefined ? null : <p class="trouble">{shown(failure)}</p>}
      {why === undefined ? null : (
        <Section title="Because">
          <p class="why">{shown(why)}</p>
        </Section>
      )}
      {asked || actions.length > 0 ? null : <p class="empty">Not asked in tick {turn.tick}.</p>}
      {calls.map((call) => (
        <Call key={call.id} call={call} />
      ))}
      {sent.length === 0 ? null : (
        <Section title="Said">
          {sent.map((m) => (
            <Message key={m.id} message={m} />
          ))}
        </Section>
      )}
      {mail.length === 0 ? null : (
        <Section title={`Inbox (${mail.length})`}>
          {mail.map((m) => (
            <Message key={m.id} message={m} />
          ))}
        </Section>
      )}
      {text === undefined && obs === undefined ? (
        <p class="empty">What it saw was not recorded.</p>
      ) : (
        <Section
          title={isSimulated === true ? 'Could have seen (simulated: it did not look)' : 'Saw'}
        >
          {text === undefined ? null : <LongText text={String(text.value)} />}
          {obs === undefined ? null : (
            <JsonTree name="observation" value={obs.value} open={text === undefined} />
          )}
        </Section>
      )}
      {reward === 0 ? null : <p class="rewards">reward {numberText(reward)}</p>}
    </div>
  )
}

function Did({ turn, agent }: { readonly turn: Turn; readonly agent: number }) {
  if (turn.actions.length === 0) return null
  return (
    <Section title="Did">
      <ul class="rows">
        {turn.actions.map((a, i) => (
          <li key={`${i}${a.action}`}>
            <span class="row">
              <AgentName index={agent} name={turn.agent} />
              <span class="what">{actionText(a)}</span>
              {a.fallback === true ? <small>by default</small> : null}
              <Verdict verdict={a.verdict} />
            </span>
            {a.why === undefined ? null : <small class="note">because: {shown(a.why)}</small>}
            {a.note === undefined ? null : <small class="note">{shown(a.note)}</small>}
            {a.text === undefined ? null : <small class="note">{brief(a.text as Json, 400)}</small>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** A call of a language model: the prompt as it was sent, the reasoning, the reply, and what it took. */
function Call({ call }: { readonly call: CallRecord }) {
  const { usage, reply, failure, messages, asked } = call
  const tokens = `${usage.input} tokens in, ${usage.output} out`
  return (
    <Section title={`Asked ${shown(call.model)} (${shown(call.purpose)})`}>
      <p class="facts">
        <TickLink tick={call.tick} /> {tokens}
        {usage.reasoning > 0 ? `, ${usage.reasoning} of them reasoning` : ''}
        {usage.cached > 0 ? `, ${usage.cached} cached` : ''}, {plural(call.attempts, 'request')},{' '}
        {call.latencyMs} ms{call.price === undefined ? '' : `, price ${numberText(call.price)}`}
      </p>
      {reply?.reasoning === undefined ? null : (
        <details open>
          <summary>Reasoning</summary>
          <LongText text={reply.reasoning} />
        </details>
      )}
      {failure === undefined ? null : (
        <p class="trouble">
          {shown(failure.message)} <code>{shown(failure.code)}</code>
        </p>
      )}
      {reply === undefined ? null : (
        <details open>
          <summary>Reply</summary>
          <LongText text={reply.text} />
        </details>
      )}
      <details>
        <summary>Prompt as sent ({plural(messages.length, 'message')})</summary>
        {messages.map((m, i) => (
          <div key={`${i}${m.role}`} class="prompt">
            <b>
              {m.role}
              {i < asked ? '' : ' (to repair)'}
            </b>
            <LongText
              text={
                typeof m.content === 'string'
                  ? m.content
                  : m.content
                      .map((part) => (part.type === 'text' ? part.text : `[${part.type}]`))
                      .join('\n')
              }
            />
          </div>
        ))}
        {call.schema === undefined ? null : <JsonTree name="schema" value={call.schema} />}
      </details>
    </Section>
  )
}
