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
  if (TYPESCRIPT_FILE.test(path) && !readsTypeScript()) await learnTypeScript(path)
  try {
    return await import(pathToFileURL(path).href)
  } catch (e) {
    throw (e as { readonly code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION'
      ? noTypeScript(path)
      : failedModule(path, e)
  }
}

const TYPESCRIPT_FILE = /\.[cm]?ts$/

const readsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: unknown }).typescript)

/** Loads tsx, as `node --import tsx` does, if it is installed beside the module or beside Coact. */
async function learnTypeScript(path: string): Promise<void> {
  for (const from of [path, import.meta.url]) {
    let tsx: string
    try {
      tsx = createRequire(from).resolve('tsx')
    } catch {
      continue
    }
    await import(pathToFileURL(tsx).href)
    return
  }
}

const noTypeScript = (path: string): CoactError =>
  new CoactError('module/typescript', 'This Node cannot load TypeScript by itself', {
    where: path,
    expected: 'Node 22.18 or later, or tsx beside the file',
    next: 'Run "npm install --save-dev tsx", or compile the file to .mjs.',
  })

const failedModule = (path: string, e: unknown): CoactError =>
  new CoactError('module/failed', 'The module cannot be loaded', {
    where: path,
    got: safeText(e),
    next: 'Run it with Node alone to see all of the error.',
    data: e,
  })
