import { type Episode, type Frame, isCoactError, type Scenario } from '../engine/index.js'
import { type Difference, firstDifference, sameFrame } from './compare.js'
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
  const { header, result, ticks, damage } = replay.info
  checkWorld(header, scenario)
  const warnings = warningsFor(header, scenario, damage)
  let chain = ''
  let agreed = -1
  const failed = (difference: Difference): VerifyResult => ({
    ok: false,
    ticks: Math.max(agreed, 0),
    chain,
    difference,
    warnings,
  })
  let episode: Episode | undefined
  let make: (() => Episode) | undefined
  for await (const frame of replay.frames()) {
    const { tick } = frame
    let computed: Frame
    if (episode === undefined || make === undefined) {
      make = () => recordedEpisode(header, scenario, frame)
      episode = make()
      checkSchema(header, episode)
      if (header.parent === undefined) computed = episode.first!
      else {
        episode.restore(await forkState(replay))
        computed = standingFrame(episode)
      }
    } else {
      if (episode.end !== undefined) {
        return failed({ tick: tick - 1, where: 'end', recorded: null, computed: episode.end })
      }
      try {
        computed = episode.step(frame.inputs)
      } catch (e) {
        if (!isCoactError(e)) throw e
        return failed({ tick, where: 'the world', recorded: frame.chain, computed: e.message })
      }
    }
    if (!sameFrame(frame, computed)) {
      const recorded = (await replay.state(tick)).tables
      return failed(
        firstDifference(
          frame,
          computed,
          recorded,
          tablesOf(episode.save()),
          header.layout,
          header.agents,
        ),
      )
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
  if (result !== undefined && result.chain !== chain) {
    return failed({ tick: ticks, where: 'result.chain', recorded: result.chain, computed: chain })
  }
  const end = episode?.end ?? 'aborted'
  if (result !== undefined && result.end !== end) {
    return failed({ tick: ticks, where: 'result.end', recorded: result.end, computed: end })
  }
  return { ok: true, ticks: agreed, chain, warnings }
}
