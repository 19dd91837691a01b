import type { RecordedPlay } from './games-rows.js'

type Triple = [number, number, number]

/** A pool of items and what they are worth to each player. */
export interface Instance {
  readonly pool: Triple
  readonly values: [Triple, Triple]
}

/**
 * The instances of a recorded bargaining game, as the words of chance's outcomes tell them. Where they were not recorded, only
 * the one that chance chose is known from the states: it stands in for all others, of which nothing is compared.
 *
 * @returns undefined when nothing tells them
 */
export function instancesOf({ steps }: RecordedPlay): Instance[] | undefined {
  const start = steps[0]?.shown
  const told = (start?.legalTexts ?? []).map((text) => instanceOf(String(text)))
  if (told.length > 0 && told.every((i) => i !== undefined)) return told
  const chosen = steps.map((s) => instanceOf(s.shown?.text ?? '')).find((i) => i !== undefined)
  return chosen && Array.from({ length: start?.legal?.length ?? 1 }, () => chosen)
}

/** Reads three lines with a pool and both players' values, wherever they begin. */
function instanceOf(text: string): Instance | undefined {
  const [pool, first, second] = text.split('\n').flatMap(triple)
  if (pool === undefined || first === undefined || second === undefined) return undefined
  return { pool, values: [first, second] }
}

function triple(line: string): Triple[] {
  if (!/^(Pool|P[01] vals):/.test(line)) return []
  const [, book, hat, ball] = /Book: (\d+), Hat: (\d+), Basketball: (\d+)/.exec(line) ?? []
  return ball === undefined ? [] : [[Number(book), Number(hat), Number(ball)]]
}
