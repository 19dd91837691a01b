import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createEpisode, parseScenarioFile } from '../../engine/index.js'
import { household } from '../../worlds/index.js'
import { convertEar } from './earbench.js'
import { earbench } from './earbench.node.js'

const ROOM = {
  id: 'r',
  name: 'R',
  properties: { type: 'x' },
  connected_to_room_ids: ['s', 'attic'],
}
const SCENE = {
  description: 'd',
  rooms: [ROOM, { id: 's', name: 'S', properties: {}, connected_to_room_ids: [] }],
  objects: [
    {
      id: 'tv',
      name: 'TV',
      type: 'ITEM',
      location_id: '',
      properties: { weight: 4 },
      states: { is_on: true, odd: [1] },
    },
    { id: 'cup', name: 'Cup', type: 'ITEM', location_id: 'on:tv', properties: {}, states: {} },
    {
      id: 'desk',
      name: 'Desk',
      type: 'FURNITURE',
      location_id: 'in:r',
      properties: { weight: 30, is_container: true, colour: 'red', provides_abilities: ['fly'] },
      states: {},
    },
  ],
  abilities: ['open', 'fly'],
}
const TASK = {
  task_background: 'b',
  scene_id: '9',
  agents_config: [{ name: 'robot_1', max_grasp_limit: 0, max_weight: 25, max_size: 1.5 }],
  tasks: [
    {
      task_description: 't',
      task_category: 'tool_use',
      validation_checks: [
        { id: 'ghost', is_on: false, states: 3 },
        { id: 'cup', location_id: 'in:tv' },
      ],
    },
  ],
}

const convert = (scene: unknown = SCENE, task: unknown = TASK) =>
  convertEar('single', '00007', { path: 'scene', json: scene }, { path: 'task', json: task })

describe('what is odd in the source', () => {
  it('is reported by file and field', () => {
    const { anomalies, refLoads } = convert()
    expect(anomalies.map((a) => `${a.file} ${a.path}`)).toEqual([
      'scene rooms.0.connected_to_room_ids.1',
      'scene rooms.0.connected_to_room_ids',
      'scene objects.2.properties.provides_abilities.0',
      'scene objects.0.location_id',
      'scene objects.0.states.odd',
      'scene objects.1.location_id',
      'scene objects.1.properties.weight',
      'scene abilities.1',
      'task agents_config.0.max_size',
      'task agents_config.0.max_grasp_limit',
      'task tasks.0.validation_checks.0.id',
      'task tasks.0.validation_checks.0.states',
      'task tasks.0.validation_checks.1.location_id',
    ])
    expect(refLoads).toBe(false)
  })

  it('is treated as the reference treats it', () => {
    const { params } = convert().scenario
    expect(params.things!.map((t) => [t.id, t.at, t.weight])).toEqual([
      ['desk', 'in:r', 30],
      ['tv', 'in:r', 4],
      ['cup', 'in:r', 0.5],
    ])
    expect(params.rooms.map((r) => r.links)).toEqual([['s'], ['r']])
    expect(params.tasks![0]!.checks[0]).toMatchObject({ thing: 'ghost', absent: true })
  })

  it('gives a task without words a title all the same', () => {
    const [task] = TASK.tasks
    const { scenario } = convert(SCENE, { ...TASK, tasks: [{ ...task, task_description: '' }] })
    expect(scenario.title).toBe('EAR-Bench single 00007')
  })
  it('still makes a scenario that loads', () => {
    const { scenario } = parseScenarioFile(convert().scenario, [household])
    expect(createEpisode(scenario, { seed: 1 }).goals()).toMatchObject([{ done: false }])
  })
})

it.each([null, 3, [], {}, { rooms: [{ id: 4 }] }, { rooms: [ROOM], objects: [null, { id: [] }] }])(
  'reports and does not throw on %j for a scene',
  (scene) => {
    expect(() => convert(scene)).not.toThrow()
  },
)

describe('commands on the file system', () => {
  const out = mkdtempSync(join(tmpdir(), 'coact-import-'))
  afterAll(() => rmSync(out, { recursive: true, force: true }))

  it('says so when there is nothing to read', async () => {
    await expect(earbench.run(join(out, 'nowhere'), { out })).rejects.toThrow(/import\/no-source/)
    await expect(earbench.run(out, { out })).rejects.toThrow(/import\/nothing-found/)
  })

  const data = process.env['COACT_DATA_DIR']
  const archive = join(data ?? '', 'earbench-eval.tar.gz')
  it.skipIf(data === undefined)(
    `imports all 1,400 scenarios, and the 1,275 that the reference loads${data === undefined ? ' (skipped: COACT_DATA_DIR is not set)' : ''}`,
    async () => {
      const all = await earbench.run(archive, { out })
      expect([all.written, all.skipped, all.counts]).toEqual([
        1400,
        0,
        { single: 800, multi: 600, 'loaded by the reference': 1275 },
      ])
      for (const file of readdirSync(out)) {
        const { scenario } = parseScenarioFile(JSON.parse(readFileSync(join(out, file), 'utf8')), [
          household,
        ])
        createEpisode(scenario, { seed: 1, track: false })
      }
      const ref = await earbench.run(archive, { out, select: 'ref' })
      expect([ref.written, ref.skipped, ref.counts!['single'], ref.counts!['multi']]).toEqual([
        1275, 125, 675, 600,
      ])
    },
    120_000,
  )
})
