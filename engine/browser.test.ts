import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { chains } from './testing/browser-entry.js'

const CHROMIUM = process.env['COACT_CHROMIUM'] ?? '/usr/bin/chromium'
const missing = existsSync(CHROMIUM)
  ? ''
  : ` (skipped: there is no ${CHROMIUM}; install chromium, or set COACT_CHROMIUM)`
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

it.skipIf(missing !== '')(
  `runs in Chromium as in Node, 3,000 ticks long${missing}`,
  { timeout: 60_000 },
  async () => {
    const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
    const { outputFiles } = await build({
      entryPoints: [path('testing/browser-entry.ts')],
      alias: { coact: path('index.ts') },
      bundle: true,
      format: 'iife',
      globalName: 'coact',
      target: 'es2022',
      minify: true,
      write: false,
      logLevel: 'error',
    })
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    try {
      const page = await browser.newPage()
      await page.setContent('<!doctype html><title>coact</title>')
      await page.addScriptTag({ content: outputFiles[0]!.text })
      const there = await page.evaluate('coact.chains()')
      expect(there).toEqual(chains())
    } finally {
      await browser.close()
    }
  },
)
