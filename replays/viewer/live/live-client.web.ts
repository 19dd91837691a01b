import type { Client } from '../client.web.js'
import type { Failure } from '../tell.js'
import { fromWire } from './wire.js'

/**
 * Asks a run that goes on where the page came from.
 * @param base the address below which it answers
 * @param key for a run in which people play: what lets see everything
 */
export function createLiveClient(base: string, key?: string): Client {
  return {
    async ask(question, asked) {
      const url = new URL('live/ask', base)
      url.searchParams.set('q', JSON.stringify({ question, asked }))
      if (key !== undefined) url.searchParams.set('key', key)
      const got = await fetch(url).then(
        (answer) =>
          answer.json() as Promise<{ readonly answer?: unknown; readonly failure?: Failure }>,
        (): { readonly answer?: unknown; readonly failure?: Failure } => ({ failure: GONE }),
      )
      if (got.failure !== undefined) throw got.failure
      return fromWire(question, got.answer)
    },
    close: () => undefined,
  }
}

const GONE: Failure = {
  code: 'viewer/gone',
  message: 'The run can no longer be asked: its program has ended',
}

/** Is told how far the run is, as it goes. @returns what ends it */
export function followLive(
  base: string,
  told: (so: { readonly last: number; readonly over: boolean }) => void,
): () => void {
  const events = new EventSource(new URL('live/events', base))
  events.onmessage = ({ data }: MessageEvent<string>) => {
    const so = JSON.parse(data) as { readonly last: number; readonly over: boolean }
    told(so)
    if (so.over) events.close()
  }
  return () => events.close()
}
