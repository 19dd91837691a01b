import { creditFor, type Frame, forkMany, idle, run, trainingPairs, trunkOf } from 'coact'
import { windfall } from './harvest.js'

// A run to branch off from. Of a replay: openTrunk(await openReplayFile('run.mcap'), scenario).
const frames: Frame[] = []
await run(windfall, { seed: 7, onFrame: (frame) => frames.push(frame) })
const trunk = trunkOf(windfall, frames, { seed: 7 })

// The same tick, gone on from in four ways, for as long each.
const [at, ticks] = [6, 60]
const stay = { ada: { action: 'move', args: { dir: 'stay' } } }
const forks = await forkMany(trunk, [
  { at, ticks },
  { at, ticks, action: stay },
  { at, ticks, action: stay, mode: 'live' },
  { at, ticks, agents: { bob: idle } },
])
for (const { tick, score, stale } of forks) console.log({ tick, score, stale })

// What was one decision worth, and which would have been best?
const { credit } = await creditFor(trunk, { agent: 'ada', at, ticks, mode: 'live' })
const [pair] = await trainingPairs(trunk, { agent: 'ada', at: [at], ticks, mode: 'live' })
console.log({ credit, best: pair?.chosen, worst: pair?.rejected, margin: pair?.margin })
