import { createGateway, type Gateway } from '../../agents/index.js'
import { openRegistry } from '../cli/registry.node.js'
import { gatewayOptions, type ModelFlags, withEnvironment } from '../models.node.js'
import type { Registry } from '../registry.js'
import { accountId, sharedThrottle } from './account.node.js'
import type { EpisodeSpec } from './episodes.js'
import { playEpisode } from './play.node.js'
import type { EpisodeRow } from './row.js'

/** What a worker is given: plain data without secrets. */
export interface Job {
  readonly spec: EpisodeSpec
  readonly suite: string
  readonly metrics?: readonly string[]
  readonly out?: string
  readonly timeoutMs?: number
  readonly plugins?: boolean
  /** For episodes that call models; what is left out, the worker's own environment says. */
  readonly models?: ModelFlags
  /** The server at which all who use an account keep to its rate together. */
  readonly account?: string
}

let registry: Promise<Registry> | undefined
/** Episodes with the same models share one way to them. */
const gateways = new Map<string, Promise<Gateway>>()

/** Ends with the scripted episode that is being played. */
let scripted: Promise<unknown> = Promise.resolve()

/** Plays an episode in a worker thread: scripted ones one after another, those that wait for models at once. */
export default function work(job: Job): Promise<EpisodeRow> {
  if (job.models !== undefined) return play(job)
  const row = scripted.then(() => play(job))
  scripted = row.catch(() => {})
  return row
}

async function play(job: Job): Promise<EpisodeRow> {
  const { spec, plugins, models, account, ...rest } = job
  registry ??= openRegistry(plugins === undefined ? {} : { plugins })
  const gateway = models === undefined ? {} : { models: await gatewayTo(models, account) }
  return playEpisode(spec, { registry: await registry, ...gateway, ...rest })
}

function gatewayTo(flags: ModelFlags, account: string | undefined): Promise<Gateway> {
  const id = JSON.stringify([flags, account])
  const known = gateways.get(id)
  if (known !== undefined) return known
  const made = openGatewayTo(withEnvironment(flags), account)
  gateways.set(id, made)
  made.catch(() => gateways.delete(id))
  return made
}

async function openGatewayTo(flags: ModelFlags, account: string | undefined): Promise<Gateway> {
  const options = await gatewayOptions(flags)
  const { endpoint, rate = {} } = options
  if (account === undefined || endpoint === undefined) return createGateway(options)
  const throttle = await sharedThrottle(account, accountId(endpoint), rate)
  return createGateway({ ...options, throttle })
}
