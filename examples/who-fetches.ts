/**
 * Three workers on a street, a boss who calls for bids on every job, and the same without a word: what a protocol is worth.
 * npx tsx examples/who-fetches.ts
 */
import {
  actsOf,
  components,
  contract,
  defineMetric,
  definePolicy,
  defineScenario,
  defineWorld,
  i16,
  run,
  u16,
  type World,
} from 'coact'
import { z } from 'zod'

const LENGTH = 40
const C = components({ Worker: { x: i16, done: u16 }, Job: { x: i16 } })

const jobAt = (w: World<typeof C, object>, me: number): number | undefined =>
  w.each('Job').find((job) => w.c.Job.x.get(job) === w.c.Worker.x.get(me))

const street = defineWorld({
  id: 'street',
  version: 1,
  params: z.object({}),
  components: C,
  observation: z.object({
    x: z.int(),
    jobs: z.array(z.object({ id: z.int(), x: z.int() })),
  }),
  actions: {
    walk: {
      args: { by: z.enum(['left', 'right']) },
      apply(w, me, { by }) {
        w.c.Worker.x.add(me, by === 'left' ? -1 : 1)
      },
    },
    work: {
      args: {},
      check: (w, me) => (jobAt(w, me) === undefined ? { reject: 'no-job-here' } : undefined),
      apply(w, me) {
        w.remove(jobAt(w, me)!)
        w.c.Worker.done.add(me, 1)
      },
    },
  },
  setup(w) {
    w.agents.forEach((seat, i) => {
      w.spawn({ Worker: { x: i * 13 } }, seat)
    })
  },
  systems: [
    function jobs(w) {
      if (w.tick % 3 === 1) w.spawn({ Job: { x: w.rng.int(LENGTH) } })
    },
  ],
  observe: (w, me) => ({
    x: w.c.Worker.x.get(me),
    jobs: Array.from(w.each('Job'), (id) => ({ id, x: w.c.Job.x.get(id) })),
  }),
})

const { cfp, bid, done } = actsOf(contract)

const boss = definePolicy(street, {
  id: 'boss',
  memory: () => ({ called: [] as number[] }),
  decide({ obs, memory }) {
    const fresh = obs.jobs.filter(({ id }) => !memory.called.includes(id))
    memory.called = obs.jobs.map(({ id }) => id)
    return { say: fresh.map(({ id }) => cfp({ task: `job ${id}`, ref: id, ticks: 1 })) }
  },
})

const worker = definePolicy(street, {
  id: 'worker',
  decide({ obs: { x, jobs }, talks, act }) {
    const placeOf = (id: unknown): number | undefined => jobs.find((job) => job.id === id)?.x
    const stateOf = (talk: (typeof talks)[number]) =>
      talk.state as { readonly ref: number; readonly winners: readonly string[] }
    const mine = talks.filter((t) => t.allowed.includes('done'))
    const finished = mine.filter((t) => placeOf(stateOf(t).ref) === undefined)
    const queue = mine.map((t) => placeOf(stateOf(t).ref)).filter((place) => place !== undefined)
    const busy = queue.reduce((sum, place) => sum + Math.abs(place - x), 0)
    const say = [
      ...finished.map((t) => done({}, { in: t.id })),
      ...talks
        .filter((t) => t.allowed.includes('bid'))
        .map((t) =>
          bid({ cost: busy + Math.abs((placeOf(stateOf(t).ref) ?? x) - x) }, { in: t.id }),
        ),
    ]
    // Who is told nothing does what is nearest.
    const open = talks.length > 0 ? queue : jobs.map((job) => job.x)
    const [target = x] = open.toSorted((a, b) => Math.abs(a - x) - Math.abs(b - x))
    if (open.length === 0) return { say }
    if (target === x) return { do: act.work(), say }
    return { do: act.walk({ by: target < x ? 'left' : 'right' }), say }
  },
})

const jobsDone = defineMetric(street, {
  id: 'jobs-done',
  better: 'higher',
  init: () => 0,
  step: (n, frame) =>
    n + frame.actions.filter((a) => a.action === 'work' && a.verdict === 'ok').length,
  finish: (n) => n,
})

const agents = { ada: worker, bob: worker, cid: worker, boss }
const common = { agents, protocol: contract, horizon: 120, metrics: [jobsDone] }
const heard = defineScenario(street, common)
const muted = defineScenario(street, { ...common, bus: { topology: 'none' } })

let [withWords, without] = [0, 0]
for (let seed = 0; seed < 10; seed++) {
  withWords += Number((await run(heard, { seed })).metrics['jobs-done'])
  without += Number((await run(muted, { seed })).metrics['jobs-done'])
}
console.log(`jobs done in 10 runs: ${withWords} with a contract net, ${without} without a word`)
