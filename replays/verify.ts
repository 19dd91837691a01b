import {
  CoactError,
  createEpisode,
  type Episode,
  type EpisodeState,
  type Frame,
  isCoactError,
  type Policy,
  profileOf,
  type Scenario,
} from '../engine/index.js'
import { type Difference, firstDifference, sameFrame } from './compare.js'
import type { ReplayHeader } from './header.js'
import { layoutOf, schemaHash } from './layout.js'
import type { Replay } from './reader.js'
import { packState, unpackState } from './save.js'
import { rowId, type StateTables } from './tables.js'
import { VERSION } from './version.js'

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
      make = maker(header, scenario, frame)
      episode = make()
      checkSchema(header, episode)
      computed = episode.first!
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
      return failed(firstDifference(frame, computed, recorded, tablesOf(episode.save()), header.layout, header.agents))
    }
    chain = frame.chain
    agreed = tick
    if (options.heavy === true) {
      const reborn = make()
      reborn.restore(unpackState(packState(episode.save())))
      if (reborn.hash() !== frame.state) {
        return failed({ tick, where: 'state after saving and loading', recorded: frame.state, computed: reborn.hash() })
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

function checkWorld({ world }: ReplayHeader, scenario: Scenario): void {
  const given = scenario.world
  if (given.id === world.id && given.version === world.version) return
  throw new CoactError('replay/world-version', 'This replay was recorded in another world', {
    expected: `${world.id}@${world.version}`,
    got: `${given.id}@${given.version}`,
    next: 'It can be read as it is; to simulate it again, install the version that recorded it.',
  })
}

function checkSchema(header: ReplayHeader, episode: Episode): void {
  const layout = layoutOf(episode)
  if (schemaHash(layout) === header.schema) return
  const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
  const columns = header.layout.columns.map(text)
  const i = layout.columns.findIndex((c, k) => text(c) !== columns[k])
  throw new CoactError('replay/world-version', "This replay's state has other columns than its world has now", {
    where: `${header.world.id}@${header.world.version}`,
    expected: text(header.layout.columns[i] ?? header.layout.relations),
    got: text(layout.columns[i] ?? layout.relations),
    next: 'The world was changed without raising its version; it can be read, but not simulated again.',
  })
}

function warningsFor(header: ReplayHeader, scenario: Scenario, damage: string | undefined): string[] {
  const warnings: string[] = []
  if (header.engine !== VERSION) warnings.push(`recorded by engine ${header.engine}, verified by ${VERSION}`)
  if (damage !== undefined) warnings.push(`not the whole run: ${damage}`)
  const names = header.agents.map((a) => a.name).join(', ')
  const given = Object.keys(scenario.agents).join(', ')
  if (names !== given) warnings.push(`the file's agents are ${names}; the scenario's are ${given}`)
  return warnings
}

/** Makes the recorded episode as it was before tick 1. */
function maker(header: ReplayHeader, scenario: Scenario, setup: Frame): () => Episode {
  const agents = Object.fromEntries(
    header.agents.map(({ name, team, role }) => {
      const memory = setup.diff.docs.find((d) => d.doc === `memory:${name}`)?.patches[0]?.value
      return [name, memory === undefined ? { team, role } : { team, role, policy: remembering(memory) }]
    }),
  )
  const { horizon, order, seed, tapes } = header
  const profile = profileOf(scenario.world, header.profile)
  return () => createEpisode({ ...scenario, agents, horizon, order, profile }, { seed, tapes })
}

/** Stands in for a policy, of which only the first memory matters here. */
const remembering = (memory: unknown): Policy<'*'> => ({
  kind: 'policy',
  id: 'recorded',
  version: 1,
  world: '*',
  memory: () => memory,
  decide: () => undefined,
})

function tablesOf({ store, docs }: EpisodeState): StateTables {
  return {
    columns: [...store.columns],
    pairs: store.pairs.map(({ entities, keys, tags, values }) => ({
      count: entities.length,
      ids: Float64Array.from(entities, (e, i) => rowId(e, keys[i]!)),
      tags,
      values,
    })),
    strings: [...store.strings],
    docs: new Map(docs),
  }
}

/** A difference in one line. */
export function differenceText({ tick, where, entity, recorded, computed, cause }: Difference): string {
  const name = entity === undefined || entity.name === '' ? '' : ` (${entity.name})`
  const whose = entity === undefined ? '' : ` of entity ${entity.id}${name}`
  const show = (value: unknown): string => (JSON.stringify(value) ?? 'absent').slice(0, 200)
  const why = cause === undefined ? '' : `, by ${cause}`
  return `tick ${tick}: ${where}${whose} is ${show(recorded)} in the file and ${show(computed)} simulated${why}`
}
