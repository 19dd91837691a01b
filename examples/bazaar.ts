import {
  type AgentInput,
  at,
  components,
  createStreams,
  defineScenario,
  defineWorld,
  f64,
  fixed,
  i32,
  oneOf,
  type Rng,
  u16,
  type World,
  when,
} from 'coact'
import { z } from 'zod'

/** Every kind of state in one world: columns of each type, both kinds of orphans, a set, attributes and a document. */
const C = components(
  {
    Trader: { coins: i32, mood: fixed(8) },
    Good: { kind: oneOf('fig', 'rug', 'lamp'), worth: f64, age: u16 },
    Fresh: {},
  },
  {
    relations: { carry: { kinds: ['bag', 'hand'] }, pack: { orphans: 'remove' } },
    sets: ['knows'],
    state: z.object({
      day: z.int().default(0),
      ledger: z.array(z.object({ day: z.int(), who: z.string(), coins: z.int() })).default([]),
      prices: z.record(z.string(), z.number()).default({}),
    }),
  },
)
type Params = { readonly crowd: number }
type Bazaar = World<typeof C, Params>

const KINDS = ['fig', 'rug', 'lamp'] as const

function arrive(w: Bazaar): void {
  if (w.count('Good') >= w.params.crowd || w.rng.chance(0.2)) return
  const good = w.spawn({
    Good: { kind: w.rng.int(3), worth: 1 + 9 * w.rng.float(), age: 0 },
    Fresh: {},
  })
  w.attributes.set(good, 'origin', w.rng.pick(['sea', 'hills', 'desert']))
  if (w.rng.chance(0.3))
    w.attributes.set(good, 'marks', [w.rng.int(4), { deep: w.rng.chance(0.5) }])
  const goods = w.each('Good')
  const box = goods[w.rng.int(goods.length)]!
  if (box !== good && w.rng.chance(0.3)) w.rel.pack.move(good, w.rel.pack.root(box))
}

function grow(w: Bazaar): void {
  const { age, worth } = w.c.Good
  const ages = age.bulk()
  for (const good of w.each('Good')) ages[good] = ages[good]! + 1
  for (const good of w.each('Good', 'Fresh')) {
    worth.set(good, worth.get(good) * 0.99)
    if (age.get(good) > 20) w.drop(good, 'Fresh')
  }
  for (const good of w.each('Good')) {
    if (!w.isAlive(good) || age.get(good) < 60 + w.rng.int(60)) continue
    w.emit('spoiled', { good, worth: worth.get(good) })
    w.remove(good)
  }
}

function gossip(w: Bazaar): void {
  const traders = w.each('Trader')
  const goods = w.each('Good')
  if (goods.length === 0) return
  const who = w.rng.pick([...traders])
  const good = goods[w.rng.int(goods.length)]!
  if (w.sets.knows.has(who, good)) w.sets.knows.delete(who, good)
  else w.sets.knows.add(who, good)
  if (w.rng.chance(0.02)) w.sets.knows.clear(who)
  w.c.Trader.mood.set(who, w.stream('weather').float() * 4 - 2)
}

function bookkeeping(w: Bazaar): void {
  w.update((book) => {
    book.day = w.tick
    if (w.tick % 5 === 0) book.prices[KINDS[w.rng.int(3)]!] = w.rng.int(100) / 4
    if (book.ledger.length > 6) book.ledger.shift()
  })
}

/** Traders in a crowd of goods that arrive, are packed into one another, change hands and spoil. */
export const bazaar = defineWorld({
  id: 'bazaar',
  version: 1,
  params: z.object({ crowd: z.int().min(1).max(1000).default(40) }),
  components: C,
  observation: z.object({ coins: z.int(), bag: z.array(z.int()), ground: z.array(z.int()) }),
  messages: { offer: { good: z.int(), coins: z.int().min(0) } },
  actionsPerTick: 2,
  order: 'initiative',
  actions: {
    take: {
      args: { good: z.int() },
      check: (w, _, { good }) => (w.has(good, 'Good') ? undefined : { reject: 'no-such-good' }),
      apply(w, me, { good }) {
        w.reads(good)
        if (w.takenBy(good) !== undefined) return { reject: 'taken', stage: 'effect' }
        w.rel.carry.move(good, me, w.rng.int(2))
        return { took: good }
      },
    },
    sell: {
      args: {},
      apply(w, me, _, seat) {
        const good = w.rel.carry.first(me)
        if (good === 0) return { reject: 'nothing-to-sell' }
        const coins = 1 + w.rng.int(1 + Math.floor(w.c.Good.worth.get(good)))
        w.c.Trader.coins.add(me, coins)
        w.remove(good)
        w.update((book) => {
          book.ledger.push({ day: w.tick, who: seat.name, coins })
        })
        return { note: 'sold', data: { coins } }
      },
    },
    mark: {
      args: { as: z.enum(['mine', 'cheap', 'none']) },
      apply(w, me, { as }) {
        const good = w.rel.carry.first(me)
        if (good === 0) return { reject: 'nothing-to-mark' }
        if (as === 'none') w.attributes.delete(good, 'mark')
        else w.attributes.set(good, 'mark', as)
        if (w.has(good, 'Fresh')) w.drop(good, 'Fresh')
        else w.add(good, 'Fresh')
        return { note: as }
      },
    },
  },
  setup(w) {
    for (const seat of w.agents) w.spawn({ Trader: { coins: 10 } }, seat)
  },
  systems: [arrive, grow, { id: 'gossip', run: gossip }, bookkeeping],
  observe: (w, me) => ({
    coins: w.c.Trader.coins.get(me),
    bag: w.rel.carry.children(me),
    ground: Array.from(w.each('Good')).filter((good) => w.rel.carry.parent(good) === 0),
  }),
  fallback: (w) => (w.rng.chance(0.5) ? { action: 'sell', args: {} } : undefined),
  reward: (w, me) => w.c.Trader.coins.get(me),
  goals: (w) => {
    const progress = Math.min(1, w.c.Trader.coins.get(w.agents[0]!.entity) / 1000)
    return [
      { id: 'rich', text: 'The first trader has 1,000 coins', progress, done: progress === 1 },
    ]
  },
})

/** Four traders for 3,000 days, with a feast now and then. */
export const feast = defineScenario(bazaar, {
  id: 'bazaar-feast',
  agents: {
    ada: { team: 'east' },
    bob: { team: 'east' },
    cleo: { team: 'west' },
    dan: { team: 'west' },
  },
  horizon: 3000,
  script: [
    at(10, (w) => w.emit('feast', { day: 10 })),
    when(
      (w) => w.tick % 97 === 0,
      (w) => {
        for (const good of w.each('Good')) if (good % 7 === 0 && w.isAlive(good)) w.remove(good)
      },
      { every: true },
    ),
  ],
})

/** What four restless traders do at a tick; the same for the same tick, whatever happened before. */
export function restless(tick: number): AgentInput[] {
  const rng = createStreams('restless', {}, false).stream(String(tick))
  return [0, 1, 2, 3].map(() => ({
    do: Array.from({ length: rng.int(4) }, () => anyAction(rng)),
    ...(rng.chance(0.3) ? { say: [anyMessage(rng)] } : {}),
    ...(rng.chance(0.2)
      ? { memory: [{ op: 'replace' as const, path: [], value: { seen: rng.int(9) } }] }
      : {}),
  }))
}

function anyAction(rng: Rng): NonNullable<AgentInput['do']>[number] {
  if (rng.chance(0.1)) return { action: 'sel', args: {} }
  if (rng.chance(0.3)) return { action: 'sell', args: {} }
  if (rng.chance(0.3)) return { action: 'mark', args: { as: rng.pick(['mine', 'cheap', 'none']) } }
  return { action: 'take', args: { good: rng.int(30) } }
}

function anyMessage(rng: Rng): NonNullable<AgentInput['say']>[number] {
  const to = rng.pick(['all', 'team', 'ada', 'bob', 'nobody'])
  if (rng.chance(0.5)) return { to, type: 'text', body: `day ${rng.int(100)}` }
  return { to, type: 'offer', body: { good: rng.int(60), coins: rng.int(20) - 2 } }
}
