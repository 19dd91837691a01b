import { z } from 'zod'
import { CoactError, isCoactError, nearest, safeText, zodProblems } from '../../engine/index.js'
import type { Environment } from './env.js'

/** The version of the protocol. */
export const ENV_PROTOCOL = 1

const SEEDS_MAX = 100_000
const seed = z.union([z.int(), z.string().min(1).max(1000)])
const id = z.union([z.string(), z.number(), z.null()]).optional()

// Fields that are not known are left out: a later version may have more.
const requests = {
  hello: z.object({ protocol: z.int().optional() }),
  reset: z.object({ seed: seed.optional(), infos: z.array(z.enum(['text', 'legal'])).optional() }),
  step: z.object({ actions: z.record(z.string(), z.unknown()) }),
  observe: z.object({ agent: z.string() }),
  legal: z.object({ agent: z.string() }),
  seeds: z.object({ seed, count: z.int().min(1).max(SEEDS_MAX) }),
  close: z.object({}),
} as const

/** Answers the requests of a client, one line for one line. */
export interface EnvServer {
  /** @returns the answer as one line of JSON, without its end. It never rejects */
  answer(line: string): Promise<string>
  /** Whether the client has said that it is done. */
  readonly isClosed: boolean
}

/** Serves an environment by requests `{ id, method, … }`, answered by `{ id, result }` or `{ id, error }`. */
export function envServer(env: Environment): EnvServer {
  let isClosed = false
  const perform = async (method: string, request: unknown): Promise<unknown> => {
    switch (method) {
      case 'hello': {
        const { protocol = ENV_PROTOCOL } = read('hello', request)
        if (protocol !== ENV_PROTOCOL) throw foreign(protocol)
        return { protocol: ENV_PROTOCOL, ...env.describe() }
      }
      case 'reset': {
        const { seed, infos } = read('reset', request)
        return env.reset(seed, infos)
      }
      case 'step':
        return env.step(read('step', request).actions)
      case 'observe':
        return env.observe(read('observe', request).agent)
      case 'legal':
        return { legal: env.legal(read('legal', request).agent) }
      case 'seeds': {
        const { seed, count } = read('seeds', request)
        return { seeds: Array.from({ length: count }, (_, i) => `${seed}/${i}`) }
      }
      case 'close':
        isClosed = true
        await env.close()
        return {}
      default:
        throw unknownMethod(method)
    }
  }
  return {
    async answer(line) {
      let known: z.infer<typeof id> = null
      try {
        const request = parsed(line)
        known = id.safeParse(request['id']).data ?? null
        const { method } = request
        if (typeof method !== 'string') throw unknownMethod(safeText(method))
        return JSON.stringify({ id: known, result: await perform(method, request) })
      } catch (e) {
        return JSON.stringify({ id: known, error: told(e) })
      }
    },
    get isClosed() {
      return isClosed
    },
  }
}

function read<M extends keyof typeof requests>(
  method: M,
  request: unknown,
): z.output<(typeof requests)[M]> {
  const parsed = requests[method].safeParse(request)
  if (parsed.success) return parsed.data as z.output<(typeof requests)[M]>
  throw new CoactError('env/request', `A request "${method}" cannot be read`, {
    expected: Object.keys(requests[method].shape).join(', '),
    got: zodProblems(parsed.error).join('; ').slice(0, 500),
  })
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>
  throw new CoactError('env/request', 'A request is a JSON object on one line', {
    expected: '{ "id": 1, "method": "reset", "seed": 7 }',
    got: line.slice(0, 100),
  })
}

function unknownMethod(method: string): CoactError {
  const methods = Object.keys(requests)
  const near = nearest(method, methods)
  return new CoactError('env/method', `There is no method "${method.slice(0, 100)}"`, {
    expected: methods.join(', '),
    ...(near === undefined ? {} : { nearest: near }),
  })
}

const foreign = (protocol: number): CoactError =>
  new CoactError('env/protocol', 'The client speaks another version of the protocol', {
    expected: String(ENV_PROTOCOL),
    got: String(protocol),
  })

function told(e: unknown): object {
  if (!isCoactError(e)) return { code: 'internal/error', message: safeText(e) }
  const { data: _, ...detail } = e.detail
  const [first] = e.message.split('\n')
  return { code: e.code, message: first!.slice(0, first!.lastIndexOf(' [')), ...detail }
}
