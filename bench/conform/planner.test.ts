import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idle, planner } from '../../agents/index.js'
import { defineUniversalPolicy, type Policy } from '../../engine/index.js'
import { convertEar } from '../import/earbench.js'
import { type Case, type Graded, gradeCase } from './planner.js'
import { planner as suite } from './planner.node.js'
import { renamed } from './planner-rename.js'
import { reportOf } from './planner-report.js'

const room = (id: string, to: string) => ({
  id,
  name: `The ${id}`,
  properties: { type: 'indoors' },
  connected_to_room_ids: [to],
})
const scene = {
  description: 'A flat with a lamp in the hall.',
  rooms: [room('hall', 'attic'), room('attic', 'hall')],
  objects: [
    {
      id: 'lamp_1',
      name: 'Brass Lamp',
      type: 'ITEM',
      location_id: 'in:hall',
      properties: { weight: 2, colour: 'brass', beside: 'anvil_1' },
      states: { is_on: false },
    },
    {
      id: 'anvil_1',
      name: 'Anvil',
      type: 'ITEM',
      location_id: 'in:hall',
      properties: { weight: 90 },
      states: {},
    },
  ],
  abilities: ['turn_on', 'turn_off'],
}
const task = (check: object) => ({
  task_background: 'It is dark.',
  scene_id: '1',
  agents_config: [{ name: 'robot_1', max_grasp_limit: 2, max_weight: 20, max_size: [1, 1, 1] }],
  tasks: [
    {
      task_description: 'See to the brass lamp or the anvil.',
      task_category: 'direct_command',
      validation_checks: [check],
    },
  ],
})
const LIGHT = task({ id: 'lamp_1', is_on: true })
const HEAVY = task({ id: 'anvil_1', location_id: 'in:attic' })

const caseOf = (json: object, number: string, more: Partial<Case> = {}): Case => ({
  scenario: convertEar('single', number, { path: 'scene', json: scene }, { path: 'task', json })
    .scenario,
  mode: 'honest',
  steps: 4,
  isSample: true,
  ...more,
})
const light = caseOf(LIGHT, '00001')
const heavy = caseOf(HEAVY, '00002', { mode: 'unsolved', steps: 0 })

const counts = (...all: readonly Graded[]) =>
  reportOf(all).gates.map(({ passed, failed }) => [passed, failed])
const firsts = (...all: readonly Graded[]) => reportOf(all).gates.map((g) => g.first)
const table = (name: string, ...all: readonly Graded[]) =>
  reportOf(all).tables!.find((t) => t.name.startsWith(name))!

describe('the planner', () => {
  test('passes where it solves what can be done, in few commands, under any names', () => {
    const all = [gradeCase(light, planner), gradeCase(heavy, planner)]
    expect(counts(...all)).toEqual([
      [1, 0],
      [1, 0],
      [2, 0],
      [4, 0],
    ])
    expect(firsts(...all)).toEqual([undefined, undefined, undefined, undefined])
  })
  test('has its scenarios counted apart by how the oracle fared', () => {
    const modes = (['honest', 'loophole', 'unsolved', 'untried'] as const).map((mode) =>
      gradeCase({ ...light, mode }, planner),
    )
    const { columns, rows } = table('compat', ...modes, gradeCase(heavy, planner))
    const total = Object.fromEntries(columns.map((c, i) => [c, rows.at(-1)![i]]))
    expect(total).toMatchObject({
      category: 'all',
      honest: '1 of 1',
      loophole: '1 of 1',
      unsolved: '1 of 2',
      untried: '1 of 1',
    })
    expect(counts(...modes)[0]).toEqual([1, 0])
  })
  test('is told why what it left undone cannot be done', () => {
    expect(table('strict: why', gradeCase(light, planner), gradeCase(heavy, planner)).rows).toEqual(
      [['too-heavy', 1]],
    )
  })
})

describe('a policy fails', () => {
  test('that leaves undone what the oracle did and what can be done', () => {
    const graded = gradeCase(light, idle)
    expect(counts(graded)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [2, 0],
    ])
    expect(firsts(graded)[0]).toBe(
      'earbench-single-00001 compat: unsolved, horizon after 35 ticks (no reason given)',
    )
    expect(firsts(graded)[2]).toContain('strict: neither solved nor proven impossible')
    expect(table('failures', graded).rows.map((r) => r.at(-1))).toEqual([
      'coact run DIR/earbench-single-00001.json --agents planner --profile compat',
      'coact run DIR/earbench-single-00001.json --agents planner --profile strict --horizon 400',
    ])
  })
  test('that needs more than 1.8 times the commands of the oracle', () => {
    const { compat } = gradeCase(light, planner).played
    const gate = (steps: number) => reportOf([gradeCase({ ...light, steps }, planner)]).gates[1]!
    expect(gate(Math.ceil(compat.commands / 1.8)).failed).toBe(0)
    expect(gate(Math.ceil(compat.commands / 1.8) - 1)).toMatchObject({ passed: 0, failed: 1 })
  })
  test('that does what is said to be impossible', () => {
    const graded = { ...gradeCase(light, planner), never: ['too-heavy'] }
    expect(counts(graded)[2]).toEqual([0, 1])
    expect(firsts(graded)[2]).toContain('solved, and said to be impossible: too-heavy')
  })
  test('that goes by names', () => {
    const namesake: Policy = defineUniversalPolicy({
      id: 'namesake',
      decide: ({ command, tick }) =>
        command(['GOTO hall', 'EXPLORE', 'GOTO lamp_1', 'TURN_ON lamp_1'][tick - 1] ?? 'DONE'),
    })
    const graded = gradeCase(light, namesake)
    expect(counts(graded)).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 2],
    ])
    expect(firsts(graded)[3]).toContain(
      'solved after 5 ticks (no reason given); under other names unsolved',
    )
  })
  test('that throws, even when another agent or an earlier tick did it all', () => {
    const late: Policy = {
      ...planner,
      decide(turn) {
        if (turn.tick > 4) throw new Error('too late')
        return planner.decide(turn)
      },
    }
    expect(firsts(gradeCase(light, late))[0]).toContain('threw')
  })
})

describe('other names', () => {
  const { scenario } = light
  test('leave no id, name or text of the scenario, and mean the same', () => {
    const after = renamed(scenario, 1)
    expect(JSON.stringify([after.params, after.agents, after.title])).not.toMatch(
      /hall|attic|lamp|anvil|Brass|robot|agent_1|dark/,
    )
    const [lamp, anvil] = after.params.things!
    const [hall, attic] = after.params.rooms
    expect(lamp!.id).toMatch(/^n\d{4}$/)
    expect(lamp).toMatchObject({ at: `in:${hall!.id}`, properties: { beside: anvil!.id } })
    expect(hall!.links).toEqual([attic!.id])
    expect(after.params.tasks![0]!.checks).toMatchObject([
      { thing: lamp!.id, states: { is_on: true } },
    ])
  })
  test('let an agent begin where it did', () => {
    const after = renamed(scenario, 1)
    const [name] = Object.keys(after.agents)
    expect(after.params.bodies![name!]!.start).toBe(after.params.rooms[1]!.id)
  })
  test('come from the seed', () => {
    expect(renamed(scenario, 1)).toEqual(renamed(scenario, 1))
    expect(renamed(scenario, 1)).not.toEqual(renamed(scenario, 2))
  })
})

describe('the suite', () => {
  let own = ''
  const write = (path: string, value: unknown): void => {
    mkdirSync(join(own, path, '..'), { recursive: true })
    writeFileSync(join(own, path), JSON.stringify(value))
  }
  beforeAll(() => {
    own = mkdtempSync(join(tmpdir(), 'coact-planner-'))
    for (const [i, json] of [LIGHT, HEAVY, LIGHT].entries()) {
      write(`scenes/eval/single-independent/scene/0000${i}_scene.json`, scene)
      write(`scenes/eval/single-independent/task/0000${i}_task.json`, json)
    }
    write('oracle/oracle_summary.json', [
      { split: 'single', sid: '00000', category: 'x', solved: true, mode: 'honest', steps: 4 },
      { split: 'single', sid: '00001', category: 'x', solved: false, mode: null, steps: 0 },
    ])
    write('odd/oracle_summary.json', [{ split: 'single', sid: 1 }])
  })
  afterAll(() => rmSync(own, { recursive: true, force: true }))
  const scenes = (): string => join(own, 'scenes')

  test('plays all scenes, those of which the oracle knows nothing too, and tells how far it is', async () => {
    const seen: number[] = []
    const { gates } = await suite.run(join(own, 'oracle'), {
      scenes: scenes(),
      onProgress: (done, of) => seen.push(done, of),
    })
    expect(gates.map(({ passed, failed }) => [passed, failed])).toEqual([
      [1, 0],
      [1, 0],
      [3, 0],
      [2, 0],
    ])
    expect(seen).toEqual([1, 3, 2, 3, 3, 3])
  })
  test('stops when it is told to', async () => {
    const { gates } = await suite.run(join(own, 'oracle'), {
      scenes: scenes(),
      signal: AbortSignal.abort(),
    })
    expect(gates[2]!.passed).toBe(0)
  })
  test('asks for the scenes and for what the oracle did', async () => {
    await expect(suite.run('.', {})).rejects.toThrow(/conform\/no-scenes/)
    await expect(suite.run(own, { scenes: scenes() })).rejects.toThrow(/summary\/unreadable/)
    await expect(suite.run(join(own, 'odd'), { scenes: scenes() })).rejects.toThrow(
      /conform\/no-oracle/,
    )
  })
})
