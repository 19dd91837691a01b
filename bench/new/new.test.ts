import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'
import { generate } from './generate.js'
import { namesOf } from './names.js'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

// Below the sources, from where `coact` and the other packages resolve.
let home = ''
let cli = ''
const coact = (...args: string[]) => runCli(cli, args, { cwd: home })
const KINDS = ['world', 'policy', 'protocol', 'metric'] as const

beforeAll(async () => {
  home = mkdtempSync(join(root, '.tmp-new-'))
  cli = await bundleCli(join(home, 'dist'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('coact new', () => {
  it('writes each kind, with a package where there is none, and says what to do next', async () => {
    const first = await coact('new', 'world', 'coin-path', '--dir', 'mine')
    expect(first.err).toBe('')
    expect(first.code).toBe(0)
    expect(first.out).toMatch(/^wrote mine\/coin-path\/world\.ts$/m)
    expect(first.out).toMatch(/next:\n {2}cd mine\n {2}npm install\n {2}npx vitest run\n/)
    const manifest = JSON.parse(readFileSync(join(home, 'mine/package.json'), 'utf8'))
    expect(manifest).toMatchObject({ name: 'coin-path', keywords: ['coact-plugin'] })
    for (const name of ['tsx', 'typescript', 'vitest', 'zod'])
      expect(manifest.devDependencies[name]).toMatch(/^\d/)
    for (const kind of KINDS.slice(1)) {
      const { code, out } = await coact('new', kind, `my-${kind}`, '--dir', 'mine', '--json')
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({
        files: [`my-${kind}.ts`, `my-${kind}.test.ts`],
        next: expect.arrayContaining([`add to your index.ts: export * from './my-${kind}.js'`]),
      })
    }
    const index = KINDS.slice(1).map((kind) => `export * from './my-${kind}.js'\n`)
    writeFileSync(
      join(home, 'mine/index.ts'),
      `export * from './coin-path/index.js'\n${index.join('')}`,
    )
  })

  it('writes what a strict compiler takes', () => {
    // The package's own settings; only the way to `coact` is that of the sources.
    const own = JSON.parse(readFileSync(join(home, 'mine/tsconfig.json'), 'utf8'))
    const { rootDir: _, outDir: __, declaration: ___, ...strict } = own.compilerOptions
    writeFileSync(
      join(home, 'tsconfig.check.json'),
      JSON.stringify({
        extends: '../tsconfig.json',
        compilerOptions: { ...strict, rootDir: '..', noEmit: true },
        include: ['mine/**/*.ts'],
        exclude: [],
      }),
    )
    // One line that is wrong shows that the compiler looks.
    writeFileSync(
      join(home, 'mine/wrong.ts'),
      `import { defineScenario, random } from 'coact'
import { coinPath } from './coin-path/world.js'
export const wrong = defineScenario(coinPath, { params: { coins: 'many' }, agents: { ada: random } })
`,
    )
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.check.json'], {
      cwd: home,
      encoding: 'utf8',
    })
    const errors = stdout.split('\n').filter((line) => line.startsWith('mine/'))
    expect(errors).toEqual([expect.stringMatching(/^mine\/wrong\.ts\(3,\d+\): error TS2322/)])
    rmSync(join(home, 'mine/wrong.ts'))
  })

  it('writes tests that pass, and a golden playthrough with the first run', () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const args = [
      'run',
      '--dir',
      join(home, 'mine'),
      '--typecheck.enabled=false',
      '--reporter=json',
    ]
    const env = { ...process.env, CI: '', COACT_UPDATE: '' }
    const run = () =>
      JSON.parse(
        execFileSync(process.execPath, [vitest, ...args], {
          cwd: root,
          env,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      )
    const report = run()
    expect(report).toMatchObject({ success: true, numFailedTests: 0 })
    expect(report.testResults).toHaveLength(4)
    expect(report.numPassedTests).toBeGreaterThan(35)
    const golden = readFileSync(join(home, 'mine/coin-path/golden.txt'), 'utf8')
    expect(golden).toContain('coin-path-two, seed 7: coin-path@1, default')
  })

  it('overwrites nothing', async () => {
    const before = readFileSync(join(home, 'mine/coin-path/world.ts'), 'utf8')
    rmSync(join(home, 'mine/coin-path/README.md'))
    const { code, err } = await coact('new', 'world', 'coin-path', '--dir', 'mine')
    expect(code).toBe(2)
    expect(err).toMatch(/new\/exists[\s\S]*coin-path\/world\.ts, coin-path\/greedy\.ts/)
    expect(existsSync(join(home, 'mine/coin-path/README.md'))).toBe(false)
    expect(readFileSync(join(home, 'mine/coin-path/world.ts'), 'utf8')).toBe(before)
  })

  it('refuses every name that its own files bind', () => {
    const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
    const bound = KINDS.flatMap((kind) => Object.values(generate(kind, namesOf('my-thing'))))
      .flatMap((text) => [
        ...text.matchAll(/^(?:import|export|const) (?:type )?\{([^}]+)\}/gm),
        ...text.matchAll(/^(?:export )?(?:const|function) (\w+)/gm),
      ])
      .flatMap(([, names]) => names!.split(','))
      .map((name) =>
        name
          .trim()
          .replace(/^type \w+$/, '')
          .replace(/^\w+ as /, ''),
      )
      .filter((name) => /^[a-z]/.test(name) && !name.startsWith('myThing'))
    expect(bound).toEqual(expect.arrayContaining(['z', 'defineWorld', 'conform', 'it', 'worlds']))
    for (const name of bound) expect(() => namesOf(kebab(name)), name).toThrow(/new\/name/)
    expect(namesOf('market').camel).toBe('market')
  })

  it('refuses names that cannot be used, kinds that there are not, and folders that are none', async () => {
    for (const name of ['Apple', '../up', 'a--b', 'class', '', 'dist', 'z', 'x'.repeat(41)]) {
      const { code, err } = await coact('new', 'metric', name)
      expect([name, code]).toEqual([name, 2])
      expect(err).toContain('new/name')
    }
    expect((await coact('new', 'world', 'household')).err).toMatch(/a world that ships has it/)
    expect((await coact('new', 'policy', 'planner')).err).toMatch(/a policy that ships has it/)
    expect((await coact('new', 'wrld', 'fine')).code).toBe(2)
    expect(() => generate('wrld', namesOf('fine'))).toThrow(/new\/unknown-kind[\s\S]*world/)
    writeFileSync(join(home, 'file'), '')
    expect((await coact('new', 'metric', 'fine', '--dir', 'file')).err).toContain('new/unwritable')
    mkdirSync(join(home, 'empty'))
    expect((await coact('new', 'metric', 'fine', '--dir', 'empty')).code).toBe(0)
    expect(readFileSync(join(home, 'empty/index.ts'), 'utf8')).toBe("export * from './fine.js'\n")
  })
})
