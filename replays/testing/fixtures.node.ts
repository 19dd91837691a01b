import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type AgentInput, createEpisode } from '../../engine/index.js'
import { feast, restless } from '../../examples/bazaar.js'
import { windfall } from '../../examples/harvest.js'
import { memorySink } from '../container.js'
import { webDeflate } from '../deflate.js'
import { describeEpisode, FORMAT } from '../header.js'
import { standingFrame } from '../parent-frame.js'
import { openReplay } from '../reader.js'
import { createRecorder } from '../recorder.js'
import { bytesSource } from '../source.js'
import { VERSION } from '../version.js'
import { type Digest, digestOf } from './digest.js'
import { play, recorded } from './runs.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
export const FIXTURES = join(root, 'replays/fixtures')
const DIGESTS = join(FIXTURES, 'digests.json')

/** What is recorded with each release: scenarios that ship, with the policies of their files. */
const SHIPPED: Readonly<Record<string, readonly [scenario: string, horizon: number]>> = {
  household: ['letter-on-the-mat', 20],
  kitchen: ['two-at-the-stove', 30],
  particles: ['particles-world-comm', 6],
  'kuhn-poker': ['kuhn-poker', 20],
}

/** A file that is kept: its bytes as they were recorded. */
export const fixtureBytes = (name: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(join(FIXTURES, name))))

/** The digests of the files that are kept, by name. */
export const keptDigests = (): Readonly<Record<string, Digest>> =>
  existsSync(DIGESTS) ? JSON.parse(readFileSync(DIGESTS, 'utf8')) : {}

/** Records whatever this release lacks. A file that is there stays as it is: it was released. */
async function keep(): Promise<void> {
  const made: Record<string, () => Promise<Uint8Array>> = {
    // Every kind of state, messages, memories, chance and a document, over more than one group and base.
    bazaar: () => recorded(play(feast, 80), { scenario: { name: 'feast' }, deflate: webDeflate }),
    // Long enough to hold what a run can go on from.
    harvest: () => recorded(play({ ...windfall, horizon: 520 }, 520, { decide: walk })),
    fork: () => recordFork(40, 60),
  }
  for (const [name, [scenario, horizon]] of Object.entries(SHIPPED))
    made[name] = async () => recordShipped(scenario, horizon)
  const digests: Record<string, Digest> = { ...keptDigests() }
  for (const [name, make] of Object.entries(made)) {
    const file = `${FORMAT.replace('/', '-')}_${VERSION}_${name}.mcap.gz`
    if (existsSync(join(FIXTURES, file))) continue
    writeFileSync(join(FIXTURES, file), gzipSync(await make(), { level: 9 }))
    digests[file] = await digestOf(await openReplay(bytesSource(fixtureBytes(file))))
  }
  writeFileSync(DIGESTS, `${JSON.stringify(digests, undefined, 2)}\n`)
}

const walk = (tick: number): AgentInput[] => {
  const dir = ['n', 'e', 's', 'w'][(tick >> 2) % 4]!
  const step = { action: 'move', args: { dir } }
  return [{ do: [step] }, { do: [tick % 3 === 0 ? { action: 'eat', args: {} } : step] }]
}

async function recordFork(at: number, end: number): Promise<Uint8Array> {
  const trunk = play(feast, end)
  const episode = createEpisode(feast, { seed: 7 })
  episode.restore(trunk.states[at]!)
  const { chain, state } = trunk.frames[at]!
  const parent = { file: 'run.mcap', run: trunk.frames.at(-1)!.chain, tick: at, chain, state }
  const sink = memorySink()
  const header = describeEpisode(episode, { parent })
  const recorder = createRecorder(sink, header, { deflate: webDeflate })
  await recorder.record(standingFrame(episode), { state: () => episode.save() })
  while (episode.tick < end) await recorder.record(episode.step(restless(episode.tick)))
  episode.abort()
  await recorder.finish({ end: 'aborted' })
  return sink.bytes()
}

function recordShipped(scenario: string, horizon: number): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'coact-'))
  try {
    const out = join(folder, 'run.mcap')
    const args = ['run', scenario, '--seed', '7', '--horizon', String(horizon), '--out', out]
    execFileSync(process.execPath, ['--import', 'tsx', 'bench/cli.node.ts', ...args], { cwd: root })
    return new Uint8Array(readFileSync(out))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// Run by `node --import tsx replays/testing/fixtures.node.ts`.
if (process.argv[1] === fileURLToPath(import.meta.url)) await keep()
