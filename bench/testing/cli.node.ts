import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The root of the sources. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Watching {
  readonly cwd?: string
  /** Given all output so far; it may send signals. */
  readonly see?: (out: string, kill: (signal: NodeJS.Signals) => void) => void
}

/** Bundles the command line into a folder below the sources, from where it finds its packages; the path of the program. */
export async function bundleCli(outdir: string): Promise<string> {
  await build({
    entryPoints: [join(root, 'bench/cli.node.ts')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
  return join(outdir, 'cli.node.js')
}

/** Runs a bundled `coact` with its output piped. */
export const runCli = (
  cli: string,
  args: readonly string[],
  { cwd = root, see }: Watching = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' }
    const child = spawn(process.execPath, [cli, ...args], { cwd, env })
    let [out, err] = ['', '']
    child.stderr.on('data', (data) => {
      err += data
    })
    child.stdout.on('data', (data) => {
      out += data
      see?.(out, (signal) => child.kill(signal))
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
