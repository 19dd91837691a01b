import { expect, test } from 'vitest'
import type { Frame, Scenario } from '../../engine/index.js'
import { defineScenario } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { frameLines, statusLine } from './lines.js'

const scenario: Scenario = defineScenario(harvest, { agents: { ada: {}, robert: {} }, horizon: 9 })
const frame = {
  tick: 3,
  actions: [
    { agent: 0, action: 'move', args: { dir: 'e' }, verdict: 'ok', why: 'it is\nnear' },
    { agent: 0, action: 'eat', args: {}, verdict: 'ok', note: 'eaten' },
    {
      agent: 1,
      action: '',
      args: {},
      command: 'fly \u001b[2J',
      verdict: 'no-text-commands',
      text: 'Typed actions only',
    },
    { agent: 1, action: 'eat', args: {}, verdict: 'nothing-here', fallback: true },
  ],
  messages: [
    { from: 'ada', to: 'all', type: 'text', body: 'hi\n"you"', verdict: 'ok' },
    { from: 'robert', to: 'eve', type: 'bid', body: { n: 3 }, verdict: 'unknown-recipient' },
  ],
  inputs: [null, { failure: { type: 'timeout', message: 'No decision within 5 ms' } }],
  events: [
    { type: 'goal', data: { id: 'g1', progress: 0.5, done: false, before: 0 }, cause: 0 },
    { type: 'windfall', data: null, cause: 0 },
    { type: 'rain', data: { mm: 3 }, cause: 0 },
  ],
  goals: [{ id: 'g1', text: '', progress: 0.5, done: false }],
} as unknown as Frame

test('a frame is told in one line for each thing that happened', () => {
  expect(frameLines(frame, scenario)).toEqual([
    '    3  ada     says to all: "hi\\n\\"you\\""',
    '    3  robert  says to eve: bid {"n":3} → unknown-recipient',
    '    3  ada     move {"dir":"e"} → ok (it is near)',
    '    3  ada     eat → ok: eaten',
    '    3  robert  fly \\u{1b}[2J → no-text-commands: Typed actions only',
    '    3  robert  by default: eat → nothing-here',
    '    3  robert  ! timeout: No decision within 5 ms',
    '    3  *       goal g1: 50 %',
    '    3  *       windfall',
    '    3  *       rain {"mm":3}',
  ])
})

test('a terminal is told where the run stands', () => {
  expect(statusLine(frame, scenario)).toBe(
    'tick 3 of 9 · 0 of 1 goals · robert: by default: eat → nothing-here',
  )
})
