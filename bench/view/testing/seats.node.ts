import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import { choosePolicy } from '../../../agents/index.js'
import { manualOf, type Policy, parseScenarioFile, type Scenario } from '../../../engine/index.js'
import { shipped } from '../../registry.js'
import { type RunOptions, run } from '../../run.js'
import { viewRun } from '../live.node.js'
import { createSeats } from '../seats.node.js'

/** A scenario that ships. */
export async function scenarioNamed(id: string): Promise<Scenario> {
  const { scenarios, worlds, protocols } = await shipped()
  return parseScenarioFile(scenarios.get(id) as never, worlds.values(), id, protocols.values())
    .scenario
}

export async function policyNamed(name: string): Promise<Policy> {
  return choosePolicy((await shipped()).policies, name)
}

/**
 * Begins a run in which people play in the page.
 *
 * @param web the seats for people, with the milliseconds of a decision
 * @param other who plays all other seats
 */
export async function play(
  scenario: Scenario,
  html: string,
  web: Readonly<Record<string, number>>,
  other: Policy,
  options: RunOptions = {},
) {
  const secret = (): string => randomBytes(18).toString('base64url')
  const seats = createSeats(manualOf(scenario), web, secret, () => performance.now())
  const lines: string[] = []
  const tell = (line: string): void => {
    lines.push(line)
  }
  const view = await viewRun({ port: 0, open: false, html, tell, seats })
  const stop = new AbortController()
  const going = run(scenario, {
    seed: 3,
    ...options,
    agents: { '*': other, ...seats.policies },
    watch: view.watch,
    signal: stop.signal,
    onFrame: seats.see,
  })
  const ended = going.then((result) => {
    seats.close(result.end)
    return result
  })
  return {
    address: view.address,
    lines,
    seats,
    ended,
    seat: (name: string): string => `${view.address}#seat=${name}`,
    async stop() {
      stop.abort()
      await ended
      await view.close(stop.signal)
    },
  }
}

export interface Posted {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly told: Readonly<Record<string, unknown>> & {
    readonly failure?: { readonly code: string }
  }
}

/** Posts as a page would, or with other headers, or bytes that are no JSON. */
export function post(
  address: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Posted> {
  const { host, hostname, port, pathname } = new URL(address)
  const given = { host, origin: `http://${host}`, 'content-type': 'application/json', ...headers }
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: hostname, port, path: pathname + path, method: 'POST', headers: given },
      (answer) => {
        let text = ''
        answer.on('data', (part) => {
          text += part
        })
        answer.on('end', () => {
          const told = text.startsWith('{') ? JSON.parse(text) : {}
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, told })
        })
      },
    )
    asked.on('error', reject)
    asked.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
}
