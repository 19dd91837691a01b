import { randomBytes } from 'node:crypto'
import { type EndReason, type Frame, manualOf, type Scenario } from '../../engine/index.js'
import type { RunOptions } from '../run.js'
import type { Agents } from '../seats.js'
import type { RunView } from '../view/live.node.js'
import type { Seats } from '../view/seats.node.js'
import type { Terminal } from './terminal.node.js'

/** Those who look at a run in the page, and those who play in it. */
export interface People {
  /** The policies of the run, with those who play in the page in their seats. */
  readonly agents: Agents
  /** For the run, where a page is served. */
  readonly watch: RunOptions['watch']
  see(frame: Frame): void
  end(reason: EndReason): void
  /** Serves on until the signal is aborted. */
  close(until: AbortSignal): Promise<void>
}

const NOW = AbortSignal.abort()

/**
 * Serves the page, where it is wanted or somebody plays in it.
 *
 * @param agents those of whom `web` plays are put in the page
 * @throws CoactError `view/no-page`, `serve/port`
 */
export async function openPeople(
  scenario: Scenario,
  agents: Agents,
  { view: isWanted, port = 0 }: { readonly view?: boolean; readonly port?: number },
  terminal: Terminal,
): Promise<People> {
  const seats = await seatsOf(scenario, agents)
  let view: RunView | undefined
  if (isWanted === true || seats !== undefined) {
    const { viewRun } = await import('../view/live.node.js')
    view = await viewRun({
      port,
      open: terminal.live,
      // Where JSON is wanted, somebody must still learn where to play.
      tell: (line) =>
        terminal.json ? void process.stderr.write(`${line}\n`) : terminal.line(line),
      ...(seats === undefined ? {} : { seats }),
    })
  }
  return {
    agents: { ...agents, ...seats?.policies },
    watch: view?.watch,
    see: (frame) => seats?.see(frame),
    end: (reason) => seats?.close(reason),
    close: async (until) => view?.close(until),
  }
}

/** Does what is to be done while a page is served; when it fails, nothing is served on. */
export async function amongPeople<T>(people: People, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (e) {
    await people.close(NOW)
    throw e
  }
}

/** The seats in which people play in the page, if there are some. */
async function seatsOf(scenario: Scenario, agents: Agents): Promise<Seats | undefined> {
  const people = Object.entries(agents).filter(([, policy]) => policy?.id === 'web')
  if (people.length === 0) return undefined
  const { createSeats } = await import('../view/seats.node.js')
  const names = Object.fromEntries(people.map(([name, policy]) => [name, policy!.timeoutMs ?? 0]))
  const secret = (): string => randomBytes(18).toString('base64url')
  return createSeats(manualOf(scenario), names, secret, () => performance.now())
}
