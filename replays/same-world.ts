import { CoactError, type Episode, type Scenario } from '../engine/index.js'
import type { ReplayHeader } from './header.js'
import { layoutOf, schemaHash } from './layout.js'
import { VERSION } from './version.js'

/** @throws CoactError `replay/world-version` unless the scenario is played in the recorded world */
export function checkWorld({ world }: ReplayHeader, scenario: Scenario): void {
  const given = scenario.world
  if (given.id === world.id && given.version === world.version) return
  throw new CoactError('replay/world-version', 'This replay was recorded in another world', {
    expected: `${world.id}@${world.version}`,
    got: `${given.id}@${given.version}`,
    next: 'It can be read as it is; to simulate it again, install the version that recorded it.',
  })
}

/** @throws CoactError `replay/world-version` when the world's columns are not those that were recorded */
export function checkSchema(header: ReplayHeader, episode: Episode): void {
  const layout = layoutOf(episode)
  if (schemaHash(layout) === header.schema) return
  const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
  const [then, now] = [header.layout.columns, layout.columns]
  let i = 0
  while (i < Math.min(then.length, now.length) && text(then[i]) === text(now[i])) i += 1
  throw new CoactError(
    'replay/world-version',
    "This replay's state has other columns than its world has now",
    {
      where: `${header.world.id}@${header.world.version}`,
      expected: text(then[i] ?? header.layout.relations),
      got: text(now[i] ?? layout.relations),
      next: 'The world was changed without raising its version; it can be read, but not simulated again.',
    },
  )
}

/** What may explain a difference. */
export function warningsFor(
  header: ReplayHeader,
  scenario: Scenario,
  damage: string | undefined,
): string[] {
  const warnings: string[] = []
  if (header.engine !== VERSION)
    warnings.push(`recorded by engine ${header.engine}, verified by ${VERSION}`)
  if (damage !== undefined) warnings.push(`not the whole run: ${damage}`)
  const names = header.agents.map((a) => a.name).join(', ')
  const given = Object.keys(scenario.agents).join(', ')
  if (names !== given) warnings.push(`the file's agents are ${names}; the scenario's are ${given}`)
  return warnings
}
