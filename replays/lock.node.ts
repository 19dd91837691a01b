import { CoactError, errorText } from '../engine/index.js'

// See `file.node.ts` for why they are asked for by name.
const fs = process.getBuiltinModule('node:fs')

/**
 * Holds a file against other processes, by a file beside it that names this one. The lock of a process that is gone does not
 * count.
 *
 * @throws CoactError `journal/busy`, `replay/file`
 */
export function lockFile(path: string): { release(): void } {
  const lock = `${path}.lock`
  const mine = `${process.pid} ${startOf(process.pid)}`
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(lock, mine, { flag: 'wx' })
      return { release: () => fs.rmSync(lock, { force: true }) }
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw cannot(lock, e)
    }
    const holder = read(lock)
    if (holder !== undefined && isAlive(holder)) throw busy(path, holder)
    // Only one of those who find it stale can move it away.
    const stale = `${lock}.${process.pid}`
    try {
      fs.renameSync(lock, stale)
      fs.rmSync(stale)
    } catch {
      // Somebody else was faster.
    }
  }
  throw busy(path, read(lock) ?? 'another process')
}

function read(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8').slice(0, 100)
  } catch {
    return undefined
  }
}

function isAlive(holder: string): boolean {
  const [pid = '', start = ''] = holder.split(' ')
  const id = Number(pid)
  if (!Number.isInteger(id) || id <= 0) return false
  try {
    process.kill(id, 0)
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // A number may be given anew; the moment of the start then differs.
  return start === '' || startOf(id) === start
}

/** When a process started, in ticks of the machine's clock since it was started; empty where the system does not tell. */
function startOf(pid: number): string {
  const stat = readAll(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // One that nobody waits for any more is only a number.
  return fields[0] === 'Z' ? 'gone' : (fields[19] ?? '')
}

function readAll(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const busy = (path: string, holder: string): CoactError =>
  new CoactError('journal/busy', 'Another process is writing this replay', {
    where: path,
    got: `process ${holder.split(' ')[0]}`,
    next: 'Wait until it is done, or give another file.',
  })

const cannot = (path: string, e: unknown): CoactError =>
  new CoactError('replay/file', 'A replay cannot be written here', {
    where: path,
    got: errorText(e),
  })
