import type { ServerResponse } from 'node:http'
import type { LiveHost } from '../../replays/index.node.js'
import type { Seats } from './seats.node.js'

/** Milliseconds between two events: what matters is how it stands. */
const EVENT_MS = 50
/** After a pause it is told sooner, though not before all that belongs to a decision has happened. */
const FIRST_MS = 10

/** Tells a page, not too often. @returns what asks for it, and what ends it */
function paced(tell: () => void): { readonly soon: () => void; readonly end: () => void } {
  let timer: NodeJS.Timeout | undefined
  let last = 0
  return {
    soon() {
      const wait = performance.now() - last > EVENT_MS ? FIRST_MS : EVENT_MS
      timer ??= setTimeout(() => {
        timer = undefined
        last = performance.now()
        tell()
      }, wait)
    },
    end: () => clearTimeout(timer),
  }
}

/** Tells a page how far a run is, as server-sent events, until the run is over or the page goes. */
export function tellEvents(response: ServerResponse, live: Pick<LiveHost, 'watch' | 'now'>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const tell = (): void => {
    const now = live.now()
    response.write(`data: ${JSON.stringify(now)}\n\n`)
    if (now.over) response.end()
  }
  const pace = paced(tell)
  const end = live.watch(pace.soon)
  response.once('close', () => {
    pace.end()
    end()
  })
  tell()
}

/** Tells a page how its seat stands, until somebody else takes the seat or the page goes. */
export function tellSeat(response: ServerResponse, seats: Seats, token: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const gone = (): void => {
    response.end('data: {"gone":true}\n\n')
  }
  if (seats.told(token) === undefined) {
    gone()
    return
  }
  const tell = (): void => {
    const told = seats.told(token)
    if (told === undefined) gone()
    else response.write(`data: ${JSON.stringify(told)}\n\n`)
  }
  const pace = paced(tell)
  const end = seats.watch(token, pace.soon)
  response.once('close', () => {
    pace.end()
    end()
  })
  tell()
}
