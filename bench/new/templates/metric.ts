import type { Names } from '../names.js'

export const metricText = ({ id, camel }: Names): string => `import { defineMetric } from 'coact'

/** The share of actions that were refused, from 0 to 1; 0 when nobody did anything. For any world. */
export const ${camel} = defineMetric('*', {
  id: '${id}',
  better: 'lower',
  init: () => ({ done: 0, refused: 0 }),
  // A fold over frames: the same live and over a replay. It sees nothing else.
  step({ done, refused }, frame) {
    const more = frame.actions.filter((a) => a.verdict !== 'ok').length
    return { done: done + frame.actions.length, refused: refused + more }
  },
  finish: ({ done, refused }) => (done === 0 ? 0 : refused / done),
})
`

export const metricTestText = ({
  id,
  camel,
}: Names): string => `import { type Frame, parseScenarioFile, random, run, shipped } from 'coact'
import { describe, expect, it } from 'vitest'
import { ${camel} } from './${id}.js'

const { worlds, scenarios } = await shipped()
const file = parseScenarioFile(scenarios.get('letter-on-the-mat'), worlds.values())
const scenario = { ...file.scenario, metrics: [${camel}], horizon: 30 }

describe('${id}', () => {
  it('is folded while an episode runs, to what its frames tell', async () => {
    const frames: Frame[] = []
    const result = await run(scenario, {
      seed: 7,
      agents: { '*': random },
      onFrame: (frame) => frames.push(frame),
    })
    const verdicts = frames.flatMap((frame) => frame.actions.map((a) => a.verdict))
    expect(verdicts.length).toBeGreaterThan(0)
    const refused = verdicts.filter((verdict) => verdict !== 'ok').length
    expect(result.metrics['${id}']).toBe(refused / verdicts.length)
  })
  it('is 0 where nothing was done', () => {
    const context = { agents: [], horizon: 1 }
    expect(${camel}.finish(${camel}.init(context), context)).toBe(0)
  })
})
`
