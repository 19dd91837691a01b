import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createEpisode,
  defineScenario,
  type Episode,
  parseScenarioFile,
  readDecision,
  type Scenario,
} from '../../engine/index.js'
import { GHOST, household, type SceneInput } from '../index.js'
import dayOfMoving from './fixtures/moving-day.json' with { type: 'json' }
import { format, parse, parseAny } from './grammar.js'

const SCENE: SceneInput = {
  rooms: [
    { id: 'hall', name: 'Hall', links: ['shed'] },
    { id: 'shed', name: 'Shed', links: ['hall'] },
  ],
  things: [
    { id: 'shelf_1', name: 'Shelf', kind: 'furniture', at: 'in:hall', weight: 40, container: true },
    { id: 'box_1', name: 'Box', at: 'on:shelf_1', weight: 2, container: true },
    { id: 'coin_1', name: 'Coin', at: 'in:box_1', weight: 0.1 },
    {
      id: 'lamp_1',
      name: 'Lamp',
      at: 'in:hall',
      weight: 3,
      states: { is_broken: true, is_on: false },
    },
    { id: 'kit_1', name: 'Kit', at: 'in:hall', weight: 1, provides: ['repair'] },
    { id: 'safe_1', name: 'Safe', kind: 'furniture', at: 'in:shed', weight: 90, container: true },
  ],
  actions: ['open', 'close', 'repair', 'turn_on'],
  bodies: { ada: { start: 'hall', strength: 20 }, bob: { start: 'hall', strength: 20 } },
  tasks: [{ text: 'Switch the lamp on', checks: [{ thing: 'lamp_1', states: { is_on: true } }] }],
  ends: 'horizon',
}

const scenario = (params: Partial<SceneInput> = {}): Scenario =>
  defineScenario(household, {
    profile: 'compat',
    params: { ...SCENE, ...params },
    agents: { ada: {}, bob: {}, nobody: { role: GHOST } },
    horizon: 1000,
  })

const start = (params: Partial<SceneInput> = {}): Episode =>
  createEpisode(scenario(params), { seed: 1 })

/** Gives commands, each by `ada` unless it begins with another name and a colon, and tells the verdicts. */
function play(episode: Episode, ...commands: string[]): string[] {
  return commands.map((command) => {
    const [who, text] = /^(ada|bob|nobody): /.test(command) ? command.split(': ') : ['ada', command]
    const inputs = episode.seats.map((s) =>
      s.name === who ? { do: [{ text: text! }] } : undefined,
    )
    const record = episode.step(inputs).actions[0]!
    return record.verdict === 'ok' ? record.note! : record.verdict
  })
}

describe('finding and taking', () => {
  it('hides everything until somebody explores', () => {
    expect(
      play(start(), 'GRAB kit_1', 'EXPLORE', 'GRAB kit_1', 'GOTO kit_1', 'GRAB kit_1'),
    ).toEqual(['undiscovered', 'explore', 'not-near', 'goto-object', 'grab'])
  })

  it('finds the coin through the lid, and lends it only once the box is open', () => {
    const episode = start({
      things: SCENE.things!.map((t) =>
        t.id === 'box_1' ? { ...t, states: { is_open: false } } : t,
      ),
    })
    expect(
      play(episode, 'EXPLORE', 'GOTO coin_1', 'GRAB coin_1', 'OPEN box_1', 'GRAB coin_1'),
    ).toEqual(['explore', 'goto-object', 'closed-container', 'attr', 'grab'])
  })

  it('lets a tool lend its ability only while it is held', () => {
    const episode = start()
    expect(
      play(
        episode,
        'EXPLORE',
        'REPAIR lamp_1',
        'GOTO kit_1',
        'GRAB kit_1',
        'REPAIR lamp_1',
        'REPAIR lamp_1',
      ),
    ).toEqual(['explore', 'no-ability', 'goto-object', 'grab', 'attr', 'wrong-state'])
  })

  it('counts what is held as being where its holder began', () => {
    const commands = [
      'EXPLORE',
      'GOTO kit_1',
      'GRAB kit_1',
      'GOTO shed',
      'GOTO kit_1',
      'bob: GRAB kit_1',
    ]
    expect(play(start(), ...commands).slice(-2)).toEqual(['other-room', 'held-by-other'])
  })
})

describe('working together', () => {
  it('binds those who carry until they put it down', () => {
    const commands = [
      'CORP_GOTO ada,bob shed',
      'EXPLORE',
      'CORP_GRAB ada,bob safe_1',
      'bob: GOTO hall',
      'CORP_GOTO ada,bob hall',
      'CORP_PLACE ada,bob safe_1 in hall',
      'bob: GOTO shed',
    ]
    expect(play(start(), ...commands)).toEqual([
      'corp-goto',
      'explore',
      'corp-grab',
      'coop-locked',
      'corp-goto',
      'corp-place',
      'goto-room',
    ])
  })

  it('marks what was changed together, which such a task asks for', () => {
    const task = {
      text: 'Together',
      category: 'explicit_collaboration' as const,
      checks: SCENE.tasks![0]!.checks,
    }
    const alone = start({ tasks: [task] })
    play(alone, 'EXPLORE', 'TURN_ON lamp_1')
    const together = start({ tasks: [task] })
    play(together, 'EXPLORE', 'CORP_TURN_ON ada,bob lamp_1')
    expect([alone.goals()[0]!.done, together.goals()[0]!.done]).toEqual([false, true])
  })
})

describe('judging', () => {
  it('keeps a task done that was done once, and rewards it once', () => {
    const episode = start({
      things: SCENE.things!.map((t) => (t.id === 'lamp_1' ? { ...t, states: { is_on: true } } : t)),
    })
    play(episode, 'LOOK')
    expect(episode.reward(0)).toBe(1)
    play(episode, 'LOOK')
    expect(episode.reward(0)).toBe(0)
    expect(episode.goals()).toMatchObject([{ progress: 1, done: true }])
  })

  it('ends when everyone says DONE, if the scenario says so', () => {
    const episode = start({ ends: 'done' })
    play(episode, 'DONE')
    expect(episode.end).toBeUndefined()
    play(episode, 'bob: DONE')
    expect(episode.end).toBe('done')
  })
})

describe('commands as text', () => {
  it.each([
    ['goto kit_1', 'undiscovered'],
    ['GOTO  hall', 'goto-room'],
    ['GOTO hall\n', 'goto-room'],
    [' GOTO hall', 'bad-format'],
    ['GOTO hall ', 'bad-format'],
    ['GOTO', 'bad-format'],
    ['   ', 'empty-command'],
    ['', 'empty-command'],
    ['  done ', 'done'],
    ['done now', 'unknown-command'],
    ['FLY away', 'unknown-command'],
    ['explore thorough', 'explore'],
    ['EXPLORE shed', 'explore-other-room'],
    ['PLACE kit_1', 'place-needs-target'],
    ['PLACE kit_1 under shelf_1', 'bad-format'],
    [' CORP_GRAB ada,bob safe_1 now', 'list-not-near'],
    ['CORP_PLACE ada safe_1 IN hall', 'bad-format'],
    ['CORP_OPEN bob shelf_1', 'not-in-list'],
    ['nobody: EXPLORE', 'no-agent'],
    ['nobody: CORP_GOTO ada shed', 'corp-goto'],
    ['GOTO __proto__', 'no-target'],
    ['GRAB constructor', 'no-object'],
    ['\u001b[31mGOTO hall', 'unknown-command'],
  ])('answers %j with %s', (command, verdict) => {
    expect(play(start(), command)).toEqual([verdict])
  })

  it('has a typed twin for each', () => {
    const texts = [
      'GOTO shed',
      'EXPLORE',
      'LOOK',
      'GRAB kit_1',
      'PLACE kit_1 in shelf_1',
      'OPEN shelf_1',
      'CORP_OPEN ada,bob shelf_1',
      'CORP_GRAB ada,bob safe_1',
      'CORP_GOTO ada,bob shed',
      'CORP_PLACE ada,bob safe_1 in hall',
      'DONE',
    ]
    for (const text of texts) {
      const call = household.parse!(start().w as never, text, start().seats[0]!)
      expect('reject' in call ? call : format(call.action, call.args)).toBe(text)
      const [typed, written] = [start(), start()]
      typed.step([{ do: [call as never] }])
      written.step([{ do: [{ text }] }])
      expect(typed.hash()).toBe(written.hash())
    }
  })

  it('survives any text with a verdict', () => {
    const episode = start()
    const words = fc.constantFrom(
      'GOTO',
      'GRAB',
      'CORP_GRAB',
      'PLACE',
      'in',
      'on',
      'IN',
      'box_1',
      'coin_1',
      'ada,bob',
      'hall',
      '__proto__',
      '\u0000',
      '\u2028',
      '🜁',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 6 }).map((w) => w.join(' ')),
    )
    fc.assert(
      fc.property(text, (t) => {
        if (episode.end !== undefined) return
        const record = episode.step([readDecision({ do: { text: t } })]).actions[0]
        expect(typeof record?.verdict).toBe('string')
      }),
      { numRuns: 500 },
    )
  })

  it('reads plain texts as it reads any', () => {
    const episode = start()
    const w = episode.w as unknown as import('../index.js').Household
    const word = fc.constantFrom(
      'GOTO',
      'grab',
      'EXPLORE',
      'Place',
      'in',
      'On',
      'box_1',
      'ada,bob',
      ',',
      'CORP_OPEN',
      'corp_grab',
      'CORP_GOTO',
      'CORP_PLACE',
      'open',
      'look',
      'around',
      'done',
      '',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const text = words.join(' ')
        expect(parse(w, text)).toEqual(parseAny(w, text))
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses a text of a megabyte', () => {
    expect(play(start(), 'G'.repeat(1 << 20))).toEqual(['command-too-long'])
  })
})

describe('scenes', () => {
  it('lists everything that is wrong, at once', () => {
    const file = {
      format: 'coact/scenario/1',
      id: 'wrong',
      world: 'household@2',
      agents: { ada: {} },
      params: {
        rooms: [{ id: 'hall', name: 'Hall', links: ['attic'] }],
        things: [
          { id: 'a', name: 'A', at: 'in:b', container: true },
          { id: 'b', name: 'B', at: 'in:a', container: true },
          { id: 'c', name: 'C', at: 'in:nowhere' },
          { id: 'c', name: 'C', at: 'in:hall' },
        ],
        tasks: [{ text: 't', checks: [{ thing: 'ghost', place: 'in:attic' }] }],
      },
    }
    let data: readonly { path: string }[] = []
    try {
      parseScenarioFile(file, [household])
    } catch (e) {
      data = (e as { detail: { data: readonly { path: string }[] } }).detail.data
    }
    expect(data.map((p) => p.path)).toEqual([
      'params.things.3.id',
      'params.rooms.0.links.0',
      'params.things.0.at',
      'params.things.1.at',
      'params.things.2.at',
      'params.tasks.0.checks.0.thing',
      'params.tasks.0.checks.0.place',
    ])
  })

  it('refuses a negative weight with its path', () => {
    const things = [{ id: 'a', name: 'A', at: 'in:hall', weight: -1 }]
    expect(() => scenario({ things })).toThrow(/params\.things\.0\.weight/)
  })
})

describe('a run', () => {
  const golden = new URL('golden.txt', import.meta.url)

  it('plays moving-day as its transcript says', () => {
    const text = transcript()
    if (process.env['COACT_UPDATE'] === '1' || !existsSync(golden)) writeFileSync(golden, text)
    expect(text).toBe(readFileSync(golden, 'utf8'))
  })

  it('comes out the same when saved and loaded at every tick', () => {
    const scenarioOfDay = movingDay().scenario
    const steady = createEpisode(scenarioOfDay, { seed: 7 })
    let shaken = createEpisode(scenarioOfDay, { seed: 7 })
    for (const inputs of inputsOfDay()) {
      const frame = steady.step(inputs)
      const fresh = createEpisode(scenarioOfDay, { seed: 7 })
      fresh.restore(structuredClone(shaken.save()))
      shaken = fresh
      expect(shaken.step(inputs).chain).toBe(frame.chain)
    }
  })

  it('keeps every thing in one place through random legal play', () => {
    const episode = start({ allFound: true })
    const w = episode.w as unknown as import('../index.js').Household
    for (let tick = 0; tick < 300 && episode.end === undefined; tick++) {
      const inputs = episode.seats.map((s) => {
        if (s.index !== tick % 2) return undefined
        const legal = episode.legal(s.index).filter((a) => a.action !== 'done')
        const call = legal[(tick * 31 + s.index * 17) % Math.max(1, legal.length)]
        return call === undefined ? undefined : { do: [call] }
      })
      for (const record of episode.step(inputs).actions)
        expect(record.verdict, JSON.stringify(record)).toBe('ok')
      for (const thing of w.each('Thing')) {
        const holder = w.rel.hands.parent(thing)
        expect(w.rel.place.parent(thing)).not.toBe(0)
        if (holder !== 0) expect(w.rel.place.parent(thing)).toBe(holder)
      }
    }
  })

  it('shows and says the same things', () => {
    const episode = start({ allFound: true })
    const seen = household.observation.parse(episode.observe(0))
    const words = episode.describe(0)
    for (const thing of seen.things) expect(words).toContain(`${thing.id} (${thing.name}`)
    expect(words).toContain('CORP_GRAB ada,bob <object_id>')
  })
})

function movingDay() {
  return parseScenarioFile(dayOfMoving, [household])
}

function inputsOfDay() {
  const { policies } = movingDay()
  const plans = Object.values(policies).map((p) => (p as { with: readonly unknown[] }).with)
  return Array.from({ length: 14 }, (_, i) => plans.map((plan) => readDecision(wrap(plan[i]))))
}

const wrap = (step: unknown): unknown => {
  const { do: act, ...rest } = (step ?? {}) as { do?: string }
  return act === undefined ? rest : { ...rest, do: { text: act } }
}

/** The run of moving-day, readable: what each agent did, said and got, and the hashes. */
function transcript(): string {
  const episode = createEpisode(movingDay().scenario, { seed: 7 })
  const lines = [episode.describe(0), '', `tick 0  state ${episode.first!.state}`]
  for (const inputs of inputsOfDay()) {
    const frame = episode.step(inputs)
    lines.push(`tick ${frame.tick}`)
    for (const m of frame.messages) lines.push(`  ${m.from} to ${m.to}: ${String(m.body)}`)
    for (const a of frame.actions) {
      const what = a.verdict === 'ok' ? a.note : `refused: ${a.verdict}`
      lines.push(`  ${episode.seats[a.agent]!.name}  ${a.command}  ${what}  ${a.text}`)
    }
    for (const e of frame.events) lines.push(`  ${e.type} ${JSON.stringify(e.data)}`)
    lines.push(`  state ${frame.state} chain ${frame.chain}`)
  }
  lines.push('', episode.describe(1), '', `end ${episode.end}`)
  return `${lines.join('\n')}\n`
}
