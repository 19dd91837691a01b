import { definePolicy, defineScenario, run } from 'coact'
import { harvest } from './harvest.js'

const eager = definePolicy(harvest, {
  id: 'eager',
  decide({ obs: { at, apples }, act }) {
    const [dx = 0, dy = 0] = apples[0]?.map((v, i) => v - (at[i] ?? 0)) ?? []
    if (dx !== 0) return act.move({ dir: dx > 0 ? 'e' : 'w' })
    return dy === 0 ? act.eat() : act.move({ dir: dy > 0 ? 's' : 'n' })
  },
})
const agents = { ada: eager, bob: eager }
const field = defineScenario(harvest, { params: { size: 12 }, agents })
const { ticks, chain } = await run(field, { seed: 7, out: 'harvest.mcap', verify: true })
console.log(`${ticks} ticks, chain ${chain}`)
