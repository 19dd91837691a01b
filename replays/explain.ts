import { chainAfter, type Episode, errorText, type Frame } from '../engine/index.js'
import type { ReplayHeader } from './header.js'
import { standingFrame } from './parent-frame.js'
import type { Replay } from './reader.js'
import { VERSION } from './version.js'

/**
 * Why a file and its simulation differ: the file does not agree with itself; the world does not agree with itself;
 * or both do, and the rules are not those that were recorded.
 */
export type Blame = 'file' | 'world' | 'rules'

/** Why, and the same in words. */
export interface Explanation {
  readonly blame: Blame
  readonly explanation: string
}

/** Where verifying stopped. */
export interface Parting {
  /** The recorded frame of that tick. */
  readonly frame: Frame
  /** The chain hash of the tick before, on which both agree; empty before the first. */
  readonly before: string
  /** What the simulation came to there: see {@link outcomeOf}. */
  readonly outcome: string
  /** Whether the first difference is in the state. */
  readonly isState: boolean
}

/**
 * Finds out why a file and its simulation differ, by simulating once more.
 * @param make an episode as it was before the recorded ones' first step
 */
export async function explain(
  replay: Replay,
  make: () => Promise<Episode>,
  { frame, before, outcome, isState }: Parting,
): Promise<Explanation> {
  const { header, first } = replay.info
  const { tick, chain } = frame
  // The frame of a fork's beginning tells how things stand, and chains nothing.
  const chains = tick > first || header.parent === undefined
  if (chains && chainAfter(before, frame) !== chain) {
    return altered(`The chain hash of tick ${tick} is not that of what the file tells`)
  }
  if (chain === outcome && isState) {
    return altered(
      `The hash of the state of tick ${tick} is right, but not what the file tells of it`,
    )
  }
  const again = await simulated(replay, make, tick)
  if (again !== outcome) {
    return {
      blame: 'world',
      explanation: `${named(header)} is not deterministic: simulated twice from the same inputs, tick ${tick} came out otherwise.`,
    }
  }
  return { blame: 'rules', explanation: rulesChanged(header, tick) }
}

/** An explanation for a file that contradicts itself. */
export const altered = (how: string): Explanation => ({
  blame: 'file',
  explanation: `${how}: the file was altered after it was recorded.`,
})

function rulesChanged(header: ReplayHeader, tick: number): string {
  const rules =
    header.engine === VERSION
      ? `the world's rules changed without its version, which is still ${header.world.version}`
      : `the rules changed, those of the engine from ${header.engine} to ${VERSION} or the world's without its version`
  return `${named(header)} is deterministic, but from tick ${tick} on not what was recorded: ${rules}. Raise the version, or verify with the code that recorded it. (What no hash covers, altered in the file, would look the same.)`
}

const named = ({ world }: ReplayHeader): string => `${world.id}@${world.version}`

/** What stepping comes to, as a text that is equal for equal outcomes. */
export function outcomeOf(step: () => Frame): string {
  try {
    return step().chain
  } catch (e) {
    return `error: ${errorText(e)}`
  }
}

/** What an episode that has ended comes to. */
export const ended = ({ end }: Episode): string => `end: ${end}`

/** Steps through the recorded inputs up to a tick. @returns what came of it */
async function simulated(
  replay: Replay,
  make: () => Promise<Episode>,
  tick: number,
): Promise<string> {
  const episode = await make()
  const { first, header } = replay.info
  if (tick === first) {
    return header.parent === undefined ? episode.first!.chain : standingFrame(episode).chain
  }
  let outcome = ''
  for await (const { inputs } of replay.frames(first + 1, tick)) {
    if (episode.end !== undefined) return ended(episode)
    outcome = outcomeOf(() => episode.step(inputs))
  }
  return outcome
}
