import { definePolicy, defineScenario, run } from 'coact'
import { harvest } from './harvest.js'

const eager = definePolicy(harvest, {
  id: 'eager',
  decide({
    obs: {
      at: [x, y],
      apples,
    },
    act,
  }) {
    const [ax, ay] = apples[0] ?? [x, y]
    if (ax !== x) return act.move({ dir: ax > x ? 'e' : 'w' })
    if (ay !== y) return act.move({ dir: ay > y ? 's' : 'n' })
    return act.eat()
  },
})
const field = defineScenario(harvest, { params: { size: 12 }, agents: { ada: eager, bob: eager } })
const { ticks, chain } = await run(field, { seed: 7 })
console.log(`${ticks} ticks, chain ${chain}`)
