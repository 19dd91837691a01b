import type { Act, Decision, Policy, Say, Turn } from '../../engine/index.js'
import { failure } from './failures.js'
import { type Heard, hear } from './human-ear.js'
import { helpLines, legalLines, viewLines, welcomeLines } from './human-view.js'
import { playersBySeat } from './players.js'

/** Where a person reads and writes. */
export interface Desk {
  /** Writes lines; they are safe to print. */
  tell(lines: readonly string[]): void
  /** The next line that is written there; undefined when there will be none. Rejects with the signal's reason. */
  ask(prompt: string, signal: AbortSignal): Promise<string | undefined>
  /** Lets several people at one desk have their turns one after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Called when an episode is over. */
  leave(): void
}

export interface HumanOptions {
  /** The terminal, or what is piped in, when left out. */
  readonly desk?: Desk
  /** Milliseconds for one decision; 0, for ever, when left out. */
  readonly timeoutMs?: number
}

/**
 * Lets a person play: shows what the agent perceives and what it may do, and asks. It needs Node, unless a desk is given.
 *
 * @throws CoactError `human/no-input` with the first turn, when nobody can write anything
 * @example
 * await run(scenario, { agents: { ada: humanPolicy(), bob: planner } })
 */
export function humanPolicy({ desk, timeoutMs = 0 }: HumanOptions = {}): Policy<'*'> {
  return {
    kind: 'policy',
    id: 'human',
    version: 1,
    world: '*',
    timeoutMs,
    ...playersBySeat(async () => {
      const at = desk ?? (await import('./desk.node.js')).terminalDesk()
      return personAt(at)
    }),
  }
}

function personAt(desk: Desk): {
  decide(turn: Turn): Promise<Decision>
  end(): Promise<void>
} {
  let isNew = true
  let hasLeft = false
  return {
    decide: (turn) =>
      desk.inTurn(async () => {
        turn.signal.throwIfAborted()
        if (!hasLeft) {
          if (isNew) desk.tell(welcomeLines(turn))
          isNew = false
          const decision = await converse(desk, turn)
          if (decision !== 'quit') return decision
          hasLeft = true
        }
        throw failure('absent', 'Whoever played here has left')
      }),
    async end() {
      desk.leave()
    },
  }
}

/** Talks until there is a decision. */
async function converse(desk: Desk, turn: Turn): Promise<Exclude<Decision, undefined> | 'quit'> {
  const { manual } = turn
  const legal = turn.legal()
  const say: Say[] = []
  desk.tell(viewLines(turn, legal))
  for (;;) {
    const line = await desk.ask(`${turn.agent}> `, turn.signal)
    if (line === undefined) return 'quit'
    const heard = hear(line, { manual, legal, agents: turn.agents, me: turn.agent })
    if (heard.kind === 'quit') return 'quit'
    if (heard.kind === 'decision') return heard.decision as Exclude<Decision, undefined>
    if (heard.kind === 'do') {
      const refused = refusalOf(turn, heard.do)
      if (refused === undefined) return { do: heard.do, ...(say.length === 0 ? {} : { say }) }
      desk.tell([refused])
    } else if (heard.kind === 'say') {
      say.push(heard.say)
      desk.tell(['It goes out with what you do in this tick.'])
    } else desk.tell(answer(heard, turn, legal))
  }
}

function answer(
  heard: Exclude<Heard, { readonly kind: 'quit' | 'do' | 'say' | 'decision' }>,
  turn: Turn,
  legal: ReturnType<Turn['legal']>,
): readonly string[] {
  if (heard.kind === 'help') return helpLines(turn.manual)
  if (heard.kind === 'look') return viewLines(turn, legal)
  return heard.kind === 'legal' ? legalLines(turn.manual, legal, heard.filter) : [heard.why]
}

/** What is said against what somebody wants to do, before it costs a tick. */
function refusalOf(turn: Turn, acts: readonly Act[]): string | undefined {
  for (const act of acts) {
    const refusal = turn.refusal(act)
    if (refusal !== undefined)
      return `Not now: ${refusal.reject}${refusal.text === undefined ? '' : `, ${refusal.text}`}`
  }
  return undefined
}
