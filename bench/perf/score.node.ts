import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { loadAgents } from '../agents.node.js'
import { openTrunk } from '../fork/trunk.js'
import { loadScenario } from '../load.node.js'
import { beginScores, contextOf, forkMetrics, scorecard, scoreReplay } from '../metrics/index.js'
import { shipped } from '../registry.js'
import { run } from '../run.js'
import { type Benchmark, median, microseconds, type Row } from './measure.js'

const SCENARIOS = ['two-at-the-stove', 'depot-contract', 'moving-day'] as const

/** Scoring frames in memory by the eleven folds of the scorecard, a file from open to done, and message credit by itself. */
export const scores: Benchmark = async (quick) => {
  const home = await mkdtemp(join(tmpdir(), 'coact-score-'))
  const rows: Row[] = []
  try {
    const registry = await shipped()
    for (const id of SCENARIOS) {
      const loaded = await loadScenario(id, registry)
      const agents = await loadAgents([], loaded, registry)
      const path = join(home, `${id}.mcap`)
      const frames: Frame[] = []
      await run(loaded.scenario, { seed: 1, agents, out: path, onFrame: (f) => frames.push(f) })
      const replay = await openReplayFile(path)
      const context = contextOf(replay, { scenario: loaded.scenario })
      const fold = (): void => {
        const scored = beginScores(scorecard, context)
        for (const frame of frames) scored.add(frame)
        scored.results()
      }
      const rounds = quick ? 20 : 200
      for (let i = 0; i < rounds; i++) fold()
      const us = median(Array.from({ length: rounds }, () => microseconds(fold)))
      const metrics = scorecard.map((m) => m.id)
      const begun = performance.now()
      for (let i = 0; i < 5; i++) await scoreReplay(replay, { metrics })
      const fromFile = (performance.now() - begun) / 5
      rows.push({
        name: `scoring ${id}, eleven folds`,
        value: (frames.length / us) * 1e6,
        unit: 'frames/s',
        atLeast: 50_000,
        note: `${frames.length} frames; from the file ${Math.round((frames.length / fromFile) * 1000)} frames/s`,
      })
      const trunk = await openTrunk(replay, loaded.scenario)
      const credit = forkMetrics.find((m) => m.id === 'message-credit')!
      const since = performance.now()
      const { forks } = await credit.score(trunk, { most: quick ? 8 : 32 })
      if (forks > 0)
        rows.push({
          name: `message credit of ${id}`,
          value: (performance.now() - since) / forks,
          unit: 'ms a message',
          note: `${forks} forks to the end of the run, each with the run itself to compare`,
        })
      await replay.close()
    }
  } finally {
    await rm(home, { recursive: true })
  }
  return rows
}
