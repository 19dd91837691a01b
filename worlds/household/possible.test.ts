import { describe, expect, it } from 'vitest'
import { createStreams } from '../../engine/index.js'
import { search } from './possible/search.js'
import { tinyScene } from './possible/tiny.js'
import { possible } from './possible.js'
import { scenarios } from './scenarios/index.js'
import { type SceneInput, sceneSchema } from './scene.js'
import { validateScene } from './validate.js'

type Thing = NonNullable<SceneInput['things']>[number]
type Check = NonNullable<SceneInput['tasks']>[number]['checks'][number]

const thing = (id: string, more: Partial<Thing> = {}): Thing => ({
  id,
  name: id,
  at: 'in:hall',
  ...more,
})

const BODIES = { ada: { grasp: 2, strength: 10 }, bob: { grasp: 2, strength: 10 } }

/** Two rooms, a few plain things, and agents who can carry 10 kg each. */
const SCENE: SceneInput = {
  rooms: [
    { id: 'hall', name: 'Hall', links: ['shed'] },
    { id: 'shed', name: 'Shed', links: ['hall'] },
  ],
  things: [
    thing('lamp', { weight: 2, states: { is_on: false, is_broken: true } }),
    thing('kit', { at: 'in:shed', provides: ['repair'] }),
    thing('box', { container: true }),
    thing('crate', { container: true }),
    thing('table', { kind: 'static' }),
  ],
  actions: ['open', 'close', 'repair', 'turn_on'],
  bodies: BODIES,
}

const with_ = (...things: Thing[]): SceneInput => ({
  ...SCENE,
  things: [...SCENE.things!.filter((t) => things.every((u) => u.id !== t.id)), ...things],
})

const weak = (strength: number, grasp = 2): Pick<SceneInput, 'bodies'> => ({
  bodies: { ada: { grasp, strength }, bob: { grasp, strength } },
})

/** The codes of the reasons why a task with such checks cannot be done; nothing when it can. */
function codes(scene: SceneInput, checks: Check | Check[], names = ['ada', 'bob']): string[] {
  const tasks = [{ text: '', checks: [checks].flat() }]
  const parsed = sceneSchema.parse({ ...scene, tasks })
  expect(validateScene(parsed).filter((p) => !p.path.includes('.checks.'))).toEqual([])
  const seats = names.map((name) => ({ name, team: 'all' }))
  const [task] = possible(parsed, seats).tasks
  expect(task!.possible).toBe(task!.reasons.length === 0)
  return task!.reasons.map((r) => r.code)
}

const put = (id: string, place: string): Check => ({ thing: id, place })
const make = (id: string, state: string, value: boolean, together = false): Check => ({
  thing: id,
  states: { [state]: value },
  together,
})

describe('a check by itself', () => {
  it.each<[string, Check]>([
    ['missing-thing', put('ghost', 'in:hall')],
    ['missing-place', put('lamp', 'in:nowhere')],
    ['absent', { ...put('lamp', 'in:hall'), absent: true }],
    ['empty', { thing: 'lamp' }],
    ['room', make('hall', 'is_on', true)],
    ['room', put('hall', 'in:shed')],
    ['on-room', put('lamp', 'on:shed')],
    ['no-container', put('kit', 'in:table')],
    ['in-itself', put('box', 'in:box')],
    ['in-itself', put('box', ':box')],
    ['in-agent', put('lamp', 'in:ada')],
    ['agent-place', put('ada', 'in:box')],
    ['no-state', make('ada', 'is_on', true)],
    ['no-state', make('box', 'is_on', true)],
    ['no-verb', make('lamp', 'is_broken', true, true)],
    ['fixed', put('table', 'in:shed')],
  ])('cannot hold: %s', (code, check) => {
    const scene = { ...SCENE, actions: ['repair', 'turn_on'] as const }
    const states = { is_broken: false, is_on: false }
    const sound = code === 'no-verb' ? with_(thing('lamp', { states })) : SCENE
    expect(codes({ ...sound, actions: [...scene.actions] }, check)).toEqual([code])
  })

  it('may hold when nothing stands in the way', () => {
    const checks = [put('lamp', 'on:table'), put('kit', 'in:box'), put('box', 'in:shed')]
    const states = [make('lamp', 'is_on', true, true), make('lamp', 'is_broken', false)]
    const agents = [put('ada', 'in:shed'), put('crate', ':bob')]
    expect(codes(SCENE, [...checks, ...states, ...agents])).toEqual([])
  })

  it('may hold as it is, though nobody could bring it about', () => {
    expect(codes(SCENE, [put('table', 'in:hall'), make('lamp', 'is_broken', true)], [])).toEqual([])
  })

  it('says which check fails, and why', () => {
    const tasks = [{ text: '', checks: [put('lamp', 'in:shed'), put('table', 'in:shed')] }]
    expect(possible(sceneSchema.parse({ ...SCENE, tasks }), [{ name: 'ada', team: 'x' }])).toEqual({
      tasks: [
        {
          possible: false,
          reasons: [{ check: 1, code: 'fixed', text: 'table cannot be moved' }],
        },
      ],
    })
  })
})

describe('checks at the same moment', () => {
  it.each<[string, Check[]]>([
    ['two-places', [put('lamp', 'in:hall'), put('lamp', 'in:shed')]],
    ['two-places', [put('lamp', 'in:box'), put('lamp', 'on:box')]],
    ['two-places', [put('lamp', ':box'), put('lamp', 'in:crate')]],
    ['two-values', [make('lamp', 'is_on', true), make('lamp', 'is_on', false)]],
    ['cycle', [put('box', 'in:crate'), put('crate', 'on:box')]],
  ])('cannot hold: %s', (code, checks) => {
    expect(codes(SCENE, checks)).toEqual([code])
  })

  it('may be one place said twice', () => {
    expect(codes(SCENE, [put('lamp', ':box'), put('lamp', 'in:box')])).toEqual([])
  })

  it('cannot put a thing into what nobody can take out of it', () => {
    const scene = with_(thing('stove', { at: 'in:box', kind: 'static', container: true }))
    expect(codes(scene, put('box', 'in:stove'))).toEqual(['cycle'])
    expect(
      codes(with_(thing('pan', { at: 'in:box', container: true })), put('box', 'in:pan')),
    ).toEqual([])
  })
})

describe('lifting', () => {
  const piano = with_(thing('piano', { kind: 'furniture', weight: 20 }))

  it('adds up the strength of those who can come to the thing', () => {
    expect(codes(piano, put('piano', 'in:shed'))).toEqual([])
    expect(codes({ ...piano, ...weak(9) }, put('piano', 'in:shed'))).toEqual(['too-heavy'])
    expect(codes(piano, put('piano', 'in:shed'), ['ada'])).toEqual(['too-heavy'])
  })

  it('takes a whole hand', () => {
    expect(codes({ ...SCENE, ...weak(10, 0) }, put('lamp', 'in:shed'))).toEqual(['no-hands'])
    expect(codes({ ...SCENE, ...weak(10, 0.5) }, put('lamp', 'in:shed'))).toEqual(['no-hands'])
    const one = { ada: BODIES.ada, bob: { grasp: 0, strength: 10 } }
    expect(codes({ ...piano, bodies: one }, put('piano', 'in:shed'))).toEqual(['too-heavy'])
    expect(codes({ ...SCENE, bodies: one }, put('lamp', ':bob'))).toEqual(['not-held'])
  })

  it('counts contents only when they cannot be taken out', () => {
    const brick = thing('brick', { at: 'in:box', weight: 10 })
    expect(codes(with_(brick), put('box', ':ada'), ['ada'])).toEqual([])
    expect(codes(with_({ ...brick, kind: 'static' }), put('box', ':ada'), ['ada'])).toEqual([
      'too-heavy',
    ])
  })

  it('does not call a hair too much', () => {
    const tray = [
      thing('tray', { weight: 0.1 }),
      thing('cup', { kind: 'static', at: 'on:tray', weight: 0.2 }),
    ]
    expect(codes({ ...with_(...tray), ...weak(0.3) }, put('tray', 'in:shed'), ['ada'])).toEqual([])
  })

  it('does not count ghosts', () => {
    const seats = [{ name: 'ada', team: 'all', role: 'ghost' }]
    const tasks = [{ text: '', checks: [put('lamp', 'in:shed')] }]
    expect(possible(sceneSchema.parse({ ...SCENE, tasks }), seats).tasks[0]!.possible).toBe(false)
  })
})

describe('getting at something', () => {
  const safe = (states: Record<string, boolean>): SceneInput => ({
    ...with_(
      thing('safe', { kind: 'static', container: true, states }),
      thing('ring', { at: 'in:safe' }),
      thing('key', { provides: ['unlock'] }),
    ),
    actions: ['open', 'unlock'],
  })

  it('takes a verb for the lid and a tool for the lock', () => {
    const locked = safe({ is_open: false, is_locked: true })
    expect(codes(locked, put('ring', 'in:hall'))).toEqual([])
    expect(codes({ ...locked, actions: ['open'] }, put('ring', 'in:hall'))).toEqual(['locked'])
    expect(codes({ ...locked, ...weak(0.1) }, put('lamp', 'in:safe'))).toEqual(['too-heavy'])
    expect(codes({ ...locked, ...weak(0.1) }, make('safe', 'is_open', true))).toEqual(['locked'])
    const shut = { ...safe({ is_open: false }), actions: [] }
    expect(codes(shut, put('ring', 'in:hall'))).toEqual(['closed'])
    expect(codes(shut, put('lamp', 'in:safe'))).toEqual(['closed'])
    expect(codes(shut, put('lamp', 'on:safe'))).toEqual([])
  })

  it('never takes out a key that is locked in with what it opens', () => {
    const locked = safe({ is_open: false, is_locked: true })
    const things = locked.things!.map((t) => (t.id === 'key' ? { ...t, at: 'in:safe' } : t))
    expect(codes({ ...locked, things }, make('safe', 'is_locked', false))).toEqual(['tool-locked'])
  })

  it('goes along links and through doors that can be opened', () => {
    const gate = thing('gate', {
      kind: 'static',
      door: ['hall', 'shed'],
      states: { is_open: false },
    })
    const doored: SceneInput = { ...with_(gate), travel: 'links' }
    expect(codes(doored, put('kit', 'in:hall'))).toEqual([])
    const shut: SceneInput = { ...doored, actions: [] }
    expect(codes(shut, put('kit', 'in:hall'))).toEqual(['no-way'])
    expect(codes(shut, put('lamp', 'in:shed'))).toEqual(['no-way'])
    expect(codes(shut, put('lamp', 'on:kit'))).toEqual(['no-way'])
    expect(codes(shut, put('ada', 'in:shed'))).toEqual(['no-way'])
    expect(codes(doored, put('lamp', 'on:gate'))).toEqual(['on-door'])
    expect(codes(doored, put('gate', 'in:shed'))).toEqual(['fixed'])
    const apart = { ada: BODIES.ada, bob: { ...BODIES.bob, strength: 1, start: 'shed' } }
    expect(codes({ ...shut, bodies: apart }, put('lamp', 'in:shed'))).toEqual(['cannot-bring'])
    expect(codes({ ...shut, bodies: apart }, put('kit', 'in:shed'))).toEqual([])
    const repairs: SceneInput = { ...shut, actions: ['repair'], bodies: apart }
    expect(codes(repairs, make('lamp', 'is_broken', false))).toEqual(['tool-elsewhere'])
    expect(codes(repairs, make('lamp', 'is_broken', false, true))).toEqual(['cannot-meet'])
  })
})

describe('changing together', () => {
  const repair = make('lamp', 'is_broken', false, true)

  it('takes two agents at the thing, and one tool', () => {
    expect(codes(SCENE, repair)).toEqual([])
    expect(codes(SCENE, repair, ['ada'])).toEqual(['alone'])
    const one = { ada: BODIES.ada, bob: { grasp: 0, strength: 0 } }
    expect(codes({ ...SCENE, bodies: one }, repair)).toEqual([])
  })

  it('takes a tool that somebody can hold', () => {
    const noTool = { ...SCENE, things: SCENE.things!.filter((t) => t.id !== 'kit') }
    expect(codes(noTool, repair)).toEqual(['no-tool'])
    expect(codes({ ...SCENE, ...weak(10, 0) }, repair)).toEqual(['tool-no-hands'])
    const heavy = thing('kit', { weight: 15, provides: ['repair'] })
    expect(codes(with_(heavy), repair)).toEqual(['tool-too-heavy'])
    expect(codes(with_({ ...heavy, kind: 'static' }), repair)).toEqual(['tool-fixed'])
  })

  it('does not count what was so before, unless it can be undone and done again', () => {
    const lit = with_(thing('lamp', { states: { is_on: true } }))
    expect(codes(lit, make('lamp', 'is_on', true))).toEqual([])
    expect(codes(lit, make('lamp', 'is_on', true, true))).toEqual(['already-so'])
    const both: SceneInput = { ...lit, actions: ['turn_on', 'turn_off'] }
    expect(codes(both, make('lamp', 'is_on', true, true))).toEqual([])
  })

  it('is asked of states in collaboration tasks', () => {
    const tasks = [
      {
        text: '',
        category: 'explicit_collaboration',
        checks: [{ thing: 'lamp', states: { is_on: true } }],
      },
    ]
    const scene = sceneSchema.parse({ ...SCENE, tasks })
    expect(possible(scene, [{ name: 'ada', team: 'all' }]).tasks[0]!.reasons[0]!.code).toBe('alone')
  })
})

describe('against everything that can be tried', () => {
  it('calls nothing impossible that can be done', { timeout: 120_000 }, () => {
    const count: Record<string, number> = {}
    for (let i = 0; i < 200; i++) {
      const { names, scene } = tinyScene(createStreams(`tiny ${i}`, {}, false).stream('scene'))
      const parsed = sceneSchema.parse(scene)
      expect(validateScene(parsed)).toEqual([])
      const seats = names.map((name) => ({ name, team: 'all' }))
      const [task] = possible(parsed, seats).tasks
      const found = search(scene, names, 250)
      if (!task!.possible)
        expect({ i, solved: found.solved, plan: found.plan }).toMatchObject({ solved: false })
      const what = `${task!.possible ? 'possible' : 'impossible'}, ${found.solved ? 'solved' : found.exhausted ? 'not solved' : 'given up'}`
      count[what] = (count[what] ?? 0) + 1
    }
    console.info(count)
    expect(count['impossible, not solved']).toBeGreaterThan(60)
    expect(count['possible, solved']).toBeGreaterThan(30)
    expect(count['possible, not solved'] ?? 0).toBeLessThan(5)
  })

  it.each(Object.entries(scenarios))('lets the tasks of %s be done', (_, file) => {
    const { params, agents } = file as {
      params: SceneInput
      agents: Record<string, { role?: string }>
    }
    const seats = Object.entries(agents).map(([name, a]) => ({ ...a, name, team: 'all' }))
    const { tasks } = possible(sceneSchema.parse(params), seats)
    expect(tasks.flatMap((t) => t.reasons)).toEqual([])
  })
})
