import { openRegistry } from '../cli/registry.node.js'
import type { Registry } from '../registry.js'
import type { EpisodeSpec } from './episodes.js'
import { playEpisode } from './play.node.js'
import type { EpisodeRow } from './row.js'

/** What a worker is given: plain data. */
export interface Job {
  readonly spec: EpisodeSpec
  readonly suite: string
  readonly metrics?: readonly string[]
  readonly out?: string
  readonly timeoutMs?: number
  readonly plugins?: boolean
}

let registry: Promise<Registry> | undefined

/** Plays one episode in a worker thread. */
export default async function work({ spec, plugins, ...rest }: Job): Promise<EpisodeRow> {
  registry ??= openRegistry(plugins === undefined ? {} : { plugins })
  return playEpisode(spec, { registry: await registry, ...rest })
}
