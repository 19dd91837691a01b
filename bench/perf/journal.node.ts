import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEpisode, defineScenario } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { createJournal, describeEpisode } from '../../replays/index.node.js'
import { median, microseconds, type Row } from './measure.js'

const scenario = defineScenario(harvest, { agents: { ada: {}, bob: {} } })
const INPUTS = [
  {
    do: [{ action: 'move', args: { dir: 'n' } }],
    say: [{ to: 'all', type: 'text', body: 'north' }],
  },
  { do: [{ action: 'eat', args: {} }] },
]

/** What writing a tick of two agents ahead takes: into the file, and onto the disk. */
export function journals(quick: boolean): Row[] {
  const home = mkdtempSync(join(tmpdir(), 'coact-journal-'))
  const replay = describeEpisode(createEpisode(scenario, { seed: 1 }))
  const perTick = (mode: 'group' | 'tick', ticks: number): number => {
    const writer = createJournal(join(home, 'run.mcap'), { replay, timeoutMs: 0, mode })
    const round = (): number =>
      microseconds(() => {
        for (let tick = 1; tick <= ticks; tick++)
          writer.add({ tick, chain: '0123456789abcdef', seen: [0, 2], inputs: INPUTS })
      }) / ticks
    const rounds = Array.from({ length: 9 }, round)
    writer.remove()
    return median(rounds)
  }
  try {
    return [
      {
        name: 'a tick written ahead, grouped',
        value: perTick('group', quick ? 1000 : 10_000),
        unit: 'µs',
        atMost: 5,
        note: 'two agents; in the file before the step',
      },
      {
        name: 'a tick written ahead, each on the disk',
        value: perTick('tick', quick ? 10 : 100),
        unit: 'µs',
        note: 'the disk decides',
      },
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
