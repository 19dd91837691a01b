import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type ModelTransport } from '../agents/index.js'
import { type CallRecord, CoactError } from '../engine/index.js'
import { openReplayFile } from '../replays/index.node.js'
import { run } from './run.js'
import { directionFor, fourCallers, TEAM } from './testing/caller.js'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-faults-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** What may become of a request. The first ones pass. */
const FAULTS = [
  'fine',
  'dropped before',
  'dropped after a while',
  '429',
  '503 with Retry-After',
  'thrown at once',
  'rubbish',
  'cut',
  'empty',
  'prose',
  'throws a text',
  'hangs',
  'hangs until it is aborted',
] as const
type Fault = (typeof FAULTS)[number]
/** After these the same answer comes in the end, if they do not go on for ever. */
const PASSING = FAULTS.slice(0, 6)
const MENDED = FAULTS.slice(0, 10)

const failing = (code: string, data: object): CoactError => new CoactError(code, code, { data })
const usage = { input: 30, output: 5, reasoning: 0, cached: 0 }
const HORIZON = 8
const TIMEOUT_MS = 120

interface Plan {
  /** What becomes of the nth request; then all is well. */
  readonly faults: readonly Fault[]
  /** Milliseconds until the nth is answered, over and over. */
  readonly delays: readonly number[]
}

/** A model whose faults are planned; it keeps which requests it answered for money. */
function planned({ faults, delays }: Plan): ModelTransport & { readonly paid: string[] } {
  const paid: string[] = []
  let n = 0
  const send: ModelTransport = async (ask, signal) => {
    const i = n++
    const fault = faults[i] ?? 'fine'
    const user = ask.messages.find((m) => m.role === 'user')!
    if (fault === 'thrown at once') throw failing('model/unreachable', { isPassing: true })
    if (fault === 'hangs') return new Promise(() => {})
    if (fault === 'hangs until it is aborted')
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    await new Promise((resolve) => setTimeout(resolve, delays[i % delays.length]))
    const say = (text: string, finish: 'stop' | 'length' = 'stop') => {
      paid.push(ask.id)
      return { text, finish, usage } as const
    }
    switch (fault) {
      case 'dropped before':
      case 'dropped after a while':
        throw failing('model/unreachable', { isPassing: true })
      case '429':
        throw failing('model/overloaded', { isPassing: true, status: 429 })
      case '503 with Retry-After':
        throw failing('model/server', { isPassing: true, status: 503, retryAfterMs: 1000 })
      case 'throws a text':
        throw 'not even an error'
      case 'rubbish':
        return say('{"dir":"up"}')
      case 'cut':
        return say('{"dir":"', 'length')
      case 'empty':
        return say('')
      case 'prose':
        return say('I would go north.')
      default:
        // The schema may be told below what the policy asked.
        return say(directionFor(String(user.content).split('\n')[0]!))
    }
  }
  return Object.assign(send, { paid })
}

/** Sleeps take no time, so that only the order of things is left. */
const clock = { now: () => 0, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) }

async function play(plan: Plan, name = 'run') {
  const model = planned(plan)
  const out = join(home, `${name}.mcap`)
  const models = createGateway({ model, clock, retries: 30 })
  const result = await run(fourCallers(HORIZON), { seed: 5, out, models, timeoutMs: TIMEOUT_MS })
  const replay = await openReplayFile(out)
  const calls: CallRecord[] = []
  for await (const call of replay.calls()) calls.push(call)
  const chains: string[] = []
  for await (const { chain } of replay.frames()) chains.push(chain)
  await replay.close()
  return { result, calls, chains, bytes: readFileSync(out), paid: model.paid }
}

const again = async (records: readonly CallRecord[]): Promise<Buffer> => {
  const out = join(home, 'again.mcap')
  const models = createGateway({ tape: { mode: 'replay', records } })
  await run(fourCallers(HORIZON), { seed: 5, out, models, timeoutMs: 0 })
  return readFileSync(out)
}

const delays = fc.array(fc.nat(4), { minLength: 1, maxLength: 17 })
const plan = (of: readonly Fault[]): fc.Arbitrary<Plan> =>
  fc.record({ faults: fc.array(fc.constantFrom(...of), { maxLength: 60 }), delays })

describe('whatever becomes of requests', () => {
  test('a run is that without faults where all is answered in the end, and nothing is paid twice', async () => {
    const fine = await play({ faults: [], delays: [0] }, 'fine')
    await fc.assert(
      fc.asyncProperty(plan(PASSING), async (p) => {
        const { result, bytes, paid, calls } = await play(p)
        expect(result.chain).toBe(fine.result.chain)
        expect(result.agents['ada']!.failures).toEqual({})
        expect(new Set(paid).size).toBe(paid.length)
        expect(paid).toHaveLength(calls.length)
        // Requests that failed are told, and nothing else.
        const told = calls.map(({ attempts: _, ...call }) => call)
        expect(told).toEqual(fine.calls.map(({ attempts: _, ...call }) => call))
        if (p.faults.every((f) => f === 'fine')) expect(bytes.equals(fine.bytes)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
  test('answers that do not fit are mended, or the agent goes on without', async () => {
    await fc.assert(
      fc.asyncProperty(plan(MENDED), async (p) => {
        const { result, paid, calls } = await play(p)
        expect(result).toMatchObject({ end: 'horizon', ticks: HORIZON })
        expect(new Set(paid).size).toBe(paid.length)
        const used = calls.reduce((n, c) => n + c.usage.output, 0)
        expect(used).toBe(paid.length * usage.output)
        for (const call of calls)
          expect(call.failure?.code ?? 'ok').toMatch(/^(ok|model\/no-answer)$/)
      }),
      { numRuns: 20 },
    )
  })
  test('the run ends, the same up to the first decision that is missing, and comes from its tape', async () => {
    const fine = await play({ faults: [], delays: [0] }, 'fine')
    await fc.assert(
      fc.asyncProperty(plan(FAULTS), async (p) => {
        const { result, chains, calls, bytes } = await play(p)
        expect(result).toMatchObject({ end: 'horizon', ticks: HORIZON })
        const first = Math.min(HORIZON + 1, ...calls.filter((c) => c.failure).map((c) => c.tick))
        expect(chains.slice(0, first)).toEqual(fine.chains.slice(0, first))
        // Who fails by time has a call that was not answered; nobody else waits.
        const late = new Set(
          calls.filter((c) => c.failure?.code === 'model/timeout').map((c) => TEAM[c.agent]),
        )
        for (const name of TEAM)
          if (!late.has(name)) expect(result.agents[name]!.failures['timeout'] ?? 0).toBe(0)
        expect((await again(calls)).equals(bytes)).toBe(true)
      }),
      { numRuns: 15 },
    )
  }, 120_000)
})
