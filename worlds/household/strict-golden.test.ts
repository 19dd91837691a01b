import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { start, things } from './testing/play.js'

const golden = new URL('strict-golden.txt', import.meta.url)
const both = (command: string): string => `ada ${command}; bob ${command}`

/** Two carry a trunk through a locked gate while the third is in their way. */
const TICKS = [
  'ada EXPLORE; bob EXPLORE; cid EXPLORE',
  `${both('GOTO trunk')}; cid GOTO key`,
  'ada CORP_GRAB ada,bob trunk; cid GRAB key',
  `${both('CORP_GRAB ada,bob trunk')}; cid GOTO gate`,
  `${both('CORP_GOTO ada,bob shed')}; cid OPEN gate`,
  'ada GOTO shed; bob GRAB lamp; cid UNLOCK gate',
  `${both('CORP_GOTO ada,bob shed')}; cid OPEN gate`,
  `${both('CORP_GOTO ada,bob shed')}; cid LOOK trunk`,
  `${both('CORP_PLACE ada,bob trunk in shed')}; cid GOTO shed`,
  both('EXPLORE'),
  both('GOTO rope'),
  both('GRAB rope'),
]

function transcript(): string {
  const episode = start({
    agents: { ada: { team: 'movers' }, bob: { team: 'movers' }, cid: { team: 'porters' } },
    travel: 'links',
    things: things(
      {
        id: 'gate',
        name: 'Gate',
        kind: 'static',
        door: ['hall', 'shed'],
        states: { is_open: false, is_locked: true },
      },
      { id: 'key', name: 'Key', weight: 0.1, provides: ['unlock'] },
    ),
    tasks: [
      {
        text: 'Bring the trunk to the shed.',
        team: 'movers',
        category: 'implicit_collaboration',
        checks: [{ thing: 'trunk', place: 'in:shed' }],
      },
      {
        text: 'Have the gate open.',
        team: 'porters',
        checks: [{ thing: 'gate', states: { is_open: true } }],
      },
    ],
  })
  const lines = [episode.describe(0), '']
  for (const tick of TICKS) {
    const given = new Map(tick.split('; ').map((part) => [part.slice(0, 3), part.slice(4)]))
    const frame = episode.step(
      episode.seats.map(({ name }) => ({
        do: given.has(name) ? [{ text: given.get(name)! }] : [],
      })),
    )
    lines.push(`tick ${frame.tick}`)
    for (const a of frame.actions) {
      const what = a.verdict === 'ok' ? a.note : `refused: ${a.verdict}`
      lines.push(`  ${episode.seats[a.agent]!.name}  ${a.command}  ${what}  ${a.text}`)
    }
    for (const e of frame.events) lines.push(`  ${e.type} ${JSON.stringify(e.data)}`)
    lines.push(`  state ${frame.state} rewards ${frame.rewards.join(' ')}`)
  }
  return `${[...lines, '', episode.describe(2)].join('\n')}\n`
}

it('plays through a locked gate as its transcript says', () => {
  const text = transcript()
  if (process.env['COACT_UPDATE'] === '1' || !existsSync(golden)) writeFileSync(golden, text)
  expect(text).toBe(readFileSync(golden, 'utf8'))
})
