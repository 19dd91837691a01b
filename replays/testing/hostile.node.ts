import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isCoactError } from '../../engine/index.js'
import { openReplay, type Replay } from '../reader.js'
import { bytesSource } from '../source.js'
import { nodeInflate } from '../zlib.node.js'
import { hostileFiles } from './hostile.js'

export const HOSTILE = fileURLToPath(new URL('../fixtures/hostile', import.meta.url))
/** Larger ones are made anew each time. */
const KEPT_BYTES_MAX = 4096

/** What a file came to: by each inflater, and opened for what can be recovered. */
interface Outcome {
  readonly name: string
  readonly expected: string
  readonly got: readonly string[]
}

/** What {@link judge} prints. */
export interface Verdicts {
  readonly outcomes: readonly Outcome[]
  /** Whether any file reached `Object.prototype`. */
  readonly polluted: boolean
  readonly peakMiB: number
}

/** Reads everything in every hostile file, made and kept. */
async function judge(): Promise<void> {
  const outcomes: Outcome[] = []
  const add = async (name: string, expected: string, bytes: Uint8Array): Promise<void> => {
    const got = [await outcome(bytes, {}), await outcome(bytes, { inflate: nodeInflate })]
    const recovered = await outcome(bytes, { recover: true })
    if (recovered.startsWith('crash')) got.push(recovered)
    outcomes.push({ name, expected, got })
  }
  for (const { name, expected, make } of hostileFiles) await add(name, expected, await make())
  for (const file of readdirSync(HOSTILE)) {
    const expected = file.replace('.mcap.gz', '').split('=')[1]!
    await add(file, expected.replace('+', '/'), gunzipSync(readFileSync(join(HOSTILE, file))))
  }
  const polluted = 'polluted' in {}
  const { maxRSS } = process.resourceUsage()
  const verdicts: Verdicts = { outcomes, polluted, peakMiB: maxRSS >> 10 }
  process.stdout.write(JSON.stringify(verdicts))
}

async function outcome(
  bytes: Uint8Array,
  options: Parameters<typeof openReplay>[1],
): Promise<string> {
  try {
    await readAll(await openReplay(bytesSource(bytes), options))
    return 'read'
  } catch (e) {
    if (isCoactError(e)) return e.code
    return `crash: ${e instanceof Error ? e.stack?.slice(0, 400) : String(e)}`
  }
}

/** The forged state has no columns of entities. */
function unlessNamed(e: unknown): void {
  if (!isCoactError(e) || !/^(entity|column)\//.test(e.code)) throw e
}

async function readAll(replay: Replay): Promise<void> {
  const { first, ticks } = replay.info
  for (const tick of [first, ticks]) {
    await replay.frame(tick)
    const view = await replay.state(tick)
    for (const entity of view.entities()) view.entity(entity)
    view.doc('world')
    await replay.observations(tick)
    await replay.saved(tick)
    await replay.why(1, 'X.x', tick).catch(unlessNamed)
  }
  for await (const { tick } of replay.frames(ticks, first)) void tick
  for await (const action of replay.actions()) void action
  for await (const message of replay.messages()) void message
  for await (const call of replay.calls()) void call
  await replay.scenario()
  await replay.environment()
}

/** Keeps what is small and not kept yet; `name=code.mcap.gz`, with `+` for `/`. */
async function keep(): Promise<void> {
  mkdirSync(HOSTILE, { recursive: true })
  for (const { name, expected, make } of hostileFiles) {
    const packed = gzipSync(await make(), { level: 9 })
    const file = join(HOSTILE, `${name}=${expected.replace('/', '+')}.mcap.gz`)
    if (packed.length <= KEPT_BYTES_MAX && !existsSync(file)) writeFileSync(file, packed)
  }
}

// Run by `node --import tsx replays/testing/hostile.node.ts [keep]`.
if (process.argv[1] === fileURLToPath(import.meta.url))
  await (process.argv[2] === 'keep' ? keep() : judge())
