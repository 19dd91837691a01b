import { CoactError, type Policy } from '../../engine/index.js'

/**
 * Stands for a person who plays in the viewer's page. Whoever serves the page puts the seat in its place; where nobody does,
 * the scenario is refused before its first tick.
 *
 * @param timeoutMs milliseconds for one decision; 0: for ever
 * @throws CoactError `web/no-page`, when an episode is to begin with it
 */
export function webPolicy(timeoutMs = 0): Policy<'*'> {
  const refuse = (): never => {
    throw new CoactError('web/no-page', 'Nobody can play in the page here: none is served', {
      expected: 'coact run, which serves the page',
      next: 'Begin a run: coact run SCENARIO --agents NAME=web. Here name another policy, such as human or random.',
    })
  }
  return {
    kind: 'policy',
    id: 'web',
    version: 1,
    world: '*',
    timeoutMs,
    fits: refuse,
    decide: refuse,
  }
}
