import type { Manual, Policy, Turn } from '../../engine/index.js'

/** Somebody outside who plays one seat of one episode. */
export interface Player {
  /** Rejects with CoactError `turn/…`, by which the tick's failure gets its type. */
  decide(turn: Turn): Promise<unknown>
  /** Tells it that the episode is over; resolves when nothing of it is left. It never rejects. */
  end(reason: string): Promise<void>
}

/**
 * Lets players of their own decide for each seat of each episode, however many of them a policy plays at a time. A player is
 * made with its first turn, and ended with its episode.
 */
export function playersBySeat(
  open: (turn: Turn) => Promise<Player>,
): Pick<Policy, 'decide'> & { readonly close: () => Promise<void> } {
  const episodes = new Map<Manual, Map<string, Promise<Player>>>()
  /** Episodes whose end nobody tells. */
  const untold = new Set<Manual>()
  const ending = new Set<Promise<unknown>>()
  const end = (manual: Manual, reason: string): void => {
    for (const player of episodes.get(manual)?.values() ?? []) {
      const left = player.then((p) => p.end(reason)).catch(() => {})
      ending.add(left)
      void left.then(() => ending.delete(left))
    }
    episodes.delete(manual)
  }
  // What makes a turn's manual is its episode: no two have the same.
  const seatsOf = ({ manual, over }: Turn): Map<string, Promise<Player>> => {
    let seats = episodes.get(manual)
    if (seats === undefined) {
      seats = new Map()
      episodes.set(manual, seats)
      if (over === undefined) untold.add(manual)
      else over.addEventListener('abort', () => end(manual, String(over.reason)), { once: true })
    }
    return seats
  }
  return {
    async decide(turn) {
      const seats = seatsOf(turn)
      let player = seats.get(turn.agent)
      if (player === undefined) {
        player = open(turn)
        seats.set(turn.agent, player)
      }
      return (await (await player).decide(turn)) as never
    },
    async close() {
      // Other episodes of the same policy may go on.
      for (const manual of untold) end(manual, 'closed')
      untold.clear()
      await Promise.all(ending)
    },
  }
}
