import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addPackages, findPackages } from './packages.node.js'
import { createRegistry, shipped } from './registry.js'
import { root, runCli } from './testing/cli.node.js'

vi.setConfig({ testTimeout: 60_000 })

/** A project with Coact and some packages installed, below the sources, from where packages resolve. */
let home = ''
let cli = ''
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), text)
}
const install = (name: string, manifest: object, files: Readonly<Record<string, string>>): void => {
  const whole = { name, version: '1.2.3', type: 'module', ...manifest }
  write(`node_modules/${name}/package.json`, JSON.stringify(whole))
  for (const [path, text] of Object.entries(files)) write(`node_modules/${name}/${path}`, text)
}
const keywords = ['games', 'coact-plugin']

const pond = `
  import { z } from 'zod'
  import { components, defineScenario, defineWorld, definePolicy, i32 } from 'coact'
  const C = components({ Fish: { weight: i32 } })
  export const pond = defineWorld({
    id: 'pond', version: 4, title: 'The pond', params: z.object({}), components: C,
    observation: z.object({ weight: z.int() }),
    actions: { eat: { args: {}, apply(w, me) { w.c.Fish.weight.add(me, 1) } } },
    setup(w) { for (const agent of w.agents) w.spawn({ Fish: {} }, agent) },
    observe: (w, me) => ({ weight: w.c.Fish.weight.get(me) }),
    done: (w) => w.tick === 3,
  })
  export const eater = definePolicy(pond, { id: 'eater', decide: ({ act }) => act.eat() })
  export const summer = defineScenario(pond, { id: 'summer', agents: { carp: {}, pike: {} } })
  export const shelf = { winter: { format: 'coact/scenario/1', id: 'winter', world: 'pond@4', agents: { carp: { policy: 'eater' } } } }
`

beforeAll(async () => {
  home = mkdtempSync(join(root, '.tmp-packages-'))
  await build({
    entryPoints: [join(root, 'index.ts'), join(root, 'bench/cli.node.ts')],
    outdir: join(home, 'node_modules/coact/dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
  cli = join(home, 'node_modules/coact/dist/bench/cli.node.js')
  install('coact', { exports: { '.': './dist/index.js', './package.json': './package.json' } }, {})
  install(
    'coact-pond',
    { keywords, exports: { types: './x.d.ts', import: './pond.js' } },
    { 'pond.js': pond },
  )
  install(
    '@deep/water',
    { keywords: ['coact-world'], main: 'main.js' },
    {
      'main.js':
        "import { eater, pond as other } from 'coact-pond'; export const pond = { ...other }; export { eater }; export const household = { kind: 'world', id: 'household' }",
    },
  )
  install('broken-one', { keywords }, { 'index.js': "throw new Error('half finished')" })
  install('broken-two', { keywords, exports: { '.': { browser: './index.js' } } }, {})
  install('broken-three', { keywords, main: '../coact-pond/pond.js' }, {})
  install('empty-one', { keywords }, { 'index.js': 'export const nothing = 1' })
  install('bystander', { keywords: ['games'] }, { 'index.js': "throw new Error('never loaded')" })
  install('quoting', { description: '"coact-plugin"', keywords: ['x'] }, {})
  write('node_modules/unreadable/package.json', '{ "keywords": ["coact-plugin"')
  mkdirSync(join(home, 'games/chess'), { recursive: true })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('packages', () => {
  it('are found by their keyword from any folder below, without loading them', () => {
    const warnings: string[] = []
    const found = findPackages(join(home, 'games/chess'), (w) => warnings.push(w))
    expect(found.map((p) => `${p.name}@${p.version}`)).toEqual([
      '@deep/water@1.2.3',
      'broken-one@1.2.3',
      'coact-pond@1.2.3',
      'empty-one@1.2.3',
    ])
    expect(found[2]!.entry).toBe(join(home, 'node_modules/coact-pond/pond.js'))
    expect(warnings.map((w) => w.split(':')[0])).toEqual([
      'broken-three',
      'broken-two',
      'unreadable',
    ])
    expect(warnings[0]).toContain('outside')
    expect(warnings[1]).toContain('no main export')
  })
  it('of the nearest folder come before those of the same name above', () => {
    write(
      'games/node_modules/coact-pond/package.json',
      JSON.stringify({ version: '9.0.0', keywords }),
    )
    const [first] = findPackages(join(home, 'games/chess'), () => {})
    expect(first).toMatchObject({ name: 'coact-pond', version: '9.0.0' })
    expect(findPackages(join(home, 'games/chess'), () => {}).map((p) => p.name)).toHaveLength(4)
    rmSync(join(home, 'games/node_modules'), { recursive: true })
  })
  it('leave what has its name already', async () => {
    const text =
      "export const p = { kind: 'policy', id: 'idle', decide() {} }, q = { ...p, id: 'mine' }"
    for (const name of ['one', 'two']) write(`${name}.mjs`, text)
    const warnings: string[] = []
    const bringing = (name: string) => ({
      name,
      version: '1.0.0',
      entry: join(home, `${name}.mjs`),
    })
    const mine = await addPackages(await shipped(), [bringing('one'), bringing('two')], (w) =>
      warnings.push(w),
    )
    expect(mine.policies.get('mine')).toMatchObject({ id: 'mine' })
    expect(mine.policies.get('idle')).toHaveProperty('decide')
    expect(warnings).toEqual([
      'one@1.0.0: its policy "idle" is left out: Coact has one of this name',
      'two@1.0.0: its policy "idle" is left out: Coact has one of this name',
      'two@1.0.0: its policy "mine" is left out: one@1.0.0 has one of this name',
    ])
    expect(createRegistry().origins).toBeUndefined()
  })
})

describe('packages that are broken', () => {
  let count = 0
  const warned = async (text: string): Promise<string[]> => {
    // A module is loaded once: each text needs a name of its own.
    count += 1
    const entry = join(home, `odd-${count}.mjs`)
    write(`odd-${count}.mjs`, text)
    const warnings: string[] = []
    const before = createRegistry()
    const after = await addPackages(
      before,
      [{ name: 'odd', version: '1.0.0', entry }],
      (w) => warnings.push(w),
      300,
    )
    expect([...after.worlds, ...after.scenarios, ...after.policies]).toEqual([])
    return warnings
  }
  it.each([
    ['export const x = ;', /it cannot be loaded: \w/],
    ['throw { toString() { throw 1 } }', /it cannot be loaded: something that cannot be printed$/],
    ['await new Promise(() => {})', /it cannot be loaded: it is not done after 0\.3 s$/],
    [
      'export const p = new Proxy({}, { get() { throw new Error("evil") } })',
      /it cannot be loaded: evil$/,
    ],
    ['export const w = { kind: "world", id: "half" }', /world "half" is left out: it is not whole/],
    ['export const w = { kind: "world", id: "\\u001b[31m" }', /is left out: its id is no name$/],
    ['export const w = { kind: "world", id: { a: 1 } }', /is left out: its id is no name$/],
    [
      'export const s = { kind: "scenario", id: "s" }',
      /scenario "s" is left out: it names no world/,
    ],
    ['export const p = { kind: "policy", id: "p" }', /policy "p" is left out: it decides nothing$/],
    [
      'export const p = { kind: "policy-factory", id: "pf" }',
      /"pf" is left out: it makes nothing$/,
    ],
  ])('%s: are left out, with a reason', async (text, warning) => {
    expect(await warned(text)).toEqual([expect.stringMatching(warning)])
  })
})

describe.concurrent('the command line with packages', () => {
  const coact = (...args: string[]) => runCli(cli, args, { cwd: join(home, 'games/chess') })
  it('lists their worlds with where they come from, and warns of what it left out', async () => {
    const { code, out, err } = await coact('worlds')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^pond@4 {2}The pond: .*scenarios winter, summer; package @deep\/water@1\.2\.3$/m,
    )
    expect(out).toMatch(/^household@\d+ (?!.*package)/m)
    expect(err).toMatch(/^warning: broken-one@1\.2\.3: it cannot be loaded: half finished$/m)
    expect(err).toMatch(
      /^warning: empty-one@1\.2\.3: it exports no world, scenario, policy, protocol or metric$/m,
    )
    expect(err).toMatch(
      /^warning: @deep\/water@1\.2\.3: its world "household" is left out: Coact has/m,
    )
    expect(err).toMatch(
      /^warning: coact-pond@1\.2\.3: its world "pond" is left out: @deep\/water@1\.2\.3 has/m,
    )
    expect(err).not.toContain('eater')
    const json = JSON.parse((await coact('worlds', '--json')).out)
    expect(json.find((w: { id: string }) => w.id === 'pond').package).toBe('@deep/water@1.2.3')
    expect((await coact('worlds', 'pond')).out).toMatch(/^package: @deep\/water@1\.2\.3$/m)
  })
  it('runs their scenarios with their policies, records and verifies them', async () => {
    const run = await coact('run', 'summer', '-a', 'eater', '--out', 'summer.mcap', '--quiet')
    expect(run.out).toMatch(/done/)
    expect(run.code).toBe(0)
    expect((await coact('verify', 'summer.mcap')).code).toBe(0)
    expect((await coact('run', 'winter', '--verify')).code).toBe(0)
  })
  it('loads none of their code for help, nor where that is switched off', async () => {
    const help = await coact('--help')
    expect([help.code, help.err]).toEqual([0, ''])
    const off = await coact('worlds', '--no-plugins')
    expect([off.code, off.err]).toEqual([0, ''])
    expect(off.out).not.toContain('pond')
    const unknown = await coact('run', 'summer', '--no-plugins')
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('There is no scenario "summer"')
  })
})

it('COACT_PLUGINS=0 switches packages off', async () => {
  vi.stubEnv('COACT_PLUGINS', '0')
  const { out, err } = await runCli(cli, ['worlds'], { cwd: home })
  vi.unstubAllEnvs()
  expect(err).toBe('')
  expect(out).not.toContain('pond')
})
