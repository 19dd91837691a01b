import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createStreams } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { bundleCli, root, runCli } from '../testing/cli.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 120_000 })

let near = ''
let cli = ''
let out = ''

beforeAll(async () => {
  near = mkdtempSync(join(root, '.tmp-kill-'))
  cli = await bundleCli(join(near, 'dist'))
  out = join(near, 'run.mcap')
}, 120_000)
beforeEach(() => {
  for (const name of readdirSync(near)) if (name !== 'dist') rmSync(join(near, name))
})
afterAll(() => rmSync(near, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(near, name)
  writeFileSync(path, text)
  return path
}
const leftovers = (): string[] => readdirSync(near).filter((n) => /\.(tmp|journal)$/.test(n))

/** A process is killed while it prints a tick, and once more while the run is resumed. */
describe('a run whose process is killed at any moment', () => {
  const TICKS = 500
  const args = ['run', 'moving-day', '--agents', 'random', '--horizon', `${TICKS}`, '--seed', '5']
  const rng = createStreams('moments', {}, false).stream('kill')

  /** Runs until a tick is printed, and some milliseconds more. @returns whether it was still alive */
  async function killed(words: readonly string[], tick: number): Promise<boolean> {
    const line = new RegExp(`^ *${tick} `, 'm')
    let isSent = false
    const { code } = await runCli(cli, words, {
      see(printed, kill) {
        if (isSent || !line.test(printed)) return
        isSent = true
        setTimeout(() => kill('SIGKILL'), rng.int(4))
      },
    })
    return code === null
  }

  test('loses nothing that was flushed and ends in the same file', async () => {
    const whole = join(near, 'whole.mcap')
    await runCli(cli, [...args, '--out', whole, '--json'])
    const bytes = readFileSync(whole)
    let kills = 0
    for (let i = 0; i < 5; i++) {
      const first = 1 + rng.int(TICKS - 100)
      if (await killed([...args, '--out', out], first)) kills += 1
      const flushed = existsSync(`${out}.tmp`) ? readFileSync(`${out}.tmp`) : Buffer.alloc(0)
      expect(bytes.subarray(0, flushed.length).equals(flushed)).toBe(true)
      if (await killed(['resume', out], first + 1 + rng.int(TICKS - first))) kills += 1
      if (existsSync(`${out}.journal`)) {
        const { code, out: told, err } = await runCli(cli, ['resume', out, '--json'])
        // Killed between the renaming and the deletion of the journal, the run is whole, and that is said.
        if (code === 2) expect(`${told}${err}`).toContain('resume/finished')
        else {
          expect([0, 1]).toContain(code)
          expect(JSON.parse(told).resumed.ticks).toBeGreaterThanOrEqual(first)
        }
      }
      expect(readFileSync(out).equals(bytes)).toBe(true)
      expect(leftovers()).toEqual([])
      rmSync(out)
    }
    expect(kills).toBeGreaterThanOrEqual(6)
  })
  test('can be read without its journal', async () => {
    expect(await killed([...args, '--out', out], 400)).toBe(true)
    rmSync(`${out}.journal`)
    const refused = await runCli(cli, ['resume', out])
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(/journal\/none[\s\S]*coact recover/)
    const { code, out: told } = await runCli(cli, ['recover', out])
    expect(code).toBe(0)
    expect(told).toMatch(/^recovered the ticks 0 to \d+ of /m)
    expect(told).toMatch(/^missing {2}what comes after: the end is missing/m)
    const replay = await openReplayFile(join(near, 'run.recovered.mcap'))
    expect(replay.info.ticks).toBeGreaterThanOrEqual(192)
    await replay.close()
    expect((await runCli(cli, ['verify', join(near, 'run.recovered.mcap')])).code).toBe(0)
    expect((await runCli(cli, ['recover', out])).err).toContain('recover/exists')
  })
})

/** Code that kills its own process at a tick, the first time. */
const suicide = (tick: number): string =>
  `(t) => { if (t === ${tick} && !existsSync(mark)) { writeFileSync(mark, ''); process.kill(process.pid, 'SIGKILL') } }`
const head = (): string =>
  `import { existsSync, writeFileSync } from 'node:fs'
   const mark = ${JSON.stringify(join(near, 'mark'))}\n`

describe('a run in which all but the inputs is code', () => {
  const game = (tick: number): string =>
    file(
      'game.ts',
      `${head()}
       import { defineScenario, defineWorld, random } from '../index.js'
       import { harvest } from '../examples/harvest.js'
       const hook = ${suicide(tick)}
       const world = defineWorld({ ...harvest, id: 'deadly', systems: [
         ...harvest.systems, { id: 'hook', run: (w) => hook(w.tick) }] })
       export default defineScenario(world, { agents: { ada: random, bob: random }, horizon: 100 })`,
    )
  const mind = (tick: number): string =>
    file(
      'mind.mjs',
      `${head()}
       const hook = ${suicide(tick)}
       export default { kind: 'policy', id: 'mine', version: 1, world: '*', async decide({ tick }) {
         hook(tick)
         return { do: { action: 'move', args: { dir: ['n', 'e', 's'][tick % 3] } } }
       } }`,
    )
  test.each(['tick', 'group'] as const)(
    'is resumed after it was killed between journal and step (%s)',
    async (journal) => {
      const words = ['run', game(70), '--agents', `ada=${mind(200)}`, '--out', out]
      expect((await runCli(cli, [...words, '--journal', journal])).code).toBe(null)
      const { code, out: told, err } = await runCli(cli, ['resume', out, '--json', '--verify'])
      expect(err).toBe('')
      expect(code).toBe(0)
      expect(JSON.parse(told)).toMatchObject({ ticks: 100, verified: true, resumed: { ticks: 70 } })
      expect(leftovers()).toEqual([])
    },
  )
  test('is resumed after it was killed while an agent decided', async () => {
    const words = ['run', game(200), '--agents', `ada=${mind(70)}`, '--out', out]
    expect((await runCli(cli, words)).code).toBe(null)
    const { out: told } = await runCli(cli, ['resume', out, '--json', '--verify'])
    expect(JSON.parse(told)).toMatchObject({ ticks: 100, verified: true, resumed: { ticks: 69 } })
  })
  test('does not follow the paths of a journal that was copied to here', async () => {
    await runCli(cli, ['run', game(70), '--agents', `ada=${mind(200)}`, '--out', out])
    const copy = join(near, 'copy.mcap')
    for (const end of ['.journal', '.tmp']) copyFileSync(out + end, copy + end)
    const scenario = await runCli(cli, ['resume', copy])
    expect(scenario.code).toBe(2)
    expect(scenario.err).toMatch(/resume\/needs-scenario[\s\S]*game\.ts[\s\S]*--scenario PATH/)
    const named = ['resume', copy, '--scenario', join(near, 'game.ts')]
    expect((await runCli(cli, named)).err).toMatch(/resume\/needs-policy[\s\S]*--agents ada=PATH/)
    const all = await runCli(cli, [...named, '--agents', `ada=${join(near, 'mind.mjs')}`])
    expect(all.code).toBe(0)
    expect(all.out).toMatch(/^resumed after tick 70/m)
  })
  test('is not begun anew over what is unfinished, nor by two at once', async () => {
    const words = ['run', game(70), '--out', out]
    await runCli(cli, words)
    const again = await runCli(cli, words)
    expect(again.code).toBe(2)
    expect(again.err).toMatch(/journal\/unfinished[\s\S]*coact resume/)
    writeFileSync(`${out}.lock`, `${process.pid}`)
    expect((await runCli(cli, ['resume', out])).err).toMatch(/journal\/busy/)
  })
})
