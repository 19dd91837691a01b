import type { ActionRecord, Envelope, FactChange } from '../../engine/index.js'
import { believe } from './memory.js'
import { actionKey, isMeeting, type Mind, partOf } from './mind.js'
import { asTold, hear, tell, tellFacts, type Words } from './words.js'

/** What only the one who has seen it can use. */
const PRIVATE = new Set(['seen', 'mate'])

interface Listener extends Pick<Mind, 'me' | 's' | 'memory' | 'tick' | 'agents' | 'model'> {
  /** Whether there is an aim that is everybody's. */
  readonly isShared: boolean
}

/**
 * Takes in what teammates said, and others with whom one has an aim in common. What one sees oneself is taken in
 * afterwards, and counts more.
 */
export function listen(mind: Listener, inbox: readonly Envelope[]): void {
  const { me, s, memory } = mind
  for (const message of inbox) {
    const words = hear(message)
    if (words === undefined) continue
    const { from } = message
    // Anybody can say of what team he is, but only teammates are heard when they speak to their team.
    if (message.to === 'team') memory.teams[from] = memory.teams[me]!
    else if (words.team !== undefined && words.team !== memory.teams[me])
      memory.teams[from] ??= words.team
    if (memory.teams[from] !== memory.teams[me] && !mind.isShared) continue
    memory.heard[from] = mind.tick
    // Whoever comes late has not heard who was there.
    if (mind.tick > 2 && s.get(from, 'mate') !== true) delete memory.told['hello']
    const changes: FactChange[] = [
      { subject: from, fact: 'kind', to: 'agent' },
      { subject: from, fact: 'mate', to: true },
    ]
    for (const [subject, fact, object, to] of words.facts ?? []) {
      if (subject === me || PRIVATE.has(fact)) continue
      changes.push({ subject, fact, ...(object === '' ? {} : { object }), to })
      // Whoever tells where a thing is has seen it.
      if (fact === 'in' && to !== null && s.get(subject, 'kind') !== 'agent' && subject !== from)
        changes.push({ subject: from, fact: 'seen', object: subject, to: true })
    }
    believe(s, memory, changes)
    if (words.looks !== undefined) memory.looks[from] = words.looks
    if (words.ready !== undefined) memory.ready[from] = words.ready
    if (words.failed !== undefined) dropOrder(mind, from, words.failed.key)
    if (words.takes !== undefined) grant(mind, from, words.takes)
    obey(mind, from, words)
  }
}

/** Lets a teammate do what it has taken upon itself, unless somebody before it in line does so already. */
function grant(
  { memory, tick, me, agents }: Listener,
  from: string,
  { key, all }: NonNullable<Words['takes']>,
): void {
  const holder = Object.keys(memory.orders).find((a) => memory.orders[a]!.key === key)
  const isMine = memory.order?.key === key && agents.indexOf(from) > agents.indexOf(me)
  if ((holder !== undefined && holder !== from) || isMine) return
  if (memory.order?.key === key) memory.order = null
  memory.orders[from] = { key, all: all.map(asTold), why: '', since: tick, from }
}

/** Takes orders from those who are first among one's team or allies, and from nobody else. */
function obey(
  { me, memory, tick, agents, s, model, isShared }: Listener,
  from: string,
  words: Words,
): void {
  const allies = agents.filter((a) => a === me || s.get(a, 'mate') === true)
  const captain = allies.find((a) => memory.teams[a] === memory.teams[me])
  if (from !== captain && !(isShared && from === allies[0])) return
  if (words.order !== undefined) {
    const { agent, key, why } = words.order
    const order = { key, why, all: words.order.all.map(asTold), since: tick, from }
    memory.orders[agent] = order
    if (agent === me) {
      memory.order = order
      delete memory.ready[me]
      delete memory.told[order.key]
    } else if (memory.order?.key === key && !isMeeting({ key })) memory.order = null
  }
  if (words.together?.ticks.every((t) => areKnown(t, model))) memory.schedule = words.together
  const isTeam = memory.teams[from] === memory.teams[me]
  if (words.over === '*' && isTeam) {
    memory.order = null
    memory.finished = true
    if (words.text !== undefined) memory.told['end'] = words.text.slice(0, 400)
  } else if (words.over !== undefined) {
    if (memory.order?.key === words.over) memory.order = null
    if (memory.schedule?.key === words.over) memory.schedule = null
  }
}

/** Whether the actions of a tick are of this world. */
const areKnown = (
  parts: NonNullable<Words['together']>['ticks'][number],
  { operators }: Listener['model'],
): boolean => Object.values(parts).every(({ operator }) => Object.hasOwn(operators, operator))

/** An order cannot be carried out, and what depends on it neither. */
export function dropOrder(
  { memory, tick }: Pick<Mind, 'memory' | 'tick'>,
  from: string,
  key: string,
): void {
  memory.failed[`${from} ${partOf({ key })}`] = tick
  if (memory.orders[from]?.key === key) delete memory.orders[from]
  if (memory.joints[key] !== undefined) {
    for (const agent of Object.keys(memory.orders))
      if (memory.orders[agent]!.key === key) delete memory.orders[agent]
    delete memory.joints[key]
  }
}

const told = (things: number, news: readonly FactChange[], me: string): string | undefined => {
  const room = news.find((c) => c.subject === me && c.fact === 'explored' && c.to === true)?.object
  if (room !== undefined) return `I looked about ${room}`
  return things > 1 ? `I saw ${things} things` : undefined
}

/** Tells teammates what one has learned. */
export function share(mind: Mind, news: readonly FactChange[]): void {
  const { me, model, memory, agents, tick, to } = mind
  if (agents.length < 2) return
  const worth = news.filter((c) =>
    c.subject === me
      ? !PRIVATE.has(c.fact)
      : !model.shared && !PRIVATE.has(c.fact) && c.fact !== 'link' && c.fact !== 'verb',
  )
  const facts = [...memory.untold, ...worth]
  const isFirst = memory.told['hello'] === undefined
  memory.told['hello'] ??= tick
  if (facts.length === 0 && !isFirst) return
  const seen = new Set(
    worth.filter((c) => c.fact === 'in' && c.subject !== me).map((c) => c.subject),
  ).size
  const text = isFirst ? `I am ${me}; I plan, and tell you what I see` : told(seen, worth, me)
  const team = isFirst ? memory.teams[me] : undefined
  if (isFirst && (to !== 'team' || facts.length === 0)) mind.say.push(tell('team', {}))
  const { say, left } = tellFacts(to, facts, { text, team })
  memory.untold = [...left]
  mind.say.push(...say)
}

/** Remembers what was refused, and drops what was to be done together when one's own part failed. */
export function learnFrom(
  mind: Pick<Mind, 'memory' | 'tick' | 'model'>,
  last: readonly ActionRecord[],
): void {
  const { memory, tick, model } = mind
  memory.surprised = false
  for (const record of last) {
    const key = actionKey(record.action, record.args)
    if (record.verdict === 'ok') {
      delete memory.refused[key]
      continue
    }
    const times = (memory.refused[key]?.times ?? 0) + 1
    memory.refused[key] = { tick, code: record.verdict, times }
    if (model.passing?.includes(record.verdict) !== true) memory.surprised = true
    memory.plan = null
    if (memory.schedule !== null && memory.schedule.at < tick)
      endSchedule(mind, memory.schedule.key)
  }
}

/** What was done together is over, well or not. */
export function endSchedule({ memory }: Pick<Mind, 'memory'>, key: string): void {
  if (memory.schedule?.key === key) memory.schedule = null
  if (memory.order?.key === key) memory.order = null
  delete memory.joints[key]
  for (const agent of Object.keys(memory.orders))
    if (memory.orders[agent]!.key === key) delete memory.orders[agent]
  for (const agent of Object.keys(memory.ready))
    if (memory.ready[agent]!.key === key) delete memory.ready[agent]
}

/** Says when one will be ready for a meeting, once for each time. */
export function sayReady(mind: Mind, key: string, at: number): void {
  const { me, memory, tick } = mind
  const before = memory.ready[me]
  if (before?.key === key && before.at <= tick && at <= tick) return
  memory.ready[me] = { key, at }
  const captain = memory.order?.from ?? me
  if (captain === me || memory.told[key] === at) return
  memory.told[key] = at
  mind.say.push(tell(captain, { ready: { key, at }, text: `I am ready at tick ${at}` }))
}
