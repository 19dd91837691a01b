import { describe, expect, it, test, vi } from 'vitest'
import { planner, random } from '../../agents/index.js'
import { definePolicy, type Turn } from '../../engine/index.js'
import { shipped } from '../registry.js'
import { conformPolicy } from './policy.js'
import { checkAll } from './report.js'
import { counter, counting } from './testing/counter.js'

vi.setConfig({ testTimeout: 30_000 })

const { scenarios } = await shipped()
const options = { scenarios: [counting()], seeds: [1] }

describe('policies with which nothing is wrong', () => {
  for (const { name, run } of conformPolicy(random, options)) test(`random, ${name}`, run)
  const where = { scenarios: [scenarios.get('moving-day')!], seeds: [1], ticks: 25 }
  for (const { name, run } of conformPolicy(planner, where)) test(`planner, ${name}`, run)
})

type T = Turn<
  { values: number[]; words: string[] },
  { [K in keyof typeof counter.actions]: (typeof counter.actions)[K]['args'] },
  object,
  { n: number }
>
const policy = (parts: object) =>
  definePolicy(counter, {
    id: 'mine',
    memory: () => ({ n: 0 }),
    decide: ({ act, memory }: T) => {
      memory.n += 1
      return act.add({ by: memory.n % 2 === 0 ? 'one' : 'two' })
    },
    ...parts,
  } as never)

async function failing(parts: object, more: object = {}): Promise<Map<string, string>> {
  const report = await checkAll(conformPolicy(policy(parts), { ...options, ...more }))
  return new Map(
    report.checks.filter((c) => !c.ok).map((c) => [c.name.replace(/:.*/, ''), c.problem ?? '']),
  )
}

describe('each check fails for what it is there for', () => {
  it('is passed by the policy that is broken here', async () => {
    expect(await failing({})).toEqual(new Map())
  })
  const rows: readonly (readonly [string, () => object, string[], RegExp])[] = [
    [
      'an action that does not exist',
      () => ({ decide: () => ({ action: 'fly', args: {} }) }),
      ['decisions'],
      /verdict unknown-action[\s\S]*tick 1, ada/,
    ],
    [
      'a message to nobody',
      () => ({ decide: ({ say }: T) => ({ say: say.to('zoe', 'hello') }) }),
      ['decisions'],
      /verdict unknown-recipient/,
    ],
    ['no decision', () => ({ decide: () => 42 }), ['decisions', 'trouble'], /bad-decision/],
    [
      'a memory that is not plain',
      () => ({ decide: () => ({ memory: { at: new Map() } }) }),
      ['decisions', 'trouble'],
      /no decision: bad-decision/,
    ],
    [
      'something remembered outside of the memory',
      () => {
        let calls = 0
        const decide = ({ act }: T) => act.add({ by: ++calls % 3 === 0 ? 'one' : 'two' })
        return { decide }
      },
      ['same-decision', 'memory'],
      /another decision[\s\S]*Keep everything that outlives a decision in turn\.memory/,
    ],
    [
      'a memory that depends on what is outside of it',
      () => {
        let calls = 0
        const decide = ({ act, memory }: T) => {
          memory.n = ++calls
          return act.add({ by: 'one' })
        }
        return { decide }
      },
      ['same-decision', 'memory'],
      /left another memory/,
    ],
    [
      'chance of its own',
      () => ({ decide: ({ act }: T) => (Math.random() < 2 ? act.add({ by: 'one' }) : undefined) }),
      ['poisoned'],
      /The policy uses Math\.random/,
    ],
    [
      'a policy that cannot bear to be refused',
      () => ({
        decide({ act, last }: T) {
          if (last.some((a) => a.verdict !== 'ok')) throw new Error('I give up')
          return act.add({ by: 'one' })
        },
      }),
      ['trouble'],
      /threw[\s\S]*tick 5, ada[\s\S]*I give up/,
    ],
    [
      'a policy that does not close',
      () => ({
        close() {
          throw new Error('stuck')
        },
      }),
      ['close'],
      /stuck/,
    ],
  ]
  it.each(rows)('%s', async (_, parts, checks, says) => {
    const found = await failing(parts())
    expect([...found.keys()]).toEqual(checks)
    expect([...found.values()].join('\n')).toMatch(says)
  })
  it('changing the world through an observation, where the world lets it', async () => {
    const shared = {
      ...counter,
      observe: (w: never) => ({
        values: [],
        words: (w as { params: { words: string[] } }).params.words,
      }),
    }
    const found = await failing(
      {
        decide({ obs, act }: T) {
          obs.words[0] = 'mine'
          return act.add({ by: 'one' })
        },
      },
      { scenarios: [counting(shared, { params: { words: ['a', 'b'] } })] },
    )
    expect([...found.keys()]).toEqual(['calm'])
    expect(found.get('calm')).toMatch(/Deciding has changed the world/)
  })
  it('not what only a policy that always decides the same must hold', async () => {
    const decide = ({ act }: T) => (Math.random() < 2 ? act.add({ by: 'one' }) : undefined)
    expect(await failing({ decide }, { deterministic: false })).toEqual(new Map())
  })
  it('takes policies that answer later', async () => {
    const decide = async ({ act }: T) => act.add({ by: 'one' })
    expect(await failing({ decide })).toEqual(new Map())
    const slow = async ({ act }: T) => {
      await Promise.resolve()
      return Math.random() < 0.5 ? act.add({ by: 'one' }) : act.add({ by: 'two' })
    }
    expect([...(await failing({ decide: slow })).keys()]).toEqual(['same-decision', 'memory'])
  })
})
