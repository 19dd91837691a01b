import { feast, restless } from '../../examples/bazaar.js'
import { windfall } from '../../examples/harvest.js'
import { createEpisode } from '../index.js'

/** Chain hashes of two runs, as a page and Node should agree on them. */
export function chains(): {
  readonly bazaar: readonly string[]
  readonly harvest: readonly string[]
} {
  const bazaar: string[] = []
  const market = createEpisode(feast, { seed: 7 })
  while (market.end === undefined) {
    const { chain, tick } = market.step(restless(market.tick + 1))
    if (tick % 100 === 0) bazaar.push(chain)
  }
  const harvest: string[] = []
  const field = createEpisode(windfall, { seed: 7 })
  for (let tick = 1; tick <= 200 && field.end === undefined; tick++) {
    harvest.push(field.stepIds([tick % 6, (tick * 5) % 6]).chain)
  }
  return { bazaar, harvest }
}
