import type { ServerResponse } from 'node:http'
import type { LiveHost } from '../../replays/index.node.js'
import type { Seats } from './seats.node.js'

/** No more than so many events a second: what matters is how it stands. */
const EVENT_MS = 50

/** Tells a page how far a run is, as server-sent events, until the run is over or the page goes. */
export function tellEvents(response: ServerResponse, live: Pick<LiveHost, 'watch' | 'now'>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let timer: NodeJS.Timeout | undefined
  const tell = (): void => {
    timer = undefined
    const now = live.now()
    response.write(`data: ${JSON.stringify(now)}\n\n`)
    if (now.over) response.end()
  }
  const end = live.watch(() => {
    timer ??= setTimeout(tell, EVENT_MS)
  })
  response.once('close', () => {
    clearTimeout(timer)
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
  let timer: NodeJS.Timeout | undefined
  const tell = (): void => {
    timer = undefined
    const told = seats.told(token)
    if (told === undefined) gone()
    else response.write(`data: ${JSON.stringify(told)}\n\n`)
  }
  const end = seats.watch(token, () => {
    timer ??= setTimeout(tell, EVENT_MS)
  })
  response.once('close', () => {
    clearTimeout(timer)
    end()
  })
  tell()
}
