import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idle, planner, random } from '../../agents/index.js'
import { createEpisode, type Frame } from '../../engine/index.js'
import { openReplayFile, verifyReplay, withParent } from '../../replays/index.node.js'
import { run } from '../run.js'
import { seatPolicies } from '../seats.js'
import { fork } from './fork.js'
import { forkMany } from './fork-many.js'
import type { ForkSpec } from './spec.js'
import { chatter, type Grown, grown, home, race } from './testing/runs.js'
import { openTrunk } from './trunk.js'

let chat: Grown
let raced: Grown
let folder = ''
beforeAll(async () => {
  chat = await grown(chatter, 7)
  raced = await grown(race, 3)
  folder = mkdtempSync(join(tmpdir(), 'coact-fork-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const chainOf = ({ frames }: Grown): string => frames.at(-1)!.chain

describe('a fork in which nothing is changed', () => {
  test('goes as its parent went, from every tick, repeated or decided anew', async () => {
    for (const mode of ['frozen', 'live'] as const) {
      for (const { trunk, frames, scenario } of [chat, raced]) {
        const specs = upTo(trunk.last + 1).map((at): ForkSpec => ({ at, mode }))
        const { agents } = scenario
        const policies = Object.fromEntries(
          Object.entries(agents).map(([name, a]) => [name, a.policy!]),
        )
        for (const result of await forkMany(trunk, specs, { policies, frames: true })) {
          expect(result.frames!.map((f) => f.chain)).toEqual(
            frames.slice(result.at + 1).map((f) => f.chain),
          )
          expect(result).toMatchObject({
            end: frames.at(-1)!.end,
            stale: 0,
            tick: frames.length - 1,
          })
        }
      }
    }
  })

  test('goes as its parent went where agents plan and remember', async () => {
    const scenario = home('moving-day')
    const { trunk, frames } = await grown(scenario, 5)
    const specs = [0, 3, trunk.last].map((at): ForkSpec => ({ at, mode: 'live' }))
    const policies = { '*': planner }
    for (const result of await forkMany(trunk, specs, { policies }))
      expect(result.chain).toBe(frames.at(-1)!.chain)
  })

  test('has the states of the parent, also when they are asked for in any order', () => {
    const episode = createEpisode(seatPolicies(chatter).scenario, { seed: 7 })
    const hashes = [episode.hash()]
    for (const frame of chat.frames.slice(1)) {
      episode.step(frame.inputs)
      hashes.push(episode.hash())
    }
    for (const at of [100, 3, 4, 99, 0, 17, 16, 15, 101])
      expect([at, chat.trunk.hash(at)]).toEqual([at, hashes[at]])
  })
})

describe('what is changed', () => {
  test('another policy decides from the next tick on, with a memory of its own', async () => {
    const bob = chatter.agents['bob']!.policy!
    const [mixed, same] = await forkMany(
      chat.trunk,
      [
        { at: 40, agents: { ada: random } },
        { at: 40, agents: { bob } },
      ],
      { frames: true },
    )
    expect(mixed!.frames!.flatMap((f) => f.messages)).toEqual([])
    expect(mixed!.chain).not.toBe(chainOf(chat))
    // Bob has no memory and decides as he did; ada repeats what she did.
    expect(same!.chain).toBe(chainOf(chat))
    const ada = chatter.agents['ada']!.policy!
    const [fresh] = await forkMany(chat.trunk, [{ at: 40, agents: { ada } }], { frames: true })
    expect(fresh!.frames![0]!.messages[0]!.body).toMatch(/, told 1$/)
    expect(chat.frames[41]!.messages[0]!.body).toMatch(/, told 21$/)
  })

  test('one decision is replaced, in that tick and that part only', async () => {
    const stay = { action: 'move', args: { dir: 'stay' } }
    const [result] = await forkMany(chat.trunk, [{ at: 40, action: { ada: stay } }], {
      frames: true,
    })
    const [first, second] = result!.frames!
    expect(first!.inputs[0]).toMatchObject({ do: [stay], say: chat.frames[41]!.inputs[0]!.say })
    expect(first!.inputs[1]).toEqual(chat.frames[41]!.inputs[1])
    expect(second!.inputs).toEqual(chat.frames[42]!.inputs)
    const [nothing] = await forkMany(chat.trunk, [{ at: 40, action: { ada: null } }], {
      frames: true,
    })
    expect(nothing!.frames![0]!.actions.map((a) => a.agent)).toEqual([1])
  })

  test('a message that waits never reaches anybody; a later one is not sent', async () => {
    const id = chat.frames[41]!.messages[0]!.id
    const bob = chatter.agents['bob']!.policy!
    const [muted] = await forkMany(chat.trunk, [{ at: 41, mute: [id], agents: { bob } }], {
      frames: true,
    })
    const stay = [{ action: 'move', args: { dir: 'stay' } }]
    expect(chat.frames[42]!.inputs[1]!.do).toEqual(stay)
    expect(muted!.frames![0]!.inputs[1]!.do).not.toEqual(stay)
    const [unsent] = await forkMany(chat.trunk, [{ at: 30, mute: [id], agents: { bob } }], {
      frames: true,
    })
    const spoken = unsent!.frames!.flatMap((f) => f.messages.map((m) => m.tick))
    expect(spoken).not.toContain(41)
    expect(spoken).toContain(43)
    expect(unsent!.frames![10]!.inputs[0]!.do).toEqual(chat.frames[41]!.inputs[0]!.do)
  })

  test('another seed changes what chance draws afterwards, and nothing else', async () => {
    const seeds = [undefined, 7, 8, 8, '9'] as const
    const results = await forkMany(
      chat.trunk,
      seeds.map((seed): ForkSpec => ({ at: 30, ...(seed === undefined ? {} : { seed }) })),
      { frames: true },
    )
    const [none, same, eight, again, nine] = results.map((r) => r.chain)
    expect([none, same]).toEqual([chainOf(chat), chainOf(chat)])
    expect(again).toBe(eight)
    expect(new Set([none, eight, nine]).size).toBe(3)
    // An apple grows every 50th tick: until then only the hash of the generators differs.
    const grown = results[2]!.frames!.findIndex((f) => f.draws.length > 0)
    expect(results[2]!.frames![grown]!.tick).toBe(50)
    expect(results[2]!.frames![grown]!.draws).not.toEqual(chat.frames[50]!.draws)
    expect(results[2]!.frames![18]!.diff.columns).toEqual(chat.frames[49]!.diff.columns)
  })

  test('an empty seat gives nothing', async () => {
    const [result] = await forkMany(chat.trunk, [{ at: 10, agents: { bob: null } }], {
      frames: true,
    })
    expect(result!.frames!.flatMap((f) => f.actions.filter((a) => a.agent === 1))).toEqual([])
  })
})

describe('the modes', () => {
  test('frozen: inputs that fare otherwise are counted', async () => {
    // Who stands still when the other eats its apple first cannot eat as recorded.
    const results = await forkMany(
      raced.trunk,
      upTo(raced.trunk.last).map((at): ForkSpec => ({ at, agents: { ada: idle } })),
    )
    const late = results.filter((r) => r.stale > 0)
    expect(late).toEqual([])
    const swapped = await forkMany(
      raced.trunk,
      [{ at: 0, action: { bob: { action: 'move', args: { dir: 'stay' } } } }],
      { frames: true },
    )
    const [{ stale, staleFrom, frames }] = swapped as [NonNullable<(typeof swapped)[0]>]
    const differing = frames!.filter((f, i) => {
      const verdicts = (x: Frame) =>
        JSON.stringify(
          [0, 1].map((a) => x.actions.filter((r) => r.agent === a).map((r) => r.verdict)),
        )
      return verdicts(f) !== verdicts(raced.frames[i + 1]!) && i > 0
    })
    expect(stale).toBeGreaterThan(0)
    expect(staleFrom).toBe(differing[0]!.tick)
    expect(stale).toBeGreaterThanOrEqual(differing.length)
  })

  test('scripted: what is given enters, and what is refused is counted', async () => {
    const eat = { do: [{ action: 'eat', args: {} }] }
    const [result] = await forkMany(
      chat.trunk,
      [
        {
          at: 20,
          inputs: [
            [eat, null],
            [eat, eat],
          ],
        },
      ],
      {
        frames: true,
      },
    )
    expect(result!.tick).toBe(22)
    expect(result!.end).toBeUndefined()
    const refused = result!.frames!.flatMap((f) => f.actions.filter((a) => a.verdict !== 'ok'))
    expect(refused.length).toBeGreaterThan(0)
    expect(result!.stale).toBe(refused.length)
  })

  test('live: policies decide with the memories they had, for as many ticks as wanted', async () => {
    const policies = Object.fromEntries(
      Object.entries(chatter.agents).map(([name, a]) => [name, a.policy!]),
    )
    const [result] = await forkMany(chat.trunk, [{ at: 40, mode: 'live', ticks: 5 }], {
      policies,
      frames: true,
    })
    expect(result!.tick).toBe(45)
    expect(result!.frames!.at(-1)!.chain).toBe(chat.frames[45]!.chain)
    const [none] = await forkMany(chat.trunk, [{ at: 40, ticks: 0 }])
    expect([none!.tick, none!.chain]).toEqual([40, chat.frames[40]!.chain])
  })

  test('live: nobody stands idle for who is not at hand', async () => {
    const out = join(folder, 'live.mcap')
    await run(chatter, { seed: 7, out })
    const replay = await openReplayFile(out)
    const recorded = await openTrunk(replay, chatter)
    await replay.close()
    for (const trunk of [chat.trunk, recorded]) {
      const live = forkMany(trunk, [{ at: 40, mode: 'live' }])
      await expect(live).rejects.toMatchObject({ code: 'agent/no-policy' })
    }
  })

  test('an episode is forked where it stands, and is not touched', async () => {
    const episode = createEpisode(chatter, { seed: 7 })
    for (const frame of chat.frames.slice(1, 31)) episode.step(frame.inputs)
    const before = episode.hash()
    const policies = { '*': random }
    const [a, b] = await forkMany(
      episode,
      [
        { at: 30, mode: 'live' },
        { at: 30, mode: 'live' },
      ],
      { policies },
    )
    expect(a).toEqual(b)
    expect([episode.tick, episode.hash()]).toEqual([30, before])
    await expect(forkMany(episode, [{ at: 29 }])).rejects.toMatchObject({ code: 'fork/no-tick' })
  })

  test('rewards, goals and metrics are those of the run', async () => {
    const [result] = await forkMany(chat.trunk, [{ at: 40 }], {
      metrics: true,
      scorer: (r) => r.tick,
    })
    const sum = (agent: number) => chat.frames.slice(41).reduce((n, f) => n + f.rewards[agent]!, 0)
    expect(result!.rewards).toEqual({ ada: sum(0), bob: sum(1) })
    expect(result!.score).toBe(chat.frames.length - 1)
    const { metrics } = await run(chatter, { seed: 7 })
    expect(result!.metrics).toEqual(metrics)
    await expect(forkMany(chat.trunk, [], { metrics: true, track: false })).rejects.toMatchObject({
      code: 'fork/untracked',
    })
  })

  test('untracked forks fare alike', async () => {
    const specs = upTo(20).map((at): ForkSpec => ({ at: at * 4, seed: at, ticks: 30 }))
    const [tracked, bare] = [
      await forkMany(chat.trunk, specs),
      await forkMany(chat.trunk, specs, { track: false }),
    ]
    expect(bare.map(({ rewards, stale, tick }) => [rewards, stale, tick])).toEqual(
      tracked.map(({ rewards, stale, tick }) => [rewards, stale, tick]),
    )
    expect(bare.every((r) => r.chain === '')).toBe(true)
  })
})

describe('what cannot be', () => {
  test.each([
    [{ at: 500 }, 'fork/no-tick'],
    [{ at: 1.5 }, 'fork/no-tick'],
    [{ at: -1 }, 'fork/no-tick'],
    [{ at: 120 }, 'fork/no-tick'],
    [{ at: 3, agents: { ava: random } }, 'agent/unknown'],
    [{ at: 3, action: { ava: null } }, 'agent/unknown'],
    [{ at: 3, action: { ada: { action: 'eet', args: {} } } }, 'action/unknown'],
    [{ at: 3, action: { ada: 7 } }, 'fork/action'],
    [{ at: 3, action: { ada: { act: 'eat' } } }, 'fork/action'],
    [{ at: 3, mute: ['1:ada:0'] }, 'fork/message'],
    [{ at: 3, mute: ['nonsense'] }, 'fork/message'],
    [{ at: 3, mute: ['5:bob:0'] }, 'fork/message'],
    [{ at: 3, mode: 'frosen' as never }, 'fork/mode'],
    [{ at: 3, mode: 'scripted' }, 'fork/mode'],
    [{ at: 3, ticks: -1 }, 'fork/ticks'],
    [{ at: 3, mode: 'live', agents: { bob: null } }, 'agent/no-policy'],
  ] satisfies [ForkSpec, string][])('%j is refused: %s', async (spec, code) => {
    const bare = {
      ...chat.trunk,
      scenario: {
        ...chat.trunk.scenario,
        agents: { ada: { team: 'a', role: 'a' }, bob: { team: 'a', role: 'a' } },
      },
    }
    await expect(forkMany(bare, [spec])).rejects.toMatchObject({ code })
  })
})

describe('a fork with a replay', () => {
  const open = async (name: string) => openReplayFile(join(folder, name))

  test('names its parent, verifies, and with the parent is whole', async () => {
    const [path, out] = ['run.mcap', 'fork.mcap'].map((name) => join(folder, name)) as [
      string,
      string,
    ]
    await run(chatter, { seed: 7, out: path })
    const parent = await open('run.mcap')
    const trunk = await openTrunk(parent, chatter, { from: 90, to: 90 })
    expect(trunk.hash(90)).toBe(chat.frames[90]!.state)
    const spec: ForkSpec = {
      at: 90,
      agents: { bob: random },
      seed: 11,
      mute: ['91:ada:0'],
      action: { ada: null },
    }
    const told = await fork(trunk, spec, { out, file: 'run.mcap' })
    const replay = await open('fork.mcap')
    expect(replay.info.header.parent).toEqual({
      file: 'run.mcap',
      run: chainOf(chat),
      tick: 90,
      chain: chat.frames[90]!.chain,
      state: chat.frames[90]!.state,
      changes: {
        mode: 'frozen',
        agents: { bob: 'random@1' },
        action: { ada: null },
        mute: ['91:ada:0'],
        seed: '11',
      },
    })
    expect(replay.info.header.agents.map((a) => a.policy?.id)).toEqual(['teller', 'random'])
    expect(replay.info.result?.chain).toBe(told.chain)
    expect(await verifyReplay(replay, chatter, { heavy: true })).toMatchObject({
      ok: true,
      ticks: told.ticks,
    })
    const whole = await withParent(replay, parent)
    const chains: string[] = []
    for await (const frame of whole.frames()) chains.push(frame.chain)
    expect(chains.slice(0, 91)).toEqual(chat.frames.slice(0, 91).map((f) => f.chain))
    expect(chains.at(-1)).toBe(told.chain)
    expect(statSync(out).size).toBeLessThan(statSync(path).size)
    const [same] = await forkMany(parent, [{ at: 90 }], { scenario: chatter })
    expect(same!.chain).toBe(chainOf(chat))
    await expect(forkMany(parent, [])).rejects.toMatchObject({ code: 'fork/no-scenario' })
    // A fork of the fork, from a tick of its own.
    const second = await fork(await openTrunk(replay, chatter, { from: 100 }), { at: 100 })
    expect(second.chain).toBe(told.chain)
    expect(second.parent.chain).toBe((await replay.frame(100)).chain)
    await whole.close()
  })

  test('a run that does not come out the same is refused', async () => {
    const replay = await openTrunk(
      {
        ...(await open('run.mcap')),
        async frame(tick: number): Promise<Frame> {
          const frame = chat.frames[tick]!
          return tick === 20 ? { ...frame, inputs: [null, null] } : frame
        },
      },
      chatter,
    ).catch((e: unknown) => e)
    expect(replay).toMatchObject({ code: 'fork/not-reproduced', detail: { where: 'tick 20' } })
  })
})
