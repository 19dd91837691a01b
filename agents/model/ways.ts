import { CoactError } from '../../engine/index.js'
import { type Traits, unknownTraits } from './answers.js'
import { endpointTransport } from './endpoint.web.js'
import { isLanguageModel, languageModelTransport } from './language-model.js'
import { createLimiter, type Limiter } from './limiter.js'
import type { GatewayOptions, ModelChoice, Settings } from './options.js'
import type { Throttle } from './rate.js'
import type { Transport } from './transport.js'

/** How a model is reached, and what was learned of it. */
export interface Way {
  readonly send: Transport
  /** Of all models at one endpoint. */
  readonly limiter: Limiter
  /** Of the account, which a model of this machine has none of. */
  readonly throttle?: Throttle | undefined
  readonly traits: Traits
}

const LOCAL = 'local:'

/**
 * Finds the way to each model, once.
 *
 * @throws CoactError `model/base-url`; the function it gives: `model/no-endpoint`
 */
export function createWays(
  { endpoint }: Pick<GatewayOptions, 'endpoint'>,
  { concurrency }: Settings,
  throttle?: Throttle,
): (name: string, choice: ModelChoice) => Way {
  const served = endpoint === undefined ? undefined : endpointTransport(endpoint)
  const atEndpoint = createLimiter(concurrency)
  const ways = new Map<string, Way>()
  const make = (name: string, choice: ModelChoice): Way => {
    const traits = unknownTraits()
    const own = (): Limiter => createLimiter(concurrency)
    if (typeof choice === 'function') return { send: choice, limiter: own(), throttle, traits }
    if (isLanguageModel(choice))
      return { send: languageModelTransport(choice), limiter: own(), throttle, traits }
    if (choice.startsWith(LOCAL)) {
      const send = loadedLater(choice.slice(LOCAL.length))
      return { send, limiter: createLimiter(1), traits }
    }
    if (served === undefined) throw noEndpoint(name)
    const send: Transport = (ask, signal) => served({ ...ask, model: choice }, signal)
    return { send, limiter: atEndpoint, throttle, traits }
  }
  return (name, choice) => {
    let way = ways.get(name)
    if (way === undefined) {
      way = make(name, choice)
      ways.set(name, way)
    }
    return way
  }
}

/** A model of this machine: what runs it is loaded with the first request. */
function loadedLater(path: string): Transport {
  let loading: Promise<Transport> | undefined
  return async (ask, signal) => {
    loading ??= import('./local.node.js').then(({ localTransport }) => localTransport(path))
    return (await loading)(ask, signal)
  }
}

const noEndpoint = (name: string): CoactError =>
  new CoactError('model/no-endpoint', `It is not said where the model "${name.slice(0, 80)}" is`, {
    expected: 'the address of a server that speaks the OpenAI API',
    next: 'Name it: --base-url http://localhost:11434/v1, or COACT_BASE_URL; a file is local:FILE.gguf.',
  })
