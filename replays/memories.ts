import type { AgentInput, Cause, Diff, DocPatch, Json } from '../engine/index.js'

/** An input as its line has it: patches of a memory that the state's diff of the same tick has too are just `true`. */
export interface StoredInput extends Omit<AgentInput, 'memory'> {
  readonly memory?: readonly DocPatch[] | true
}

type Changes = { readonly causes: readonly Cause[]; readonly diff: Pick<Diff, 'docs'> }

/** How an agent's input changed its memory, as a tick's diff has it; undefined when it has nothing of that. */
export function memoryPatches(
  { causes, diff: { docs } }: Changes,
  agent: string,
): readonly DocPatch[] | undefined {
  const name = `memory:${agent}`
  for (let i = 0; i < docs.length; i++) {
    const { doc, cause, patches } = docs[i]!
    if (doc === name && causes[cause] === name) return patches
  }
  return undefined
}

/** Leaves out of inputs what the diff has, byte for byte. @param agents names by index */
export function storedInputs(
  frame: Changes & { readonly inputs: readonly (AgentInput | null)[] },
  agents: readonly string[],
): readonly (StoredInput | null)[] {
  return frame.inputs.map((input, i) => {
    const given = input?.memory
    if (given === undefined || input === null) return input
    const kept = memoryPatches(frame, agents[i]!)
    const isKept = kept !== undefined && isSame(given as unknown as Json, kept as unknown as Json)
    // Whoever made an input, its parts are in one order.
    const { do: acts, say, memory: _, ...rest } = input
    return {
      ...(acts === undefined ? {} : { do: acts }),
      ...(say === undefined ? {} : { say }),
      memory: isKept ? true : given,
      ...rest,
    }
  })
}

/** Puts back what {@link storedInputs} left out. @param missing is called for what the diff does not have */
export function wholeInputs(
  inputs: readonly (StoredInput | null)[],
  changes: Changes,
  agents: readonly string[],
  missing: (agent: string) => never,
): readonly (AgentInput | null)[] {
  return inputs.map((input, i) => {
    if (input?.memory !== true) return input as AgentInput | null
    const agent = agents[i]!
    return { ...input, memory: memoryPatches(changes, agent) ?? missing(agent) }
  })
}

/** Whether two values of plain JSON are written alike, keys in order. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((part, i) => isSame(part, b[i]))
  }
  if (Array.isArray(b)) return false
  const [mine, theirs] = [Object.entries(a), Object.entries(b)]
  return (
    mine.length === theirs.length &&
    mine.every(([key, part], i) => theirs[i]![0] === key && isSame(part, theirs[i]![1]))
  )
}
