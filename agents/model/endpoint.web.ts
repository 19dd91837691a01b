import { CoactError } from '../../engine/index.js'
import { type LanguageModelLike, languageModelTransport } from './language-model.js'
import { garbledFault, type Transport } from './transport.js'

/** Where models are served over the OpenAI API. */
export interface Endpoint {
  /** Up to the version, such as `http://localhost:11434/v1`. */
  readonly baseUrl: string
  /** Sent as a bearer token. */
  readonly apiKey?: string
}

/** Bytes of a server's answer that are read. */
const BYTES_MAX = 8 << 20

/**
 * Sends requests to a server that speaks the OpenAI API; the library for it is loaded with the first.
 *
 * @throws CoactError `model/base-url`
 */
export function endpointTransport(endpoint: Endpoint): Transport {
  const { baseUrl, apiKey } = checkEndpoint(endpoint)
  let provider: Promise<(model: string) => LanguageModelLike> | undefined
  const made = new Map<string, Transport>()
  return async (ask, signal) => {
    provider ??= import('@ai-sdk/openai-compatible').then(({ createOpenAICompatible }) =>
      createOpenAICompatible({
        name: 'endpoint',
        baseURL: baseUrl,
        supportsStructuredOutputs: true,
        fetch: boundedFetch,
        ...(apiKey === undefined ? {} : { apiKey }),
      }),
    )
    let send = made.get(ask.model)
    if (send === undefined) {
      send = languageModelTransport((await provider)(ask.model))
      made.set(ask.model, send)
    }
    return send(ask, signal)
  }
}

/** @throws CoactError `model/base-url` */
export function checkEndpoint(endpoint: Endpoint): Endpoint {
  const url = URL.canParse(endpoint.baseUrl) ? new URL(endpoint.baseUrl) : undefined
  const isPlain = url?.username === '' && url.password === ''
  if (url !== undefined && /^https?:$/.test(url.protocol) && isPlain)
    return { ...endpoint, baseUrl: endpoint.baseUrl.replace(/\/+$/, '') }
  throw new CoactError('model/base-url', 'The address of an endpoint cannot be used', {
    expected: 'http:// or https://, up to the version, such as http://localhost:11434/v1',
    got:
      url === undefined
        ? 'no address'
        : isPlain
          ? url.protocol
          : 'an address with a name and a password in it',
    next: 'A key goes into a variable of the environment: --api-key-env NAME.',
  })
}

/** Fetches, and gives up on an answer that is larger than any that was asked for. */
const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' })
  if (response.body === null) return response
  let size = 0
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.length
        if (size > BYTES_MAX) controller.error(garbledFault(`it is longer than ${BYTES_MAX} bytes`))
        else controller.enqueue(chunk)
      },
    }),
  )
  const { status, statusText, headers } = response
  return new Response(bounded, { status, statusText, headers })
}
