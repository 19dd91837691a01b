// Makes the viewer's one page: style, script and the worker's script in a file, under a policy that names their hashes.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))

/** @returns {Promise<{ html: string, packages: string[] }>} the page, and the folders of packages whose code is in it */
export async function bundleViewer({ minify = true } = {}) {
  const [page, worker] = await Promise.all([
    script('page.web.tsx', minify),
    script('worker/main.web.ts', minify),
  ])
  const plot = readFileSync(join(here, '../../node_modules/uplot/dist/uPlot.min.css'), 'utf8')
  const own = ['page.css', 'seat/seat.css'].map((f) => readFileSync(join(here, f), 'utf8')).join('')
  const { code: style } = await transform(plot + own, { loader: 'css', minify })
  const policy = [
    "default-src 'none'",
    `script-src ${hash(page.text)}`,
    `style-src ${hash(style)}`,
    'worker-src blob:',
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types coact',
  ].join('; ')
  const packages = packagesIn([...page.inputs, ...worker.inputs])
  const notices = packages.map(noticeOf).join('\n')
  const html = pageOf({ policy, style, worker: worker.text, script: page.text, notices })
  return { html, packages }
}

/** Folders of the packages whose code is in the page. */
const packagesIn = (inputs) => [
  ...new Set(inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path)?.[0] ?? [])),
]

/** Name, license and copyright of a package; nobody's name may end the comment that they stand in. */
function noticeOf(home) {
  const { name, version, license } = JSON.parse(readFileSync(`${home}package.json`, 'utf8'))
  const file = ['LICENSE', 'LICENSE.md', 'license'].find((f) => existsSync(home + f))
  const text = file === undefined ? '' : readFileSync(home + file, 'utf8')
  const [copyright = ''] = /^.*copyright.*\d{4}.*$/im.exec(text) ?? []
  return `${name} ${version} (${license}) ${copyright.trim()}`.replaceAll('--', '- ')
}

const pageOf = ({ policy, style, worker, script, notices }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>Coact</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<!-- Made by Coact (MIT). With code of:
${notices}
-->
<div id="page"></div>
<noscript>This page needs scripts: it reads a replay and draws it.</noscript>
<script type="text/plain" id="worker">${worker}</script>
<!--replay-->
<script>${script}</script>
</body>
</html>
`

async function script(entry, minify) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [withoutSaves, pureMathematics],
  })
  const text = outputFiles[0].text.trim()
  // Nothing in it may end the element that it stands in.
  if (/<\/script|<!--/i.test(text)) throw new Error(`${entry}: the script holds what ends a script`)
  const [{ inputs }] = Object.values(metafile.outputs)
  return { text, inputs: Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0) }
}

/** Saved states are for those who simulate: their reader and its library stay out of the page. */
const withoutSaves = {
  name: 'without-saves',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/save\.js$/ }, () => ({ path: 'save', namespace: 'none' }))
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents:
        'export const unpackRest = undefined, unpackState = undefined, packState = undefined',
    }))
  },
}

/** What the engine computes with is left out where nothing computes: these packages do nothing when they are loaded. */
const pureMathematics = {
  name: 'pure-mathematics',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^@stdlib\// }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked') return undefined
      const found = await resolve(path, { ...from, pluginData: 'asked' })
      return { ...found, sideEffects: false }
    })
  },
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
