import { safeText, type Turn } from '../../engine/index.js'
import { cleanLine } from './clean.js'
import { failure } from './failures.js'

/** The version of the protocol between Coact and a program that plays. */
export const REMOTE_PROTOCOL = 1

/** Parts of a turn that a program may ask for; the others are always there. */
export type Want = 'obs' | 'text' | 'legal'

const WANTS: readonly Want[] = ['obs', 'text', 'legal']

/** What a program is told before its first turn: the same in every episode of the scenario, whatever the seed. */
export function helloMessage({ manual, agent, team, role }: Turn): object {
  const { seats, hasWords, takesCommands, command: _, ...rest } = manual
  return {
    type: 'hello',
    protocol: REMOTE_PROTOCOL,
    versions: [REMOTE_PROTOCOL],
    agent,
    team,
    role,
    agents: seats,
    words: hasWords,
    commands: takesCommands,
    ...rest,
  }
}

/** What a program is told when it is asked. @throws what the world's own code throws */
export function turnMessage(turn: Turn, wants: ReadonlySet<Want>): object {
  const { tick, inbox, sent, talks, goals, reward, manual, memory } = turn
  return {
    type: 'turn',
    tick,
    ...(wants.has('obs') ? { obs: turn.obs } : {}),
    ...(wants.has('text') && manual.hasWords ? { text: turn.text } : {}),
    inbox,
    ...(sent.length === 0 ? {} : { sent }),
    ...(talks.length === 0 ? {} : { talks }),
    ...(goals.length === 0 ? {} : { goals }),
    last: turn.last.map(({ agent: _, why, reads, writes, took, ...told }) => told),
    reward,
    ...(wants.has('legal') ? { legal: turn.legal() } : {}),
    ...(memory === undefined || memory === null ? {} : { memory }),
  }
}

/** What a program answers to the greeting: which parts of a turn it wants. */
export interface Ready {
  readonly wants: ReadonlySet<Want>
}

/** Reads the answer to the greeting. @returns a text when it speaks no version that is known. @throws CoactError `turn/bad-decision` */
export function readReady(line: string): Ready | string {
  const { type, protocol, wants } = readMessage(line)
  if (type !== 'ready')
    throw failure('bad-decision', `It was to answer { "type": "ready" }, and wrote ${shown(line)}`)
  if (protocol !== REMOTE_PROTOCOL)
    return `It speaks version ${cleanLine(safeText(protocol), 40)} of the protocol; known: ${REMOTE_PROTOCOL}`
  const wanted = Array.isArray(wants)
    ? WANTS.filter((want) => wants.includes(want))
    : ['obs' as const]
  return { wants: new Set(wanted) }
}

/** A decision as a policy returns it; or undefined when it belongs to a tick that is over. @throws CoactError `turn/bad-decision` */
export function readAnswer(line: string, tick: number): { readonly decision: object } | undefined {
  const message = readMessage(line)
  if (message['type'] !== 'decision')
    throw failure(
      'bad-decision',
      `It was to answer { "type": "decision" }, and wrote ${shown(line)}`,
    )
  const answered = message['tick']
  if (typeof answered === 'number' && answered < tick) return undefined
  if (answered !== tick) {
    const got = answered === undefined ? 'no tick' : `tick ${cleanLine(safeText(answered), 40)}`
    throw failure('bad-decision', `A decision names its tick: ${tick}; this one names ${got}`)
  }
  const { do: acts, say, why, memory } = message
  return {
    decision: {
      do: acts,
      say,
      why,
      ...(memory === undefined || memory === null ? {} : { memory }),
    },
  }
}

function readMessage(line: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw failure('bad-decision', `It wrote what is not JSON: ${shown(line)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw failure('bad-decision', `It was to write a JSON object, and wrote ${shown(line)}`)
  return value as Readonly<Record<string, unknown>>
}

const shown = (line: string): string => cleanLine(line, 120)
