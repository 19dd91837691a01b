import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  type ModelRate,
  type TapeMode,
} from '../agents/index.js'
import { type CallRecord, CoactError } from '../engine/index.js'

/** How the command line names a model. It is plain data without secrets. */
export interface ModelFlags {
  readonly model?: string
  readonly baseUrl?: string
  /** The variable of the environment that holds the key. */
  readonly apiKeyEnv?: string
  readonly tape?: TapeMode
  /** The replay whose calls answer. */
  readonly tapeFrom?: string
  /** Tokens of all calls together. */
  readonly maxTokens?: number
  /** Money of all calls together. */
  readonly maxCost?: number
  /** Of a million tokens in and out, and of those read from a cache. */
  readonly price?: readonly number[]
  readonly concurrency?: number
  /** What the account bears. */
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
}

/** What flags say of an account. */
export const rateOf = ({ requestsPerMinute, tokensPerMinute }: ModelFlags): ModelRate => ({
  ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
  ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
})

type Environment = Readonly<Record<string, string | undefined>>

/** The names of flags and what else says the same. */
const FROM = {
  model: ['COACT_MODEL'],
  baseUrl: ['COACT_BASE_URL', 'OPENAI_BASE_URL'],
  key: ['COACT_API_KEY', 'OPENAI_API_KEY'],
} as const

const first = (names: readonly string[], env: Environment): string | undefined => {
  const name = names.find((n) => (env[n] ?? '') !== '')
  return name === undefined ? undefined : env[name]
}

/** Flags with what the environment says in their place. */
export function withEnvironment(flags: ModelFlags, env: Environment = process.env): ModelFlags {
  const model = flags.model ?? first(FROM.model, env)
  const baseUrl = flags.baseUrl ?? first(FROM.baseUrl, env)
  return {
    ...flags,
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  }
}

/** Whether a model can be called, or a tape answers. */
export const namesModel = ({ model, tape }: ModelFlags): boolean =>
  model !== undefined || tape === 'replay'

/**
 * What a gateway is made of, by flags and environment.
 *
 * @throws CoactError `model/no-key`, `model/no-price`, `model/no-tape`; as for opening a replay
 */
export async function gatewayOptions(
  given: ModelFlags,
  env: Environment = process.env,
): Promise<GatewayOptions> {
  const { model, baseUrl, apiKeyEnv, maxTokens, maxCost, price, concurrency } = given
  const mode = given.tape ?? 'record'
  const apiKey = apiKeyEnv === undefined ? first(FROM.key, env) : env[apiKeyEnv]
  if (apiKeyEnv !== undefined && (apiKey ?? '') === '') throw noKey(apiKeyEnv)
  if (maxCost !== undefined && price === undefined) throw noPrice()
  const records = await recordsFor(mode, given.tapeFrom)
  const cap = {
    ...(maxTokens === undefined ? {} : { tokens: maxTokens }),
    ...(maxCost === undefined ? {} : { cost: maxCost }),
  }
  const [input, output, cached] = price ?? []
  return {
    tape: { mode, records },
    caps: { run: cap },
    rate: rateOf(given),
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined
      ? {}
      : { endpoint: { baseUrl, ...(apiKey === undefined ? {} : { apiKey }) } }),
    ...(input === undefined || output === undefined
      ? {}
      : { prices: { '*': { input, output, ...(cached === undefined ? {} : { cached }) } } }),
    ...(concurrency === undefined ? {} : { concurrency }),
  }
}

/** The way to models that flags and environment name; undefined where they name none. @throws CoactError as {@link gatewayOptions} */
export async function openGateway(flags: ModelFlags): Promise<Gateway | undefined> {
  return namesModel(flags) ? createGateway(await gatewayOptions(flags)) : undefined
}

async function recordsFor(mode: TapeMode, from: string | undefined): Promise<CallRecord[]> {
  if (from !== undefined && mode !== 'off' && mode !== 'record') return readCalls(from)
  if (mode !== 'replay') return []
  throw new CoactError('model/no-tape', 'There is no tape to take answers from', {
    expected: 'the replay of a run whose calls were recorded',
    next: 'Name it: --tape-from FILE.',
  })
}

/** All calls that a replay holds. */
async function readCalls(path: string): Promise<CallRecord[]> {
  const { openReplayFile } = await import('../replays/index.node.js')
  const replay = await openReplayFile(path)
  const records: CallRecord[] = []
  try {
    for await (const record of replay.calls()) records.push(record)
  } finally {
    await replay.close()
  }
  return records
}

const noKey = (name: string): CoactError =>
  new CoactError('model/no-key', `The variable ${name.slice(0, 80)} is not set`, {
    expected: 'the key of the endpoint in a variable of the environment',
    next: `Set it: export ${name.slice(0, 80)}=…, or name another: --api-key-env NAME.`,
  })

const noPrice = (): CoactError =>
  new CoactError('model/no-price', 'A cap in money needs a price', {
    expected: 'what a million tokens cost, in and out',
    next: 'Give it: --price 0.15,0.60; or cap the tokens: --max-tokens N.',
  })
