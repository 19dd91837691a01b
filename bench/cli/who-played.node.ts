import { choosePolicy } from '../../agents/index.js'
import { CoactError, errorText, type Policy } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import type { Loaded } from '../load.node.js'
import type { Registry } from '../registry.js'
import type { Agents } from '../seats.js'
import { printable } from './printable.js'

/**
 * The policies that played, for those who are to decide anew: as the scenario has them, if it is them; else by name.
 *
 * @param agents who is replaced anyway
 * @throws CoactError `fork/no-policy`
 */
export function whoPlayed(
  replay: Replay,
  { scenario, policies }: Loaded,
  registry: Registry,
  agents: Agents = {},
): Record<string, Policy | null> {
  const found: Record<string, Policy | null> = {}
  for (const { name, policy } of replay.info.header.agents) {
    if (Object.hasOwn(agents, name)) continue
    if (policy === undefined) {
      found[name] = null
      continue
    }
    const choice = policies[name]
    const mine = scenario.agents[name]?.policy
    if (mine?.id === policy.id) found[name] = mine
    else if (
      choice !== undefined &&
      (typeof choice === 'string' ? choice : choice.use) === policy.id
    )
      found[name] = choosePolicy(registry.policies, choice)
    else {
      try {
        found[name] = choosePolicy(registry.policies, policy.id)
      } catch (e) {
        throw new CoactError(
          'fork/no-policy',
          `${name} was played by a policy that is not at hand`,
          {
            got: `${printable(policy.id, 80)}: ${errorText(e)}`,
            next: `Name one: --agents ${name}=POLICY. Or let ${name} repeat what it did: --mode frozen.`,
          },
        )
      }
    }
  }
  return found
}
