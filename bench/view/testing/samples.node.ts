import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createGateway } from '../../../agents/index.js'
import {
  createEpisode,
  type Decision,
  defineUniversalPolicy,
  type Frame,
  parseScenarioFile,
} from '../../../engine/index.js'
import { windfall } from '../../../examples/harvest.js'
import {
  createRecorder,
  describeEpisode,
  memorySink,
  storedDeflate,
} from '../../../replays/index.js'
import { shipped } from '../../registry.js'
import { run } from '../../run.js'

/** A recorded file of the format's fixtures. */
export const fixture = (name: string): Uint8Array =>
  new Uint8Array(
    gunzipSync(readFileSync(new URL(`../../../replays/fixtures/${name}`, import.meta.url))),
  )
export const recordedFixture = (world: string): Uint8Array =>
  fixture(`coact-1_0.1.0_${world}.mcap.gz`)

/** What the model says in turn; the lamp is dropped in tick 6. */
const PLAN = [
  'GOTO living_room',
  'EXPLORE',
  'GOTO floor_lamp_1',
  'GRAB floor_lamp_1',
  'GOTO workshop',
  'PLACE floor_lamp_1 IN workshop',
]
export const REASON =
  'The lamp is broken, and the tools are here: I put it down before I look for them.'
export const PROMPT = 'You are ada. What now?'

/** A language model's episode: ada asks a model each tick, which thinks and answers; bob does nothing. */
const thinker = defineUniversalPolicy({
  id: 'thinker',
  calls: true,
  async decide({ tick, agent, call }): Promise<Decision> {
    if (agent !== 'ada') return { say: [{ to: 'all', type: 'text', body: `tick ${tick}` }] }
    const { text } = await call!({
      purpose: 'act',
      messages: [{ role: 'user', content: `${PROMPT} ${tick}` }],
    })
    return { do: { text }, why: REASON }
  },
})

/** An episode driven by a language model in which ada takes a lamp and puts it down in tick 6. */
export async function thinking(): Promise<Uint8Array> {
  const home = mkdtempSync(join(tmpdir(), 'coact-think-'))
  const out = join(home, 'thinking.mcap')
  const registry = await shipped()
  const source = registry.scenarios.get('moving-day')!
  const { scenario } = parseScenarioFile(
    source as never,
    registry.worlds.values(),
    'moving-day',
    registry.protocols.values(),
  )
  const models = createGateway({
    clock: { now: () => 0, sleep: async () => {} },
    model: async ({ messages }) => {
      const tick = Number(/\d+$/.exec(String(messages.at(-1)?.content))?.[0] ?? 1)
      return {
        text: PLAN[tick - 1] ?? 'DONE',
        reasoning: REASON,
        finish: 'stop',
        usage: { input: 120, output: 12, reasoning: 6, cached: 0 },
      }
    },
  })
  await run(
    { ...scenario, horizon: 8 },
    { seed: 1, out, models, agents: { ada: thinker, bob: thinker } },
  )
  const bytes = readFileSync(out)
  rmSync(home, { recursive: true, force: true })
  return new Uint8Array(bytes)
}

/** Texts that would do something to a page that took them for markup, or to a terminal. */
export const NASTY = {
  script: '<script>window.harmed=1</script>',
  image: '<img src=x onerror="window.harmed=2">',
  control: 'a\u0000b\u001b[2Jc\u202ed',
  long: 'x'.repeat(10 << 20),
}

/** A short run whose every text is hostile: names, messages, events, reasons, keys of objects. */
export async function nasty(): Promise<Uint8Array> {
  const episode = createEpisode({ ...windfall, title: NASTY.image }, { seed: 1 })
  const honest = describeEpisode(episode)
  const agents = honest.agents.map((a, i) => (i === 0 ? { ...a, name: NASTY.script } : a))
  const sink = memorySink()
  const recorder = createRecorder(sink, { ...honest, agents }, { deflate: storedDeflate })
  const body = JSON.parse(
    `{"__proto__":{"harmed":3},"constructor":{"prototype":{"harmed":4}},"x":${JSON.stringify(NASTY.image)}}`,
  )
  const message = {
    id: '1:1:0',
    tick: 1,
    from: 'bob',
    to: 'all',
    type: NASTY.script,
    body,
    bytes: 1,
    verdict: NASTY.image,
    text: NASTY.control,
  }
  const spoil = (frame: Frame): Frame =>
    ({
      ...frame,
      messages: [message],
      events: [{ type: NASTY.script, data: { text: NASTY.long }, cause: 0 }],
      inputs: [{ why: NASTY.script }, null],
      goals: [{ id: 'g', text: NASTY.image, progress: 0.5, done: false }],
    }) as unknown as Frame
  recorder.record(episode.first!, { state: () => episode.save() })
  for (let i = 0; i < 3; i++) {
    const seen = { agent: 0, kind: 'text', value: `${NASTY.script}${NASTY.control}` } as const
    const frame = episode.step([{ do: [{ action: 'move', args: { dir: 'n' } }] }, null])
    recorder.record(i === 0 ? spoil(frame) : frame, {
      state: () => episode.save(),
      observations: [seen],
    })
  }
  episode.abort()
  await recorder.finish({ end: 'aborted', metrics: { [NASTY.script]: 1 } })
  return sink.bytes()
}
