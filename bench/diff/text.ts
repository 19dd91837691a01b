import { printable, printableJson } from '../cli/printable.js'
import { shortNumber } from '../replay/told.js'
import type { ActDifference } from './acts.js'
import type { AgentDiff, ReplayDiff } from './diff.js'

/** A diff for people, safe to print. */
export function diffLines(diff: ReplayDiff): string[] {
  const { equal, about, shared, first, acts, agents, scores, state } = diff
  const lines = about.map(({ what, a, b }) => `${what}: ${shown(a)} | ${shown(b)}`)
  if (equal) lines.push(`the same in all ticks from ${shared[0]} to ${shared[1]}`)
  else if (first === undefined) lines.push('everything that happened is the same; scores differ')
  else {
    const by = first.by === undefined ? '' : `, by ${first.by}`
    lines.push(
      `they part at tick ${first.tick}: ${first.why}`,
      `  cause  ${first.cause}`,
      `  where  ${first.where}: ${shown(first.a)} | ${shown(first.b)}${by}`,
    )
  }
  if (acts !== undefined && acts.tick !== first?.tick)
    lines.push(
      `they first act otherwise at tick ${acts.tick}: ${actText(acts.a)} | ${actText(acts.b)}`,
    )
  if (agents.length > 0) lines.push('agents', ...agents.flatMap(agentLines))
  if (scores.length > 0)
    lines.push('scores', ...scores.map(({ what, a, b }) => `  ${what}: ${shown(a)} | ${shown(b)}`))
  if (state.length > 0) {
    lines.push('the last states')
    for (const { what, entities, example } of state) {
      const count =
        entities === undefined
          ? ''
          : ` differs for ${entities} ${entities === 1 ? 'entity' : 'entities'}`
      const whose = example.entity === undefined ? '' : ` of entity ${example.entity}`
      const where = entities === undefined ? '' : `; ${example.where}${whose}`
      lines.push(`  ${what}${count}${where}: ${shown(example.a)} | ${shown(example.b)}`)
    }
  }
  return lines.map((line) => printable(line, 1000))
}

const actText = (acts: ActDifference['a']): string =>
  acts.length === 0
    ? 'nothing'
    : acts
        .map(({ agent, action, args, verdict }) => {
          const given = Object.keys(args).length === 0 ? '' : ` ${printableJson(args, 80)}`
          return `${agent} ${action}${given} → ${verdict}`
        })
        .join(', ')

const shown = (value: unknown): string =>
  value === undefined ? 'absent' : printableJson(value, 160)

function agentLines({ agent, a, b }: AgentDiff): string[] {
  if (a === undefined || b === undefined)
    return [`  ${agent}: only in ${a === undefined ? 'B' : 'A'}`]
  const counts = (
    name: string,
    x: Readonly<Record<string, number>>,
    y: Readonly<Record<string, number>>,
  ): string[] =>
    [...new Set([...Object.keys(x), ...Object.keys(y)])]
      .sort()
      .filter((key) => x[key] !== y[key])
      .map((key) => `${name}${key} ${x[key] ?? 0} | ${y[key] ?? 0}`)
  const parts = [
    ...counts('', a.actions, b.actions),
    ...counts('messages ', a.messages, b.messages),
    ...counts('failures ', a.failures, b.failures),
    ...(a.reward === b.reward
      ? []
      : [`reward ${shortNumber(a.reward)} | ${shortNumber(b.reward)}`]),
  ]
  return [`  ${agent}: ${parts.join(', ')}`]
}
