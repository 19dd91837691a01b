// node build.mjs        dist/ with JavaScript and declarations
// node build.mjs --js   JavaScript only, in a fraction of a second
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bundleViewer } from './replays/viewer/bundle.mjs'

const doors = ['engine', 'worlds', 'agents', 'protocols', 'replays'].map((room) => `${room}/index`)
const entries = [
  'index',
  ...doors,
  'replays/index.node',
  'bench/index',
  'bench/index.node',
  'bench/cli.node',
  'bench/sweep/worker.node',
]
const cli = 'dist/bench/cli.node.js'

const {
  dependencies = {},
  optionalDependencies = {},
  peerDependencies = {},
} = JSON.parse(readFileSync('package.json', 'utf8'))
const installed = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })

const jsOnly = process.argv.includes('--js')
rmSync(jsOnly ? 'dist/chunks' : 'dist', { recursive: true, force: true })

const { metafile } = await build({
  entryPoints: entries.map((entry) => `${entry}.ts`).filter((file) => existsSync(file)),
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: ['es2022', 'node20'],
  external: ['node:*', ...installed.flatMap((name) => [name, `${name}/*`])],
  metafile: true,
  logLevel: 'warning',
})
refuse(
  foreignInputs(metafile.inputs),
  'is bundled, but is neither @stdlib nor a dependency of the package',
)
for (const door of doors)
  refuse(
    nodeImports(metafile.outputs, `dist/${door}.js`),
    `reaches ${door}, which must run in a browser`,
  )

if (existsSync(cli)) {
  const text = readFileSync(cli, 'utf8')
  if (!text.startsWith('#!')) writeFileSync(cli, `#!/usr/bin/env node\n${text}`)
  chmodSync(cli, 0o755)
}

const viewer = await bundleViewer()
writeFileSync('dist/viewer.html', viewer.html)

if (!jsOnly) {
  writeFileSync('dist/LICENSES.txt', bundledLicenses(metafile.inputs, viewer.packages))
  const tsc = 'node_modules/typescript/bin/tsc'
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** The licenses of the packages whose code is in dist/, each text once. */
function bundledLicenses(inputs, packages) {
  const homes = new Set(
    Object.keys(inputs).flatMap((path) => /^node_modules\/@stdlib\/[^/]+\//.exec(path)?.[0] ?? []),
  )
  const files = [...homes, ...packages]
    .sort()
    .flatMap((home) => ['NOTICE', 'LICENSE', 'LICENSE.md'].map((name) => home + name))
  const texts = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').trim())
  return `Parts of this package come from other packages, under these licenses.\n\n${[...new Set(texts)].join('\n\n')}\n`
}

function foreignInputs(inputs) {
  return Object.keys(inputs).filter((path) => /node_modules\/(?!@stdlib\/)/.test(path))
}

/** What of Node the output at `path` imports, itself or through its chunks; imports made on demand do not count. */
function nodeImports(outputs, path, seen = new Set()) {
  if (seen.has(path)) return []
  seen.add(path)
  return (outputs[path]?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .flatMap((i) =>
      i.external
        ? [i.path].filter((p) => p.startsWith('node:'))
        : nodeImports(outputs, i.path, seen),
    )
}

function refuse(paths, why) {
  for (const path of paths) console.error(`build: ${path} ${why}`)
  if (paths.length > 0) process.exit(1)
}
