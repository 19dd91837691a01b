import type { Scenario } from '../../engine/index.js'
import { estimateRun } from '../estimate.js'
import { gatewayOptions, type ModelFlags } from '../models.node.js'
import type { Agents } from '../seats.js'
import { EXIT } from './exit.js'
import { amountText } from './summary.js'
import type { Terminal } from './terminal.node.js'

/** `coact run --estimate` */
export async function estimateCommand(
  scenario: Scenario,
  flags: ModelFlags & { readonly seed?: string },
  agents: Agents,
  terminal: Terminal,
): Promise<number> {
  const { tape: _, ...models } = await gatewayOptions({ ...flags, tape: 'record' })
  const estimate = await estimateRun(scenario, { agents, seed: flags.seed ?? 0 }, models)
  const { ticks, horizon, calls, usage, price, repaired } = estimate
  const { maxTokens, maxCost } = flags
  terminal.document({ ...estimate, caps: { tokens: maxTokens, cost: maxCost } })
  terminal.line(`played ${ticks} of ${horizon} ticks with a model that answers anything`)
  terminal.line(`calls  ${calls} to the horizon`)
  terminal.line(`tokens ${usage.input} in, at most ${usage.output} out`)
  terminal.line(
    price === undefined
      ? 'cost   unknown: give --price IN,OUT'
      : `cost   at most ${amountText(price)}; ${amountText(repaired.price!)} if every answer has to be repaired twice`,
  )
  if (maxTokens !== undefined) terminal.line(`cap    ${maxTokens} tokens`)
  if (maxCost !== undefined) terminal.line(`cap    ${amountText(maxCost)}`)
  return EXIT.fine
}
