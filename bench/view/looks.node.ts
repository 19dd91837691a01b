import { CoactError, type Episode, isCoactError, type Json, plainCopy } from '../../engine/index.js'
import {
  checkSchema,
  checkWorld,
  openReplayFile,
  type Replay,
  recordedEpisode,
} from '../../replays/index.node.js'
import { recordedScenario } from '../cli/recorded.node.js'
import type { Registry } from '../registry.js'
import type { ListedFile } from './listing.node.js'

/** What a page asks for: the observation that an agent could have had after a tick. */
export interface LookAsked {
  readonly file: string
  readonly at: number
  readonly agent: number
}

/** An observation as data, and in words where the world has some. */
export interface Look {
  readonly seen: readonly { readonly kind: 'obs' | 'text'; readonly value: Json }[]
}

/** Simulates served replays to see what was not recorded. */
export interface Looks {
  /** @throws CoactError `look/no-file`, `look/no-tick`, `look/not-reproduced`, `verify/no-scenario`, `replay/…`, `world/…` */
  look(asked: LookAsked): Promise<Look>
  close(): Promise<void>
}

/** A replay that is being simulated. */
interface Running {
  readonly key: string
  readonly replay: Replay
  readonly episode: Episode
}

/** Characters of an observation that are sent. */
const CHARS_MAX = 1 << 20

/**
 * @param find the file of a name in the list
 * @param registry what worlds there are
 */
export function createLooks(
  find: (name: string) => Promise<ListedFile | undefined>,
  registry: () => Promise<Registry>,
): Looks {
  let running: Running | undefined
  let known: Promise<Registry> | undefined
  /** One at a time: they share an episode. */
  let last: Promise<unknown> = Promise.resolve()
  const close = async (): Promise<void> => {
    const old = running
    running = undefined
    await old?.replay.close()
  }
  const open = async (file: ListedFile): Promise<Running> => {
    const key = `${file.path}\n${file.bytes}\n${file.changed}`
    if (running?.key === key) return running
    await close()
    known ??= registry()
    const replay = await openReplayFile(file.path, { recover: true })
    try {
      const { header, first } = replay.info
      const { scenario } = await recordedScenario(replay, await known, undefined)
      checkWorld(header, scenario)
      const episode = recordedEpisode(header, scenario, await replay.frame(first))
      checkSchema(header, episode)
      running = { key, replay, episode }
      return running
    } catch (e) {
      await replay.close()
      throw e
    }
  }
  const look = async ({ file: name, at, agent }: LookAsked): Promise<Look> => {
    const file = await find(name)
    if (file === undefined)
      throw new CoactError('look/no-file', 'There is no such replay in the list', {
        got: name.slice(0, 200),
      })
    const { replay, episode } = await open(file)
    await goTo(replay, episode, at).catch(async (e: unknown) => {
      // Half a tick may have been simulated.
      await close()
      throw e
    })
    return { seen: seenBy(episode, agent) }
  }
  return {
    look(asked) {
      const next = last.then(() => look(asked))
      last = next.catch(() => {})
      return next
    },
    close: () => last.then(close),
  }
}

/** Brings an episode to the state after a tick: from where it is, or from the last state that the file holds. */
async function goTo(replay: Replay, episode: Episode, at: number): Promise<void> {
  const { first, ticks } = replay.info
  if (at < first || at > ticks) {
    throw new CoactError('look/no-tick', 'The replay has no such tick', {
      expected: `${first} to ${ticks}`,
      got: String(at),
    })
  }
  const saved = at === episode.tick ? undefined : await replay.saved(at)
  if (saved !== undefined && (at < episode.tick || saved.tick > episode.tick))
    episode.restore(saved)
  else if (at < episode.tick) episode.reset(episode.seed)
  while (episode.tick < at) episode.step((await replay.frame(episode.tick + 1)).inputs)
  const { state } = await replay.frame(at)
  if (episode.hash() !== state) {
    throw new CoactError('look/not-reproduced', 'The run does not go here as it was recorded', {
      where: `tick ${at}`,
      next: 'See where they part: coact verify.',
    })
  }
}

function seenBy(episode: Episode, agent: number): Look['seen'] {
  const limit = { chars: CHARS_MAX, depth: 64, name: 'observation' }
  const obs = plainCopy(episode.observe(agent), limit)
  try {
    return [
      { kind: 'obs', value: obs },
      { kind: 'text', value: episode.describe(agent).slice(0, CHARS_MAX) },
    ]
  } catch (e) {
    if (isCoactError(e) && e.code === 'world/no-description') return [{ kind: 'obs', value: obs }]
    throw e
  }
}
