import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, type Ended, root, runCli } from '../testing/cli.node.js'
import { recordedFixture } from './testing/samples.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-view-cli-'))
  near = mkdtempSync(join(root, '.tmp-view-'))
  cli = await bundleCli(join(near, 'dist'))
  const bundle = new URL('../../replays/viewer/bundle.mjs', import.meta.url).href
  const { bundleViewer } = (await import(bundle)) as { bundleViewer(): Promise<{ html: string }> }
  writeFileSync(join(near, 'viewer.html'), (await bundleViewer()).html)
  writeFileSync(join(home, 'harvest.mcap'), recordedFixture('harvest'))
  writeFileSync(join(home, 'kitchen.mcap'), recordedFixture('kitchen'))
}, 60_000)
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

/** Runs `coact view` until it has told where, then asks there and stops it. */
async function viewed(args: readonly string[], ask: (address: string) => Promise<unknown>) {
  let asking: Promise<unknown> | undefined
  const ended = await runCli(cli, ['view', ...args, '--no-open', '--json'], {
    see(out, kill) {
      const address = /"address": ?"([^"]+)"/.exec(out)?.[1]
      if (address === undefined || asking !== undefined) return
      asking = ask(address).finally(() => kill('SIGINT'))
    },
  })
  return { ended, answer: await asking }
}

describe('coact view', () => {
  test('serves a folder until it is stopped', async () => {
    const { ended, answer } = await viewed([home, '--at', '5'], async (address) => {
      const list = await fetch(new URL('list.json', address))
      return { address, list: await list.json(), page: await (await fetch(address)).text() }
    })
    expect([ended.code, ended.err]).toEqual([0, ''])
    const { address, list, page } = answer as {
      address: string
      list: { files: { name: string; world: string; ticks: number }[] }
      page: string
    }
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/#t=5$/)
    expect(list.files.map((f) => [f.name, f.world])).toEqual([
      ['harvest.mcap', 'harvest'],
      ['kitchen.mcap', 'kitchen'],
    ])
    expect(page).toContain('<div id="page">')
  })
  test('says what is not there', async () => {
    const { code, err } = await runCli(cli, ['view', join(home, 'nothing.mcap'), '--no-open'])
    expect(code).toBe(2)
    expect(err).toContain('view/no-file')
  })
})

describe('coact export --to html', () => {
  const coact = (...args: readonly string[]): Promise<Ended> => runCli(cli, ['export', ...args])
  test('makes one page with the replay in it', async () => {
    const out = join(home, 'harvest.html')
    const { code, out: told } = await coact(join(home, 'harvest.mcap'), '--out', out)
    expect(code).toBe(0)
    expect(told).toContain('harvest.html: open it in a browser')
    const html = readFileSync(out, 'utf8')
    const held = /data-name="harvest\.mcap">([^<]*)</.exec(html)?.[1] ?? ''
    expect(Buffer.from(held, 'base64').equals(Buffer.from(recordedFixture('harvest')))).toBe(true)
  })
  test('refuses several, and what is no replay', async () => {
    const both = await coact(join(home, 'harvest.mcap'), join(home, 'kitchen.mcap'), '--to', 'html')
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('export/one-page')])
    writeFileSync(join(home, 'no.mcap'), 'nothing')
    const none = await coact(join(home, 'no.mcap'), '--to', 'html')
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('replay/')])
  })
})
