import type { CallMessage, CallRecord } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { printableJson } from '../cli/printable.js'

/** What language models were asked for a tick. @param agent only this one's, by name */
export async function callsIn(replay: Replay, tick: number, agent?: string): Promise<CallRecord[]> {
  const found: CallRecord[] = []
  const whose = agent === undefined ? {} : { agent }
  for await (const call of replay.calls({ ticks: [tick, tick], ...whose })) found.push(call)
  return found
}

/** A call in a line: who asked which model what for, what it took, and what came of it. */
export function callText(call: CallRecord, names: readonly string[]): string {
  const { tick, agent, model, purpose, usage, reply, failure } = call
  const at = String(tick).padStart(5)
  const came =
    failure === undefined
      ? printableJson(reply?.value ?? reply?.text ?? null, 1000)
      : `${failure.code}: ${failure.message}`
  const took = `${usage.input} tokens in, ${usage.output} out`
  return `${at}  ${names[agent] ?? agent} asked ${model} (${purpose}; ${took}) → ${came}`
}

/** A call with all that was sent and said, line by line. */
export function promptText(call: CallRecord, names: readonly string[]): string[] {
  const { messages, asked, reply, attempts, latencyMs, price } = call
  const cost = price === undefined ? '' : `, price ${price}`
  const lines = [`${callText(call, names)}`, `  ${attempts} requests, ${latencyMs} ms${cost}`]
  for (const [i, message] of messages.entries()) {
    lines.push(`  ${message.role}${i < asked ? '' : ' (to repair)'}:`)
    lines.push(...indented(contentOf(message)))
  }
  if (reply?.reasoning !== undefined) lines.push('  thought:', ...indented(reply.reasoning))
  if (reply !== undefined) lines.push('  answer:', ...indented(reply.text))
  return lines
}

const indented = (text: string): string[] => text.split('\n').map((line) => `    ${line}`)

const contentOf = ({ content }: CallMessage): string =>
  typeof content === 'string'
    ? content
    : content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n')
