import {
  type Episode,
  errorText,
  type Frame,
  isCoactError,
  type Scenario,
} from '../engine/index.js'
import { type Difference, firstDifference, sameFrame } from './compare.js'
import { altered, type Blame, type Explanation, ended, explain } from './explain.js'
import { forkState, standingFrame } from './parent-frame.js'
import type { Replay } from './reader.js'
import { recordedEpisode } from './recorded.js'
import { checkSchema, checkWorld, warningsFor } from './same-world.js'
import { packState, unpackState } from './save.js'
import { tablesOf } from './tables.js'

export interface VerifyOptions {
  /** Saves, makes bytes of it and goes on in an episode made from nothing, at every tick. */
  readonly heavy?: boolean
}

export interface VerifyResult {
  readonly ok: boolean
  /** Ticks that agree. */
  readonly ticks: number
  /** The chain hash of the last of them. */
  readonly chain: string
  readonly difference?: Difference
  /** Where they differ: whether file, world or rules are to blame. */
  readonly blame?: Blame
  /** The same in words. */
  readonly explanation?: string
  readonly warnings: readonly string[]
}

/**
 * Simulates a recorded run again from its inputs and compares everything that happened, tick by tick. Policies are not
 * asked: what they decided is in the file.
 *
 * @param scenario the one that was recorded; seed, profile, agents, horizon and tapes are the file's
 * @throws CoactError `replay/world-version` when the scenario's world is another one, or another version
 * @example
 * const { ok, difference } = await verifyReplay(replay, scenario)
 * if (!ok) console.log(differenceText(difference!))
 */
export async function verifyReplay(
  replay: Replay,
  scenario: Scenario,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  const { header, damage } = replay.info
  checkWorld(header, scenario)
  const warnings = warningsFor(header, scenario, damage)
  let chain = ''
  let agreed = -1
  const failed = (difference: Difference, why?: Explanation): VerifyResult => ({
    ok: false,
    ticks: Math.max(agreed, 0),
    chain,
    difference,
    ...why,
    warnings,
  })
  let episode: Episode | undefined
  let make: (() => Episode) | undefined
  const begun = async (): Promise<Episode> => {
    const made = make!()
    checkSchema(header, made)
    if (header.parent !== undefined) made.restore(await forkState(replay))
    return made
  }
  const why = (frame: Frame, outcome: string, isState = false): Promise<Explanation> =>
    explain(replay, begun, { frame, before: chain, outcome, isState })
  for await (const frame of replay.frames()) {
    const { tick } = frame
    let computed: Frame
    if (episode === undefined || make === undefined) {
      make = () => recordedEpisode(header, scenario, frame)
      episode = await begun()
      computed = header.parent === undefined ? episode.first! : standingFrame(episode)
    } else {
      if (episode.end !== undefined) {
        return failed(
          { tick: tick - 1, where: 'end', recorded: null, computed: episode.end },
          await why(frame, ended(episode)),
        )
      }
      try {
        computed = episode.step(frame.inputs)
      } catch (e) {
        if (!isCoactError(e)) throw e
        return failed(
          { tick, where: 'the world', recorded: frame.chain, computed: e.message },
          await why(frame, `error: ${errorText(e)}`),
        )
      }
    }
    if (!sameFrame(frame, computed)) {
      const recorded = (await replay.state(tick)).tables
      const simulated = tablesOf(episode.save())
      const { layout, agents } = header
      const found = firstDifference(frame, computed, recorded, simulated, layout, agents)
      const isState = found.entity !== undefined || found.where.startsWith('doc ')
      return failed(found, await why(frame, computed.chain, isState))
    }
    chain = frame.chain
    agreed = tick
    if (options.heavy === true) {
      const reborn = make()
      reborn.restore(unpackState(packState(episode.save())))
      if (reborn.hash() !== frame.state) {
        return failed({
          tick,
          where: 'state after saving and loading',
          recorded: frame.state,
          computed: reborn.hash(),
        })
      }
      episode = reborn
    }
  }
  const wrong = wrongResult(replay, chain, episode)
  return wrong ? failed(...wrong) : { ok: true, ticks: agreed, chain, warnings }
}

/** What the file says of its run that is not so, though every tick is. */
function wrongResult(
  { info: { result, ticks: tick } }: Replay,
  chain: string,
  episode: Episode | undefined,
): [Difference, Explanation?] | undefined {
  if (result === undefined) return undefined
  if (result.chain !== chain) {
    return [
      { tick, where: 'result.chain', recorded: result.chain, computed: chain },
      altered('The result names another last chain hash than the last tick'),
    ]
  }
  const end = episode?.end ?? 'aborted'
  return result.end === end
    ? undefined
    : [{ tick, where: 'result.end', recorded: result.end, computed: end }]
}
