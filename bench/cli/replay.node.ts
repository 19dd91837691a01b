import { once } from 'node:events'
import { CoactError, unknownName } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { draw } from '../replay/draw.js'
import { keysIn } from '../replay/keys.js'
import { readable } from '../replay/print.js'
import { beginStepping, press, type Stepping } from '../replay/stepper.js'
import { frameText, tellFrame, tellTurn, turnText } from '../replay/told.js'
import { EXIT } from './exit.js'
import { jsonDocument, printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface ReplayFlags {
  readonly from?: number
  readonly to?: number
  readonly agent?: string
}

/** What is to be printed. */
interface Wanted {
  readonly from: number
  readonly to: number
  /** An agent's index, for its own view. */
  readonly agent: number | undefined
}

/** `coact replay` */
export async function replayCommand(
  file: string,
  flags: ReplayFlags,
  terminal: Terminal,
): Promise<number> {
  const replay = await openReplayFile(file, { recover: true })
  try {
    const { damage, ticks } = replay.info
    if (damage !== undefined)
      warn(`not the whole run: ${damage}; the ticks up to ${ticks} can be read`)
    const wanted = wantedOf(flags, replay)
    if (terminal.live && process.stdin.isTTY && flags.to === undefined) {
      const { from: tick, agent } = wanted
      await step(replay, { ...beginStepping(replay, tick), agent })
    } else if (terminal.json) await printDocument(file, replay, wanted)
    else await printLines(replay, wanted, terminal)
    return EXIT.fine
  } finally {
    await replay.close()
  }
}

const warn = (text: string): void => {
  process.stderr.write(`warning: ${printable(text, 500)}\n`)
}

function wantedOf({ from, to, agent }: ReplayFlags, { info }: Replay): Wanted {
  const { first, ticks, header } = info
  for (const tick of [from, to]) {
    if (tick !== undefined && (tick < first || tick > ticks)) {
      throw new CoactError('replay/no-tick', `There is no tick ${tick} in this replay`, {
        expected: `${first} to ${ticks}`,
      })
    }
  }
  const names = header.agents.map((a) => a.name)
  const index = agent === undefined ? undefined : names.indexOf(agent)
  if (index === -1) throw unknownName('agent/unknown', 'agent', agent!, names)
  return { from: from ?? first, to: to ?? ticks, agent: index }
}

/** Writes text, waiting for a slow reader. @returns false when nobody reads any more */
async function write(text: string): Promise<boolean> {
  const { stdout } = process
  if (stdout.destroyed) return false
  if (!stdout.write(text)) {
    // What goes wrong there is the terminal's business.
    const ready = Promise.race([once(stdout, 'drain'), once(stdout, 'close')])
    await ready.catch(() => undefined)
  }
  return !stdout.destroyed
}

async function printLines(
  replay: Replay,
  { from, to, agent }: Wanted,
  terminal: Terminal,
): Promise<void> {
  const { world, scenario, profile, seed, agents } = replay.info.header
  const names = agents.map((a) => a.name)
  const title = `${scenario.id} · ${world.id}@${world.version} ${profile} · seed ${seed} · ${names.join(', ')}`
  terminal.line(printable(title, 500))
  const damage = damageTeller()
  for await (const read of readable(replay, from, to)) {
    if ('damage' in read) {
      damage(read)
      continue
    }
    const { tick, frame } = read
    const lines =
      agent === undefined
        ? await frameText(replay, frame)
        : turnText(await tellTurn(replay, frame, agent), names)
    const text = lines.length === 0 ? [`${String(tick).padStart(5)}  nothing happened`] : lines
    if (!(await write(`${text.join('\n')}\n`))) return
  }
}

/** One document, written frame by frame, however long it gets. */
async function printDocument(
  file: string,
  replay: Replay,
  { from, to, agent }: Wanted,
): Promise<void> {
  const { header, result, damage, first, ticks } = replay.info
  const { layout: _, tapes: __, ...told } = header
  const head = jsonDocument({ file, header: told, first, ticks, result, damage }, 0)
  if (!(await write(`${head.slice(0, -1)},"frames":[`))) return
  const tell = damageTeller()
  const unreadable: number[] = []
  let isFirst = true
  for await (const read of readable(replay, from, to)) {
    if ('damage' in read) {
      tell(read)
      unreadable.push(read.tick)
      continue
    }
    const value = await (agent === undefined
      ? tellFrame(replay, read.frame)
      : tellTurn(replay, read.frame, agent))
    if (!(await write(`${isFirst ? '' : ','}\n${jsonDocument(value, 0)}`))) return
    isFirst = false
  }
  await write(`\n],"unreadable":${JSON.stringify(unreadable)}}\n`)
}

/** Warns of damage once for each place, not for each tick of it. */
function damageTeller(): (read: { readonly tick: number; readonly damage: string }) => void {
  let last = ''
  return ({ tick, damage }) => {
    if (damage !== last) warn(`tick ${tick} and perhaps more cannot be read: ${damage}`)
    last = damage
  }
}

/** Another screen without a cursor, and back. */
const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'

/** Steps through a replay, key by key, until somebody quits. */
async function step(replay: Replay, start: Stepping): Promise<void> {
  const { stdin, stdout } = process
  let now = start
  const show = async (): Promise<void> => {
    const size = { columns: stdout.columns || 80, rows: stdout.rows || 24 }
    const lines = await draw(now, replay, size)
    stdout.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`)
  }
  const restore = (): void => {
    stdin.setRawMode(false)
    stdout.write(LEAVE)
  }
  const onTerminate = (): void => {
    restore()
    process.exit(EXIT.interrupted)
  }
  process.once('SIGTERM', onTerminate)
  stdout.on('resize', show)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdout.write(ENTER)
  try {
    await show()
    for await (const sent of stdin) {
      for (const key of keysIn(String(sent))) {
        now = await press(now, key, replay)
        if (now.isOver) return
      }
      await show()
    }
  } finally {
    stdout.off('resize', show)
    process.off('SIGTERM', onTerminate)
    restore()
  }
}
