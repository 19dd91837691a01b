import { foldText, hash64, hex } from '../engine/index.js'
import type { SeenObservation } from './channels.js'
import type { Lines } from './lines.js'
import { writeText } from './varint.js'

/** How many contents are remembered: what was seen longer ago is stored again. */
const CONTENTS_MAX = 65_536

/** Writes what agents saw, each content once. */
export function createObservationLines(
  lines: Lines,
): (tick: number, seen: readonly SeenObservation[]) => void {
  const stored = new Map<string, number>()
  return (tick, seen) => {
    const contents: string[] = []
    const refs = seen.map(({ agent, kind, value, json = JSON.stringify(value) ?? 'null' }) => {
      const h = hash64()
      foldText(h, json)
      const content = hex(h)
      let at = stored.get(content)
      if (at === undefined) {
        at = tick
        if (stored.size >= CONTENTS_MAX) stored.delete(stored.keys().next().value!)
        stored.set(content, tick)
        contents.push(`"${content}":${json}`)
      }
      return { agent, kind, content, at }
    })
    writeText(
      lines.begin(tick),
      `"seen":${JSON.stringify(refs)},"contents":{${contents.join(',')}}}`,
    )
  }
}
