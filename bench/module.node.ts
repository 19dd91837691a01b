import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { CoactError, safeText } from '../engine/index.js'

/** Endings of files that are loaded as modules. */
export const MODULE_FILE = /\.[cm]?[jt]s$/

/**
 * Loads a module of the user's. TypeScript is loaded by Node where Node can, else by tsx where that is installed.
 *
 * @throws CoactError `module/typescript` when nothing here can read TypeScript; `module/failed` when the module throws
 */
export async function loadModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { href } = pathToFileURL(path)
  try {
    return await import(href)
  } catch (e) {
    if (!needsHelp(e, path)) throw failedModule(path, e)
  }
  await withTypeScript(path)
  try {
    return await import(href)
  } catch (e) {
    throw failedModule(path, e)
  }
}

/** Whether Node refused the file for being TypeScript. */
const needsHelp = (e: unknown, path: string): boolean =>
  /\.[cm]?ts$/.test(path) &&
  ['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING'].includes(
    String((e as { code?: unknown }).code),
  )

/** Teaches this process TypeScript by the tsx that is installed beside the module, or beside Coact. */
async function withTypeScript(path: string): Promise<void> {
  for (const from of [path, import.meta.url]) {
    let tsx: string
    try {
      tsx = createRequire(from).resolve('tsx/esm/api')
    } catch {
      continue
    }
    const api = (await import(pathToFileURL(tsx).href)) as { readonly register: () => unknown }
    api.register()
    return
  }
  throw new CoactError('module/typescript', 'This Node cannot load TypeScript by itself', {
    where: path,
    expected: 'Node 22.18 or later, or tsx beside the file',
    next: 'Run "npm install --save-dev tsx", or compile the file to .mjs.',
  })
}

const failedModule = (path: string, e: unknown): CoactError =>
  new CoactError('module/failed', 'The module cannot be loaded', {
    where: path,
    got: safeText(e),
    next: 'Run it with Node alone to see all of the error.',
    data: e,
  })
