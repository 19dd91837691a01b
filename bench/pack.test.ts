import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { factsOf } from './tidy/facts.js'
import { root } from './tidy/files.node.js'

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const doors = Object.keys(manifest.exports).filter((path) => path !== './package.json')
const names = doors.map((path) => join(manifest.name, path))
const browserDoors = ['', '/engine', '/worlds', '/agents', '/protocols', '/replays', '/bench']

const isAskedFor = process.env['COACT_PACK'] === '1'
const home = isAskedFor ? mkdtempSync(join(tmpdir(), 'coact-pack-')) : tmpdir()
const tarball = join(home, `${manifest.name}-${manifest.version}.tgz`)
const installed = join(home, 'node_modules', manifest.name)

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

describe.skipIf(!isAskedFor)('the packed package (packs and installs it: set COACT_PACK=1)', () => {
  beforeAll(() => {
    run(root, 'npm', 'pack', '--pack-destination', home)
    writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n')
    run(home, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball)
  }, 300_000)
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test.each(names)('%s can be imported', (name) => {
    const script = `console.log(Object.keys(await import('${name}')).length)`
    const exported = Number(run(home, 'node', '--input-type=module', '-e', script))
    expect(exported).toBeGreaterThan(0)
  })

  test('npx coact --help answers', () => {
    expect(run(home, 'npx', '--no-install', 'coact', '--help')).toContain('Usage')
  })

  test('publint finds nothing', async () => {
    const bytes = new Uint8Array(readFileSync(tarball))
    const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('arethetypeswrong finds nothing', () => {
    const attw = join(root, 'node_modules/.bin/attw')
    run(root, attw, tarball, '--profile', 'esm-only', '--no-definitely-typed', '--quiet')
  }, 60_000)

  test('its declarations compile for a strict user', () => {
    const uses = names.map((name, i) => `import * as door${i} from '${name}'\nvoid door${i}`)
    writeFileSync(join(home, 'use.ts'), `${uses.join('\n')}\n`)
    cpSync(join(root, 'node_modules/@types'), join(home, 'node_modules/@types'), {
      recursive: true,
    })
    cpSync(join(root, 'node_modules/undici-types'), join(home, 'node_modules/undici-types'), {
      recursive: true,
    })
    expect(typeErrors()).toEqual([])
  }, 60_000)

  test('it imports nothing but its dependencies', () => {
    const declared = Object.keys(manifest.dependencies)
    const foreign = distFiles().flatMap((file) =>
      bareImports(file, readFileSync(join(installed, 'dist', file), 'utf8'))
        .filter((name) => !declared.includes(name) && !isBuiltin(name))
        .map((name) => `${file}: ${name}`),
    )
    expect(foreign).toEqual([])
  })

  test.each(browserDoors)('coact%s bundles for a browser', async (door) => {
    const { errors } = await build({
      stdin: { contents: `export * from 'coact${door}'`, resolveDir: home },
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      logLevel: 'silent',
    })
    expect(errors).toEqual([])
  })
})

/** What a strict compiler says of the package's own declarations, of which it skips none. */
function typeErrors(): string[] {
  const tsc = join(root, 'node_modules/.bin/tsc')
  const options = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
    'false',
  ]
  const resolution = ['--module', 'nodenext', '--target', 'es2022', '--types', 'node']
  try {
    run(home, tsc, ...options, ...resolution, 'use.ts')
    return []
  } catch (error) {
    const output = String((error as { stdout?: string }).stdout ?? error)
    return output.split('\n').filter((line) => /^(use\.ts|node_modules\/coact\/)/.test(line))
  }
}

function distFiles(): string[] {
  const files = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => /\.(js|d\.ts)$/.test(file))
}

/** Names of packages that a module imports; texts that look like code do not count. */
const bareImports = (path: string, text: string): string[] =>
  factsOf({ path, text })
    .imports.map(({ name }) => name)
    .filter((name) => !name.startsWith('.'))
    .map((name) => (name.startsWith('node:') ? name : name.replace(/^((@[^/]+\/)?[^/]+).*$/, '$1')))
