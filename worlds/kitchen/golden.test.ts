import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createEpisode, type Frame, parseScenarioFile } from '../../engine/index.js'
import { cook } from './cook/cook.js'
import { kitchen, kitchenScenarios } from './index.js'
import { play, playWith } from './testing/play.js'

const golden = new URL('golden.txt', import.meta.url)
const scenarioOf = (id: string) => parseScenarioFile(kitchenScenarios[id], [kitchen], id).scenario

/** A frame as people read it: who did what and what it came to, what happened, rewards, and the chain hash. */
function line(frame: Frame, names: readonly string[]): string {
  const deeds = frame.actions.map((a) => {
    const what = a.action === 'move' ? `move ${String(a.args['dir'])}` : a.action
    const came = a.verdict === 'ok' ? (a.note ?? '') : `refused: ${a.verdict}`
    const said = a.why === undefined ? '' : ` (${a.why})`
    return `${names[a.agent]} ${what}${said}${came === '' ? '' : `: ${came}`}`
  })
  const words = frame.messages.map((m) => `${m.from} says ${JSON.stringify(m.body)} to ${m.to}`)
  const happened = frame.events.map((e) => `${e.type} ${JSON.stringify(e.data)}`)
  const rewards = frame.rewards.some((r) => r !== 0) ? [`rewards ${frame.rewards.join(' ')}`] : []
  const tick = String(frame.tick).padStart(3)
  return `${tick}  ${frame.chain}  ${[...deeds, ...words, ...happened, ...rewards].join('; ')}`
}

/** Two cooks at one stove by hand, with their mistakes; then two who hand over what the other needs, by themselves. */
function transcript(): string {
  const byHand = createEpisode(scenarioOf('two-at-the-stove'), { seed: 1 })
  const names = byHand.seats.map((s) => s.name)
  const lines = ['two-at-the-stove, by hand', '', byHand.describe(0), '']
  const ada = 'w!een!w....en!'
  const bob = '!ee!nw!wn!s...'
  for (const frame of play(byHand, ada, bob)) lines.push(line(frame, names))
  lines.push('', byHand.describe(1), '', '', 'jacket-potatoes, two cooks', '')
  const { episode, frames } = playWith(scenarioOf('jacket-potatoes'), [cook], {
    seed: 1,
    track: true,
  })
  for (const frame of frames)
    lines.push(
      line(
        frame,
        episode.seats.map((s) => s.name),
      ),
    )
  lines.push('', `${episode.end} at tick ${episode.tick}`, '', episode.describe(1))
  return `${lines.join('\n')}\n`
}

it('plays as its transcript says', () => {
  const text = transcript()
  if (process.env['COACT_UPDATE'] === '1' || !existsSync(golden)) writeFileSync(golden, text)
  expect(text).toBe(readFileSync(golden, 'utf8'))
})
