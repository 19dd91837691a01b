/** What a scripted agent goes by: its observation by parts, and its place among the agents. */
export interface Seen {
  readonly role: string
  readonly parts: Readonly<Record<string, readonly number[]>>
  /** Its place in the list of agents. */
  readonly index: number
  /** How many agents there are. */
  readonly agents: number
}

/** Ways to thrust. */
export type Way = 'stay' | 'left' | 'right' | 'down' | 'up'

/** What it does: thrust in a direction, say a word, or a message in numbers. */
export interface Deed {
  readonly to?: Way
  /** Thrust in any direction, each part of [-1, 1]. */
  readonly force?: Vec
  readonly say?: number
  readonly message?: readonly number[]
}

/** A scripted way to play one scenario; nothing is remembered. */
export type Play = (seen: Seen) => Deed

export type Vec = readonly [x: number, y: number]

/** A part of the observation as a vector; zeros when there is none. */
export function vec({ parts }: Seen, name: string): Vec {
  const [x = 0, y = 0] = parts[name] ?? []
  return [x, y]
}

/** Things of one sort, by the names of the parts that tell where they are: `to agent_0`, `to agent_1`, … */
export const ways = (seen: Seen, sort: string): { readonly name: string; readonly at: Vec }[] =>
  Object.keys(seen.parts)
    .filter((name) => name.startsWith(`to ${sort}`))
    .map((name) => ({ name: name.slice(3), at: vec(seen, name) }))

/** Things of one sort as vectors. */
export const places = (seen: Seen, sort: string): Vec[] => ways(seen, sort).map((w) => w.at)

/** The place of the greatest of some numbers; the first of equals. */
export const peak = (values: readonly number[]): number => values.indexOf(Math.max(...values))

/** The word that was heard, or -1. */
export function word(seen: Seen, from: string): number {
  const message = seen.parts[`heard from ${from}`] ?? []
  return message.some((c) => c !== 0) ? peak(message) : -1
}
