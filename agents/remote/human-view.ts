import type { ActionCall, ActionRecord, Envelope, Manual, Turn } from '../../engine/index.js'
import { cleanLine, cleanLines } from './clean.js'

/** How many legal actions are listed unasked. */
const LISTED = 20
/** How many are listed at all. */
const LISTED_MAX = 1000

/** What a person is told before the first turn. */
export function welcomeLines({ manual, agent, team, role, goals }: Turn): readonly string[] {
  const others = manual.seats.filter((s) => s.name !== agent).map((s) => `${s.name} (${s.team})`)
  return [
    '',
    cleanLine(manual.title),
    ...(manual.rules === undefined ? [] : cleanLines(manual.rules).split('\n')),
    `You are ${agent}, ${role}, of the team ${team}. ${others.length === 0 ? 'You are alone' : `With you: ${others.join(', ')}`}. ${manual.horizon} ticks at most.`,
    ...goals.map((g) => `Goal: ${cleanLine(g.text)}`),
    'Give the number of an action, or /help.',
  ]
}

/** What a person perceives. */
export function viewLines(turn: Turn, legal: readonly ActionCall[]): readonly string[] {
  const { manual, last, inbox, sent, tick, reward } = turn
  const seen = manual.hasWords ? turn.text : JSON.stringify(turn.obs, null, 1)
  return [
    '',
    `── tick ${tick} of ${manual.horizon} ── ${turn.agent} ──`,
    ...last.map((a) => `You: ${outcome(manual, a)}`),
    ...(reward === 0 ? [] : [`Reward: ${Math.round(reward * 1e6) / 1e6}`]),
    ...sent
      .filter((m) => m.verdict !== 'ok')
      .map(
        (m) =>
          `Not sent to ${cleanLine(m.to, 64)}: ${m.verdict}${m.note === undefined ? '' : `, ${cleanLine(m.note)}`}`,
      ),
    ...inbox.map(heardLine),
    ...cleanLines(seen).trimEnd().split('\n'),
    ...legalLines(manual, legal),
  ]
}

function outcome(manual: Manual, a: ActionRecord): string {
  const what =
    a.command ??
    (a.action === '' ? '(unreadable)' : callText(manual, { action: a.action, args: a.args }))
  const came =
    a.verdict === 'ok'
      ? (a.text ?? a.note ?? 'done')
      : `${a.verdict}${a.text === undefined ? '' : `: ${a.text}`}`
  return `${a.fallback === true ? 'by default: ' : ''}${cleanLine(what)} → ${cleanLine(came)}`
}

function heardLine({ from, to, type, body, text }: Envelope): string {
  const said = text ?? (typeof body === 'string' ? body : JSON.stringify(body))
  const kind = type === 'text' ? '' : ` ${cleanLine(type, 64)}`
  return `${from} to ${cleanLine(to, 64)}${kind}: ${cleanLine(said, 1000)}`
}

/** What may be done, by number. @param filter only lines that have all of its words; all of them when it is empty */
export function legalLines(
  manual: Manual,
  legal: readonly ActionCall[],
  filter?: string,
): readonly string[] {
  if (legal.length === 0)
    return [
      manual.takesCommands
        ? 'Nothing is numbered: write a command.'
        : 'You can do nothing now: /pass.',
    ]
  const words = (filter ?? '').toLowerCase().split(/\s+/)
  const width = String(legal.length).length
  const lines = legal
    .map(
      (call, i) => `  ${String(i + 1).padStart(width)}  ${cleanLine(callText(manual, call), 120)}`,
    )
    .filter((line) => words.every((word) => line.toLowerCase().includes(word)))
  const shown = lines.slice(0, filter === undefined ? LISTED : LISTED_MAX)
  const left = lines.length - shown.length
  return [
    'You can:',
    ...shown,
    ...(left === 0 ? [] : [`  … and ${left} more: /legal, or /legal WORD`]),
    ...(lines.length === 0 ? ['  none with these words'] : []),
  ]
}

function callText(manual: Manual, call: ActionCall): string {
  const args = Object.keys(call.args).length === 0 ? '' : ` ${JSON.stringify(call.args)}`
  return manual.command(call) ?? `${call.action}${args}`
}

export function helpLines({ actions, takesCommands }: Manual): readonly string[] {
  return [
    '  NUMBER            do what has this number',
    takesCommands
      ? '  any text          a command in the words of the world'
      : `  NAME name=value   an action by its name: ${actions.map((a) => a.name).join(', ')}`,
    '  /say WHO TEXT     say something to all, team, or names joined by commas, with your next action',
    '  /legal [WORD]     list what can be done',
    '  /look             show the view again',
    '  /pass             do nothing in this tick',
    '  /json DECISION    a decision as JSON: {"do": …, "say": …, "why": …}',
    '  /quit             leave; the seat stays empty',
  ]
}
