import { createHash } from 'node:crypto'
import {
  bucketOf,
  checkRate,
  type ModelEndpoint,
  type ModelRate,
  type ModelThrottle,
  orAborted,
  wallClock,
} from '../../agents/index.js'
import { connected } from './queue.node.js'

/**
 * Takes from both buckets of an account and gives how many milliseconds to wait: `takeFrom` of the models' rates, where all
 * machines meet. The time is the server's.
 */
const ENTER = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local paused = tonumber(redis.call('HGET', KEYS[1], 'paused') or '0') - now
local wait = math.max(0, paused)
local function take(name, amount, size, flow)
  if flow <= 0 then return end
  local level = tonumber(redis.call('HGET', KEYS[1], name) or size)
  local at = tonumber(redis.call('HGET', KEYS[1], name .. 'At') or now)
  level = math.min(size, level + math.max(0, now - at) * flow)
  local missing = math.min(amount, size) - level
  redis.call('HSET', KEYS[1], name, tostring(level - amount), name .. 'At', math.max(now, at))
  if missing > 0 then wait = math.max(wait, math.ceil(missing / flow)) end
end
take('requests', 1, tonumber(ARGV[1]), tonumber(ARGV[2]))
take('tokens', tonumber(ARGV[5]), tonumber(ARGV[3]), tonumber(ARGV[4]))
redis.call('PEXPIRE', KEYS[1], wait + 600000)
return wait`

const TOOK = `redis.call('HINCRBYFLOAT', KEYS[1], 'tokens', -ARGV[1])`

const REFUSED = `
local time = redis.call('TIME')
local till = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
if till > tonumber(redis.call('HGET', KEYS[1], 'paused') or '0') then
  redis.call('HSET', KEYS[1], 'paused', till)
  redis.call('PEXPIRE', KEYS[1], ARGV[1] + 600000)
end`

/** What tells one account from another, without telling the key. */
export const accountId = ({ baseUrl, apiKey = '' }: ModelEndpoint): string =>
  createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('hex').slice(0, 16)

/** A throttle that all machines share whose requests go to one account. */
export interface SharedThrottle extends ModelThrottle {
  close(): void
}

/**
 * Keeps to what an account bears together with everyone who uses the same server. Who states another rate than the others
 * keeps to their own; what was let through counts for all.
 *
 * @param url of the queue's server
 * @throws CoactError `queue/…`, `model/options`
 */
export async function sharedThrottle(
  url: string,
  account: string,
  rate: ModelRate,
): Promise<SharedThrottle> {
  const { requestsPerMinute, tokensPerMinute } = checkRate(rate)
  const redis = await connected(url)
  const key = `coact:account:${account}`
  const bucket = (perMinute: number | undefined): readonly [size: number, flow: number] => {
    if (perMinute === undefined) return [0, 0]
    const { size, flow } = bucketOf(perMinute)
    return [size, flow]
  }
  const args = [...bucket(requestsPerMinute), ...bucket(tokensPerMinute)]
  const quietly = (told: Promise<unknown>): void => void told.catch(() => {})
  return {
    async enter(tokens, signal) {
      const asked = redis.eval(ENTER, 1, key, ...args, tokens)
      const wait = Number(await orAborted(asked, signal))
      if (wait > 0) await wallClock.sleep(wait, signal)
    },
    took(more) {
      if (tokensPerMinute !== undefined) quietly(redis.eval(TOOK, 1, key, more))
    },
    refused: (ms) => quietly(redis.eval(REFUSED, 1, key, Math.ceil(ms))),
    close: () => redis.disconnect(),
  }
}
