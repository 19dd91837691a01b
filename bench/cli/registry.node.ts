import { addPackages, findPackages } from '../packages.node.js'
import { type Registry, shipped } from '../registry.js'
import { printable } from './printable.js'

/** Whether worlds of installed packages are wanted: `--no-plugins` gives false. */
export interface PluginFlags {
  readonly plugins?: boolean
}

/**
 * What ships, and what installed packages bring: those in the `node_modules` folders from the current one upwards, unless
 * `--no-plugins` or `COACT_PLUGINS=0` says otherwise. Warnings go to standard error.
 */
export async function openRegistry({ plugins }: PluginFlags): Promise<Registry> {
  const registry = await shipped()
  if (plugins === false || process.env['COACT_PLUGINS'] === '0') return registry
  const warn = (text: string): void => {
    process.stderr.write(`warning: ${printable(text, 500)}\n`)
  }
  const found = findPackages(process.cwd(), warn)
  return found.length === 0 ? registry : addPackages(registry, found, warn)
}
