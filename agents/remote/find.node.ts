import { CoactError, nearest } from '../../engine/index.js'

// Bundlers for browsers follow static imports, even where this is loaded on demand.
const { accessSync, constants, readdirSync, statSync } = process.getBuiltinModule('node:fs')
const { delimiter, join } = process.getBuiltinModule('node:path')

/**
 * Looks for a program as the system would, so that a wrong name is told before anything begins. Windows finds programs by
 * rules of its own: nothing is looked for there.
 *
 * @throws CoactError `exec/not-found` with the nearest name
 */
export function findProgram(name: string): void {
  if (process.platform === 'win32') return
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = name.includes('/') ? [name] : folders.map((folder) => join(folder, name))
  if (paths.some(isProgram)) return
  const near = name.includes('/') ? undefined : nearest(name, programsIn(folders))
  throw new CoactError('exec/not-found', `There is no program "${name.slice(0, 200)}"`, {
    expected: name.includes('/')
      ? 'the path of a file that may be executed'
      : 'the name of a program in one of the folders of PATH',
    ...(near === undefined ? {} : { nearest: near }),
    next: /^[A-Za-z_]\w*=/.test(name)
      ? 'Variables of the environment need a shell: exec:shell=true:COMMAND.'
      : near === undefined
        ? 'Check the name, or begin with what runs it: exec:"python3 my_agent.py".'
        : `Did you mean "${near}"?`,
  })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const programsIn = (folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  })
