import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEpisode, createTurns } from '../../engine/index.js'
import { createRecorder, describeEpisode, openReplay, type Replay } from '../../replays/index.js'
import { createReplayFile, nodeInflate, openReplayFile } from '../../replays/index.node.js'
import { cook } from '../../worlds/index.js'
import { decide, playedBy } from './kitchen.js'
import { type Benchmark, median, type Row } from './measure.js'

/** Looking at any frame of a long file: two cooks for 100,000 ticks. */
export const seeking: Benchmark = async (quick) => {
  const ticks = quick ? 10_000 : 100_000
  const folder = await mkdtemp(join(tmpdir(), 'coact-seek-'))
  const path = join(folder, 'long.mcap')
  try {
    await record(path, ticks)
    return await measure(path, ticks, quick ? 200 : 2000)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function record(path: string, ticks: number): Promise<void> {
  const episode = createEpisode(playedBy(cook, ticks), { seed: 1 })
  const turns = createTurns(episode)
  const recorder = createRecorder(await createReplayFile(path), describeEpisode(episode))
  await recorder.record(episode.first!, { state: episode.save })
  while (episode.end === undefined) {
    const wait = recorder.record(episode.step(decide(episode, turns, cook)), {
      state: episode.save,
    })
    if (wait !== undefined) await wait
  }
  await recorder.finish({ end: episode.end })
}

async function measure(path: string, ticks: number, seeks: number): Promise<Row[]> {
  const what = `of ${ticks.toLocaleString('en')} frames`
  const opening: number[] = []
  for (let i = 0; i < 12; i++) {
    const begun = performance.now()
    const replay = await openReplayFile(path)
    opening.push(performance.now() - begun)
    await replay.close()
  }
  const { share, bytes } = await fetched(path, ticks)
  const before = used()
  const replay = await openReplayFile(path)
  const opened = used()
  await times(replay, ticks, 300)
  const frames = await times(replay, ticks, seeks)
  const states = await times(replay, ticks, seeks, (tick) => replay.state(tick))
  const grown = used() - opened
  await replay.close()
  return [
    row(`opening a file ${what}`, median(opening.slice(2)), 'ms', 50, `${megabytes(bytes)} MB`),
    row(`seeking a frame ${what}, p50`, at(frames.wall, 0.5), 'ms', 1, cpuNote(frames.cpu, 0.5)),
    row(`seeking a frame ${what}, p99`, at(frames.wall, 0.99), 'ms', 5, cpuNote(frames.cpu, 0.99)),
    row(`seeking a state ${what}, p50`, at(states.wall, 0.5), 'ms', 1, cpuNote(states.cpu, 0.5)),
    row(`read for one frame ${what}`, share * 100, '% of the file', 1, 'worst of 50 at random'),
    row(
      'memory after seeking, over that of an open file',
      grown / 1e6,
      'MB',
      10,
      `its index takes ${megabytes(opened - before)} MB`,
    ),
  ]
}

const row = (name: string, value: number, unit: string, atMost: number, note: string): Row => ({
  name,
  value,
  unit,
  atMost,
  note,
})

/** On a busy machine a clock also counts what others do. */
const cpuNote = (cpu: readonly number[], share: number): string =>
  `${cpu.length} at random; ${at(cpu, share).toPrecision(2)} ms of processor time`

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

/** Milliseconds of looking at ticks here and there, ascending: as a clock has them, and of the processor alone. */
async function times(
  replay: Replay,
  ticks: number,
  count: number,
  look: (tick: number) => Promise<unknown> = (tick) => replay.frame(tick),
): Promise<{ readonly wall: readonly number[]; readonly cpu: readonly number[] }> {
  const wall: number[] = []
  const cpu: number[] = []
  for (let i = 1; i <= count; i++) {
    // Steps of the golden ratio come everywhere, and nowhere twice.
    const tick = Math.floor(((i * 0.618_033_988_749) % 1) * ticks)
    const used = process.cpuUsage()
    const begun = performance.now()
    await look(tick)
    wall.push(performance.now() - begun)
    const { user, system } = process.cpuUsage(used)
    cpu.push((user + system) / 1000)
  }
  const ascending = (a: number, b: number): number => a - b
  return { wall: wall.sort(ascending), cpu: cpu.sort(ascending) }
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

/** The largest share of the file that one frame reads when nothing of it was read before but the index. */
async function fetched(path: string, ticks: number) {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  let read = 0
  let most = 0
  const source = {
    inflate: nodeInflate,
    size: async () => BigInt(size),
    async read(offset: bigint, length: bigint) {
      read += Number(length)
      const bytes = new Uint8Array(Number(length))
      await file.read(bytes, 0, bytes.length, Number(offset))
      return bytes
    },
  }
  for (let i = 1; i <= 50; i++) {
    const replay = await openReplay(source)
    read = 0
    await replay.frame(Math.floor(((i * 0.618_033_988_749) % 1) * ticks))
    most = Math.max(most, read)
  }
  await file.close()
  return { share: most / size, bytes: size }
}

function used(): number {
  const collect = (globalThis as { readonly gc?: () => void }).gc
  for (let i = 0; i < 4; i++) collect?.()
  const m = process.memoryUsage()
  return m.heapUsed + m.external + m.arrayBuffers
}
