import { expect, it } from 'vitest'
import type { EpisodeRow } from '../sweep/row.js'
import { defineSuite } from '../sweep/suite.js'
import { createDashboard, progressText } from './sweep-dashboard.node.js'
import type { Terminal } from './terminal.node.js'

const suite = defineSuite({ id: 'small', title: 'Small', lineups: ['random'], scenarios: () => [] })
const told = { total: 10, done: 4, known: 2, errors: 1, ticks: 500, tokens: 70, price: 0.5 }

const row = (more: Partial<EpisodeRow>): EpisodeRow => ({
  key: 'k',
  suite: 'small',
  scenario: 'nim',
  group: 'games',
  lineup: 'random',
  seed: '0',
  status: 'ok',
  ticks: 5,
  ...more,
})

function watched(live: boolean) {
  const lines: string[] = []
  let status = ''
  const terminal = {
    live,
    json: false,
    line: (text: string) => void lines.push(text),
    status: (text: () => string) => {
      if (live) status = text()
    },
  } as Partial<Terminal> as Terminal
  const board = createDashboard(suite, terminal)
  board.begin({ ...told, done: 2 })
  board.row(row({ success: true }), told)
  board.row(row({ success: false, tokens: 9, price: 0.25 }), told)
  board.row(row({ status: 'error', lineup: 'bad\u001b[2J' }), told)
  return { lines, status: () => status.split('\n') }
}

it('shows a row for each group and lineup where a person looks', () => {
  const [head, first, second, last] = watched(true).status()
  expect(head).toMatch(/^scenarios × agents +done +success +ticks\/s +tokens +cost +errors$/)
  expect(first).toMatch(/^games × random +2 +0\.5 \[0\.0945, 0\.905\] +\d+ +9 +0\.25 +0$/)
  expect(second).toMatch(/^games × bad\\u\{1b\}\[2J +1 +– +\d+ +– +– +1$/)
  expect(last).toMatch(/^4 of 10 \(1 failed\) /)
})

it('writes plain lines elsewhere, and not for each row', () => {
  const { lines, status } = watched(false)
  expect(lines).toEqual(['Small: 10 episodes, 2 are there'])
  expect(status()).toEqual([''])
})

it('tells when it will be over', () => {
  expect(progressText(told, 1000)).toBe('4 of 10 (1 failed)  500 ticks/s  70 tokens, 0.5  ETA 3 s')
})
