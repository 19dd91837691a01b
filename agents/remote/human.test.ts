import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { run } from '../../bench/index.js'
import { defineScenario, defineUniversalPolicy } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { deskOn } from './desk.node.js'
import { humanPolicy } from './human.js'
import { hear } from './human-ear.js'
import { pair, pairPlayer } from './testing/play.node.js'

const playPair = pairPlayer(run)

/** A desk at which somebody writes these lines, and what was shown there. */
function writing(lines: readonly string[], end = true) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let shown = ''
  output.setEncoding('utf8').on('data', (text) => {
    shown += text
  })
  input.write(lines.map((line) => `${line}\n`).join(''))
  if (end) input.end()
  return { desk: deskOn(input, output), input, shown: () => shown }
}

const play = async (lines: readonly string[], options: Parameters<typeof playPair>[1] = {}) => {
  const { desk, shown } = writing(lines)
  const { frames, failures, result } = await playPair(humanPolicy({ desk }), options)
  return { inputs: frames.slice(1).map((f) => f.inputs[0]), failures, result, shown }
}

describe('a person', () => {
  test('is shown the world, and plays by numbers, names and JSON', async () => {
    const { inputs, shown, result } = await play([
      '1',
      'move dir=s',
      'move {"dir":"stay"}',
      '/pass',
      '/json {"do":{"action":"eat"},"why":"hungry"}',
    ])
    expect(inputs.slice(0, 5)).toEqual([
      { do: [{ action: 'move', args: { dir: expect.any(String) } }] },
      { do: [{ action: 'move', args: { dir: 's' } }] },
      { do: [{ action: 'move', args: { dir: 'stay' } }] },
      { do: [] },
      { do: [{ action: 'eat', args: {} }], why: 'hungry' },
    ])
    expect(shown()).toMatch(/^\nHarvest\n/)
    expect(shown()).toContain('You are ada, agent, of the team all. With you: bob (all).')
    expect(shown()).toContain('── tick 1 of 10 ── ada ──\nYou stand at')
    expect(shown()).toMatch(/^ {2}\d {2}eat$/m)
    expect(shown()).toMatch(/^You: move \{"dir":"s"\} → /m)
    expect(result.agents['ada']).toMatchObject({ policy: 'human' })
  })

  test('is asked again when something cannot be understood or done', async () => {
    const { inputs, shown } = await play([
      'dance',
      '99',
      'move dir=up',
      '/fly',
      '/json {',
      'eat x',
      '/pass',
    ])
    expect(inputs[0]).toEqual({ do: [] })
    for (const told of [
      'That is no action. There are: move, eat',
      'The numbers go from 1 to ',
      'Not now: bad-arguments',
      'There is no /fly',
      'That is no JSON',
      'Write it like this: eat name=value',
    ])
      expect(shown()).toContain(told)
  })

  test('says things, looks around, and gets help', async () => {
    const { inputs, shown } = await play([
      '/say all I am here',
      '/say bob,team two',
      '/say carl hello',
      '/say all',
      '/legal stay',
      '/legal nothing-like-this',
      '/look',
      '/help',
      '/pass',
    ])
    expect(inputs[0]).toEqual({
      do: [],
      say: [
        { to: 'all', type: 'text', body: 'I am here' },
        { to: 'bob,team', type: 'text', body: 'two' },
      ],
    })
    expect(shown()).toContain('Nobody here is called carl. There are: all, team, bob.')
    expect(shown()).toContain('Say to whom, and what')
    expect(shown()).toContain('none with these words')
    expect(shown().match(/You stand at/g)!.length).toBeGreaterThanOrEqual(3)
    expect(shown()).toContain('/quit             leave')
  })

  test.each([
    ['/quit', ['/pass', '/quit', '/pass']],
    ['the end of the input', ['/pass']],
  ])('leaves with %s: the seat is empty from then on', async (_, lines) => {
    const { failures } = await play(lines)
    expect(Object.keys(failures)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect(failures[2]).toEqual({ type: 'absent', message: 'Whoever played here has left' })
  })

  test('is not hurried unless that is asked for', async () => {
    const { desk, input } = writing([], false)
    setTimeout(() => input.end('/pass\n'.repeat(10)), 60)
    expect((await playPair(humanPolicy({ desk }), { timeoutMs: 10 })).failures).toEqual({})
    const slow = writing([], false)
    const hurried = humanPolicy({ desk: slow.desk, timeoutMs: 10 })
    const { failures } = await playPair(hurried)
    expect(failures[1]).toMatchObject({ type: 'timeout' })
    expect(Object.keys(failures)).toHaveLength(10)
  })

  test('does not keep a run that is stopped', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30)
    const { desk } = writing([], false)
    const { result } = await playPair(humanPolicy({ desk }), { signal: stop.signal })
    expect(result).toMatchObject({ end: 'aborted', ticks: 1 })
  })

  test('shares a desk with others, one after the other', async () => {
    const { desk, shown } = writing([
      '/say all one',
      '/pass',
      '/say all two',
      '/pass',
      '/quit',
      '/quit',
    ])
    const result = await run(pair, { agents: { '*': humanPolicy({ desk }) }, seed: 1 })
    expect(result.agents).toMatchObject({ ada: { messages: 1 }, bob: { messages: 1 } })
    expect(shown()).toMatch(/ada> .*\nbob to all: two/s)
    expect(shown()).toMatch(/ada to all: one/)
  })

  test('sees nothing that does something to the terminal', async () => {
    const evil = defineUniversalPolicy({
      id: 'evil',
      decide: ({ say }) => ({ do: [], say: say.all('\u001b[2J\u001b]0;x\u0007hi\u202e') }),
    })
    const { desk, shown } = writing(['/pass', '/pass', '/quit'])
    const scenario = defineScenario(harvest, {
      params: { size: 6, apples: 5 },
      agents: { ada: humanPolicy({ desk }), bob: evil },
      horizon: 3,
    })
    await run(scenario)
    expect(shown()).toContain('bob to all: hi\\u{202e}')
    expect(shown()).not.toMatch(/[^\P{Cc}\n]/u)
  })
})

test('commands in words go to worlds that take them, and several numbers where several actions are allowed', () => {
  const about = {
    manual: { takesCommands: true, actionsPerTick: 2, actions: [] },
    legal: [
      { action: 'a', args: {} },
      { action: 'b', args: {} },
    ],
    agents: ['ada'],
    me: 'ada',
  } as never
  expect(hear(' GOTO kitchen ', about)).toEqual({ kind: 'do', do: [{ text: 'GOTO kitchen' }] })
  expect(hear('2, 1', about)).toEqual({
    kind: 'do',
    do: [
      { action: 'b', args: {} },
      { action: 'a', args: {} },
    ],
  })
  expect(hear('1 2 1', about)).toEqual({ kind: 'unclear', why: 'At most 2 at a time.' })
})
