import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { random } from '../../agents/index.js'
import {
  type Decision,
  defineScenario,
  defineUniversalPolicy,
  defineWorld,
  type Policy,
  type Scenario,
  type Turn,
} from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { openReplayFile } from '../../replays/index.node.js'
import { type RunOptions, run } from '../run.js'
import { resume } from './resume.js'

let home = ''
let out = ''
let cut = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-resume-'))
  out = join(home, 'run.mcap')
  cut = join(home, 'cut.mcap')
})
const clear = (path: string): void => {
  for (const end of ['', '.tmp', '.journal', '.lock']) rmSync(path + end, { force: true })
}
beforeEach(() => {
  clear(out)
  clear(cut)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Copies what a process that is killed now would leave. */
function snap(): void {
  clear(cut)
  for (const end of ['', '.tmp', '.journal'])
    if (existsSync(out + end)) copyFileSync(out + end, cut + end)
}

const policy = (id: string, decide: (turn: Turn) => unknown, memory?: () => unknown): Policy<'*'> =>
  defineUniversalPolicy({
    id,
    decide: decide as (turn: Turn) => Decision,
    ...(memory === undefined ? {} : { memory: memory as () => object }),
  })

/** Looks, remembers, draws, and talks. */
const busy = policy(
  'busy',
  (turn) => {
    const memory = turn.memory as { count: number }
    memory.count += 1
    if (turn.tick % 3 === 0) void turn.obs
    const dir = turn.rng.pick(['n', 'e', 's', 'w'])
    return {
      do: { action: 'move', args: { dir } },
      ...(memory.count % 5 === 0
        ? { say: { to: 'all', type: 'text', body: `${memory.count}` } }
        : {}),
    }
  },
  () => ({ count: 0 }),
)
const TICKS = 150
/** A hook in the middle of each step, where the process may be killed after the journal and before the frame. */
let onStep: (tick: number) => void = () => {}
const world = defineWorld({
  ...harvest,
  id: 'hooked',
  systems: [
    ...(harvest.systems ?? []),
    {
      id: 'hook',
      run: (w) => onStep(w.tick),
    },
  ],
})
const scenario = defineScenario(world, {
  params: { size: 12, apples: 60 },
  agents: { ada: busy, bob: random },
  horizon: TICKS,
}) as Scenario
const options: RunOptions = { seed: 3, journal: 'group' }

async function reference(): Promise<Buffer> {
  clear(out)
  const { ticks } = await run(scenario, { ...options, out })
  expect(ticks).toBe(TICKS)
  const bytes = readFileSync(out)
  clear(out)
  return bytes
}

describe('a run that is stopped', () => {
  test('leaves no journal when it is done, and the same file with any journal', async () => {
    const files: Buffer[] = []
    for (const journal of ['off', 'group', 'tick'] as const) {
      await run(scenario, { ...options, out, journal })
      for (const end of ['.tmp', '.journal', '.lock']) expect(existsSync(out + end)).toBe(false)
      files.push(readFileSync(out))
    }
    expect(files[1]!.equals(files[0]!)).toBe(true)
    expect(files[2]!.equals(files[0]!)).toBe(true)
  })

  const moments: readonly (readonly [string, (at: number) => Partial<RunOptions>])[] = [
    [
      'before the journal has the tick',
      (at) => {
        const stop = policy(
          busy.id,
          (turn) => {
            if (turn.tick === at) snap()
            return busy.decide(turn)
          },
          busy.memory,
        )
        return { agents: { ada: stop } }
      },
    ],
    [
      'between journal and step',
      (at) => {
        onStep = (tick) => tick === at && snap()
        return {}
      },
    ],
    ['after the step', (at) => ({ onFrame: (f) => f.tick === at && snap() })],
  ]
  test.each(moments)(
    '%s goes on to the same bytes, from any tick',
    async (_, stopping) => {
      const whole = await reference()
      for (const at of [1, 2, 63, 64, 65, 66, 100, 128, 129, 149, 150]) {
        await run(scenario, { ...options, out, ...stopping(at) })
        onStep = () => {}
        expect(existsSync(`${cut}.journal`)).toBe(true)
        const told = await resume(cut, () => ({ scenario }))
        expect(Math.abs(told.resumed.ticks - at)).toBeLessThanOrEqual(1)
        expect(readFileSync(cut).equals(whole)).toBe(true)
        for (const end of ['.tmp', '.journal', '.lock']) expect(existsSync(cut + end)).toBe(false)
      }
    },
    30_000,
  )

  test('uses what was decided, and asks only for what was not', async () => {
    // A mind of its own: no two runs of it are the same.
    let mood = 0
    const asked: number[] = []
    const moody = policy('moody', ({ tick }) => {
      asked.push(tick)
      mood += 1
      return { do: { action: 'move', args: { dir: ['n', 'e', 's', 'w'][mood % 4]! } } }
    })
    const agents = { ada: moody }
    const chains: string[] = []
    await run(scenario, {
      ...options,
      out,
      agents,
      onFrame: (f) => {
        chains.push(f.chain)
        if (f.tick === 100) snap()
      },
    })
    asked.length = 0
    mood = 77
    const again: string[] = []
    const told = await resume(cut, () => ({ scenario, agents }), {
      onFrame: (f) => again.push(f.chain),
      verify: true,
    })
    expect(told).toMatchObject({ ticks: TICKS, verified: true, resumed: { ticks: 100, torn: 0 } })
    expect(asked[0]).toBe(101)
    expect(again.slice(0, 101)).toEqual(chains.slice(0, 101))
    expect(again).toHaveLength(TICKS + 1)
  })

  test('can be stopped again and again', async () => {
    const whole = await reference()
    await run(scenario, { ...options, out, onFrame: (f) => f.tick === 30 && snap() })
    for (const at of [31, 70, 71, 140]) {
      clear(out)
      for (const end of ['.tmp', '.journal']) copyFileSync(cut + end, out + end)
      await resume(out, () => ({ scenario }), { onFrame: (f) => f.tick === at && snap() })
    }
    await resume(cut, () => ({ scenario }))
    expect(readFileSync(cut).equals(whole)).toBe(true)
  })

  test('is stopped by its user only once the journal is used up', async () => {
    await run(scenario, { ...options, out, onFrame: (f) => f.tick === 90 && snap() })
    const stop = new AbortController()
    stop.abort()
    const told = await resume(cut, () => ({ scenario }), { signal: stop.signal })
    expect(told).toMatchObject({ end: 'aborted', ticks: 90 })
    const replay = await openReplayFile(cut)
    expect(replay.info.result).toMatchObject({ end: 'aborted', ticks: 90 })
    await replay.close()
  })

  test('takes from the replay what the journal has lost', async () => {
    const whole = await reference()
    // Written groups need their time.
    const slow = policy(
      busy.id,
      async (turn) => {
        await new Promise((resolve) => setTimeout(resolve))
        return busy.decide(turn)
      },
      busy.memory,
    )
    const agents = { ada: slow }
    await run(scenario, { ...options, out, agents, onFrame: (f) => f.tick === 140 && snap() })
    const journal = readFileSync(`${cut}.journal`)
    writeFileSync(`${cut}.journal`, journal.subarray(0, journal.length >> 1))
    const told = await resume(cut, () => ({ scenario }))
    expect(told.resumed.ticks).toBeGreaterThanOrEqual(128)
    expect(readFileSync(cut).equals(whole)).toBe(true)
  })
})

describe('resuming is refused', () => {
  const stopped = (at = 100): Promise<unknown> =>
    run(scenario, { ...options, out, onFrame: (f) => f.tick === at && snap() })
  /** Everything is as it was, and can still be resumed. */
  const untouched = async (refused: () => Promise<unknown>, code: string): Promise<void> => {
    const [flushed, journal] = ['.tmp', '.journal'].map((end) => readFileSync(cut + end))
    await expect(refused()).rejects.toMatchObject({ code })
    expect(readFileSync(`${cut}.journal`).equals(journal!)).toBe(true)
    expect(readFileSync(`${cut}.tmp`).subarray(0, flushed!.length).equals(flushed!)).toBe(true)
    expect(existsSync(`${cut}.lock`)).toBe(false)
    expect(existsSync(cut)).toBe(false)
  }

  test('where the world was changed since: nothing is overwritten', async () => {
    await stopped()
    const changed = defineWorld({
      ...world,
      systems: [
        ...world.systems!.slice(0, -1),
        {
          id: 'hook',
          run: (w) => {
            if (w.tick === 40) w.c.Body.eaten.set(w.agents[0]!.entity, 99)
          },
        },
      ],
    })
    const other = { ...scenario, world: changed as unknown as Scenario['world'] }
    await untouched(() => resume(cut, () => ({ scenario: other })), 'resume/not-reproduced')
    await expect(resume(cut, () => ({ scenario: other }))).rejects.toThrow(/where: +tick 40/)
  })
  test('where others would play, or in another world', async () => {
    await stopped()
    await untouched(
      () => resume(cut, () => ({ scenario, agents: { ada: random } })),
      'resume/other-policy',
    )
    const newer = { ...scenario, world: { ...scenario.world, version: 9 } }
    await untouched(() => resume(cut, () => ({ scenario: newer })), 'replay/world-version')
  })
  test('where the flushed groups are those of something else', async () => {
    await stopped()
    await run(scenario, { seed: 4, out })
    copyFileSync(out, `${cut}.tmp`)
    await untouched(() => resume(cut, () => ({ scenario })), 'resume/other-replay')
  })
  test('where there is nothing, or a run that is finished', async () => {
    await expect(resume(cut, () => ({ scenario }))).rejects.toMatchObject({ code: 'journal/none' })
    await run(scenario, { ...options, out, onFrame: (f) => f.tick === TICKS && snap() })
    rmSync(`${cut}.tmp`)
    copyFileSync(out, cut)
    await expect(resume(cut, () => ({ scenario }))).rejects.toMatchObject({
      code: 'resume/finished',
    })
    expect(existsSync(`${cut}.journal`)).toBe(false)
    expect(readFileSync(cut).equals(readFileSync(out))).toBe(true)
  })
  test('and a new run into its file, until it is resumed', async () => {
    await stopped()
    await untouched(() => run(scenario, { ...options, out: cut }), 'journal/unfinished')
  })
})
