import type { RecordedPlay } from './games-rows.js'

type Triple = [number, number, number]

/** A pool of items and what they are worth to each player. */
export interface Instance {
  readonly pool: Triple
  readonly values: [Triple, Triple]
}

/**
 * The instances of a recorded bargaining game. Only the one that chance chose is known from the record: it stands in for all
 * others, of which nothing is compared.
 *
 * @returns undefined when no state tells it
 */
export function instancesOf({ steps }: RecordedPlay): Instance[] | undefined {
  const text = steps.map((s) => s.shown?.text ?? '').find((t) => t.startsWith('Pool:'))
  const [pool, first, second] = (text ?? '').split('\n').map(triple)
  if (pool === undefined || first === undefined || second === undefined) return undefined
  const count = steps[0]?.shown?.legal?.length ?? 1
  return Array.from({ length: count }, () => ({ pool, values: [first, second] }))
}

function triple(line: string): Triple | undefined {
  const [, book, hat, ball] = /Book: (\d+), Hat: (\d+), Basketball: (\d+)/.exec(line) ?? []
  return ball === undefined ? undefined : [Number(book), Number(hat), Number(ball)]
}
