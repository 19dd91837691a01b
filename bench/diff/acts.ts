import type { Replay, Span } from '../../replays/index.js'
import { json } from './about.js'

/** An action in short. */
export interface DoneAction {
  readonly agent: string
  readonly action: string
  readonly args: Readonly<Record<string, unknown>>
  readonly verdict: string
}

/** The first tick in which something else was done. */
export interface ActDifference {
  readonly tick: number
  readonly a: readonly DoneAction[]
  readonly b: readonly DoneAction[]
}

/**
 * Finds the first tick in which the actions or their verdicts differ. Where two runs began otherwise, this tells when it
 * began to matter. Of the files only the actions are read.
 */
export async function firstActs(
  a: Replay,
  b: Replay,
  span: Span,
): Promise<ActDifference | undefined> {
  const [p, q] = [actsOf(a, span), actsOf(b, span)]
  let [x, y] = [await p.next(), await q.next()]
  while (x.done !== true || y.done !== true) {
    const tick = Math.min(x.value?.tick ?? Infinity, y.value?.tick ?? Infinity)
    const mine = x.value?.tick === tick ? x.value.acts : []
    const theirs = y.value?.tick === tick ? y.value.acts : []
    if (json(mine) !== json(theirs)) {
      const others = (acts: readonly DoneAction[], than: readonly DoneAction[]): DoneAction[] =>
        acts.filter((act) => !than.some((other) => json(other) === json(act)))
      return { tick, a: others(mine, theirs), b: others(theirs, mine) }
    }
    ;[x, y] = [await p.next(), await q.next()]
  }
  return undefined
}

async function* actsOf(
  replay: Replay,
  span: Span,
): AsyncGenerator<
  { readonly tick: number; readonly acts: readonly DoneAction[] },
  undefined,
  void
> {
  const { agents } = replay.info.header
  for await (const { tick, actions } of replay.lines('/actions', span)) {
    const acts = actions.map(({ agent, action, args, verdict }) => ({
      agent: agents[agent]?.name ?? String(agent),
      action,
      args,
      verdict,
    }))
    yield { tick, acts }
  }
  return undefined
}
