import type { AgentInput, Frame, Json } from '../../engine/index.js'
import { type Difference, firstDifference, type Replay } from '../../replays/index.js'
import { type AboutDifference, json, jsonDifferences } from './about.js'
import type { Parting } from './first.js'

/**
 * What made two runs part: `setup`, they began otherwise; `fork`, the state was changed where a fork begins; `reply`, a
 * model answered otherwise; `input`, an agent decided otherwise; `seed` or `tape`, other luck; `code`, the same state and
 * inputs gave something else; `length`, one goes on where the other ends.
 */
export type PartingCause =
  | 'setup'
  | 'fork'
  | 'reply'
  | 'input'
  | 'seed'
  | 'tape'
  | 'code'
  | 'length'

/** Where and why two runs part. */
export interface Divergence {
  readonly tick: number
  readonly cause: PartingCause
  /** The cause in words. */
  readonly why: string
  /** Whose decision or model it was. */
  readonly agent?: string
  /** Where exactly: `do[0].args.dir`, `Body.x of entity 3 (ada)`, `seed`. */
  readonly where: string
  readonly a: unknown
  readonly b: unknown
  /** What changed the cell that differs: `action:ada:move`, `system:grow`. */
  readonly by?: string
}

/** Both replays and their frames at the tick where they part. */
interface Pair {
  readonly a: Replay
  readonly b: Replay
  readonly tick: number
  readonly p: Frame
  readonly q: Frame
  readonly about: readonly AboutDifference[]
}

/** Says what made two runs part at a tick. */
export async function causeOf(
  a: Replay,
  b: Replay,
  { from, tick }: Parting & { readonly tick: number },
  about: readonly AboutDifference[],
): Promise<Divergence> {
  const pair: Pair = { a, b, tick, p: await a.frame(tick), q: await b.frame(tick), about }
  if (tick === from) return begunOtherwise(pair)
  return (
    (await decidedOtherwise(pair)) ??
    givenOtherLuck(pair) ?? { ...(await stateDifference(pair)), tick, ...unexplained(about) }
  )
}

/** What is left when state and inputs were the same: a stream that had not been drawn from yet, or the code. */
function unexplained(about: readonly AboutDifference[]): Pick<Divergence, 'cause' | 'why'> {
  if (about.some(({ what }) => what === 'seed'))
    return {
      cause: 'seed',
      why: 'the same state and the same inputs met other luck: the seeds differ',
    }
  const why = `the same state and the same inputs gave something else: ${codeText(about)}`
  return { cause: 'code', why }
}

/** One run goes on where the other ends. */
export function lengthDivergence(a: Replay, b: Replay): Divergence | undefined {
  const [x, y] = [a.info, b.info]
  if (x.ticks === y.ticks) return undefined
  const tick = Math.min(x.ticks, y.ticks) + 1
  const shorter = x.ticks < y.ticks ? x : y
  const end = shorter.damage === undefined ? (shorter.result?.end ?? 'unknown') : 'its file is cut'
  return {
    tick,
    cause: 'length',
    why: `one ends after tick ${shorter.ticks} (${end}), the other goes on`,
    where: 'ticks',
    a: x.ticks,
    b: y.ticks,
  }
}

async function begunOtherwise(pair: Pair): Promise<Divergence> {
  const { a, b, tick, about } = pair
  const difference = await stateDifference(pair)
  const fork = [a, b].find(({ info }) => info.first === tick && info.header.parent !== undefined)
  if (fork !== undefined && pair.p.chain === pair.q.chain) {
    const { changes } = fork.info.header.parent!
    const told = changes === undefined ? '' : `: ${JSON.stringify(changes)}`
    const why = `the state was changed where the fork begins${told}`
    return { ...difference, tick, cause: 'fork', why }
  }
  // An engine of another version may well set up the same; it explains only what nothing else does.
  const given = about.filter(({ what }) => !/^(engine|horizon|parent)$|policy$/.test(what))
  if (given.length > 0) {
    const names = given.map(({ what }) => what)
    const cause = names.length === 1 && names[0] === 'seed' ? 'seed' : 'setup'
    const why = `they began otherwise: ${names.join(', ')} ${names.length === 1 ? 'differs' : 'differ'}`
    return { ...difference, tick, cause, why }
  }
  if (tick > 0) {
    const why = `they were other runs already at tick ${tick}, the first that both have`
    return { ...difference, tick, cause: 'setup', why }
  }
  const owner = /^doc memory:([^.]+)/.exec(difference.where)?.[1]
  if (owner !== undefined && about.some(({ what }) => what === `agents.${owner}.policy`)) {
    const why = `another policy plays ${owner}, and begins with another memory`
    return { ...difference, tick, agent: owner, cause: 'setup', why }
  }
  const why = `the same seed and scenario set up something else: ${codeText(about)}`
  return { ...difference, tick, cause: 'code', why }
}

/** The first agent, in the order of agents, whose input differs. */
async function decidedOtherwise({
  a,
  b,
  tick,
  p,
  q,
  about,
}: Pair): Promise<Divergence | undefined> {
  const agents = a.info.header.agents.map((agent) => agent.name)
  const found = agents.flatMap((agent, i) => {
    const [x, y] = [given(p.inputs[i]), given(q.inputs[i])]
    return json(x) === json(y) ? [] : [{ agent, index: i, x, y }]
  })
  const [first, ...others] = found
  if (first === undefined) return undefined
  const { agent, index, x, y } = first
  const leaf = jsonDifferences(x, y, 'input')[0]!
  const place = {
    tick,
    agent,
    where: leaf.what.replace(/^input\.?/, '') || 'input',
    a: leaf.a,
    b: leaf.b,
  }
  const seen = await sightsDiffer(a, b, tick, index)
  if (seen) {
    const why = `${agent} was shown something else in the same state: ${codeText(about)}`
    return { ...place, cause: 'code', why }
  }
  const also = others.length === 0 ? '' : `, and so did ${others.map((o) => o.agent).join(', ')}`
  const reply = await replyDifference(a, b, tick, agent)
  if (reply !== undefined) {
    const why = `a model answered ${agent} otherwise${also}`
    return { tick, agent, cause: 'reply', why, where: reply.what, a: reply.a, b: reply.b }
  }
  const policy = about.find(({ what }) => what === `agents.${agent}.policy`)
  const played =
    policy === undefined
      ? ''
      : `: ${policy.a ?? 'nobody named'} and ${policy.b ?? 'nobody named'} play it`
  return { ...place, cause: 'input', why: `${agent} decided otherwise${also}${played}` }
}

/** What decides; reasons are only told. */
function given(input: AgentInput | null | undefined): Json {
  if (input === null || input === undefined) return null
  const { why: _, ...rest } = input
  return rest as unknown as Json
}

/** Whether an agent saw different things; false where either replay does not tell. */
async function sightsDiffer(a: Replay, b: Replay, tick: number, agent: number): Promise<boolean> {
  const [x, y] = await Promise.all(
    [a, b].map(async (replay) =>
      (await replay.observations(tick)).filter((seen) => seen.agent === agent),
    ),
  )
  return x!.length > 0 && y!.length > 0 && json(x) !== json(y)
}

/** Where an agent's calls of models before a decision differ. */
async function replyDifference(
  a: Replay,
  b: Replay,
  tick: number,
  agent: string,
): Promise<AboutDifference | undefined> {
  const callsOf = async (replay: Replay): Promise<Json[]> => {
    const found: Json[] = []
    for await (const call of replay.calls({ ticks: [tick, tick], agent })) {
      // What it cost and how long it took parts nothing.
      const { purpose, model, messages, schema, params, reply, failure } = call
      found.push({ purpose, model, messages, schema, params, reply, failure } as unknown as Json)
    }
    return found
  }
  return jsonDifferences(await callsOf(a), await callsOf(b), 'calls')[0]
}

function givenOtherLuck({ a, b, tick, p, q }: Pair): Divergence | undefined {
  const [first] = jsonDifferences(p.draws as unknown as Json, q.draws as unknown as Json, 'draws')
  if (first === undefined) return undefined
  const stream = [...p.draws, ...q.draws].find(
    ({ stream: name }) => json(a.info.header.tapes[name]) !== json(b.info.header.tapes[name]),
  )?.stream
  if (stream === undefined) return undefined
  const why = `other outcomes were on the tape of the stream ${stream}`
  return { tick, cause: 'tape', why, where: first.what, a: first.a, b: first.b }
}

function codeText(about: readonly AboutDifference[]): string {
  const versions = about.filter(({ what }) => what === 'world' || what === 'engine')
  if (versions.length > 0)
    return versions.map(({ what, a, b }) => `${what} ${String(a)} and ${String(b)}`).join(', ')
  return 'the code differs though its versions do not, or it is not deterministic'
}

type Place = Pick<Divergence, 'where' | 'a' | 'b' | 'by'>

/** The first thing in the state, or else in the frame, that differs. */
async function stateDifference({ a, b, tick, p, q }: Pair): Promise<Place> {
  const { layout, agents, schema } = a.info.header
  if (schema !== b.info.header.schema)
    return { where: 'columns', a: schema, b: b.info.header.schema }
  const [x, y] = [(await a.state(tick)).tables, (await b.state(tick)).tables]
  return placeOf(firstDifference(p, q, x, y, layout, agents))
}

const placeOf = ({ where, entity, recorded, computed, cause }: Difference): Place => {
  const name = entity === undefined || entity.name === '' ? '' : ` (${entity.name})`
  return {
    where: entity === undefined ? where : `${where} of entity ${entity.id}${name}`,
    a: recorded,
    b: computed,
    ...(cause === undefined ? {} : { by: cause }),
  }
}
