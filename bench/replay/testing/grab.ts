import { z } from 'zod'
import {
  type AgentInput,
  components,
  createEpisode,
  defineScenario,
  defineWorld,
  type Episode,
  i32,
  type World,
} from '../../../engine/index.js'
import {
  createRecorder,
  describeEpisode,
  memorySink,
  storedDeflate,
} from '../../../replays/index.js'

const C = components({ Hand: { full: i32 }, Cup: { takenAt: i32 } })

/** One cup that comes back every third tick, and hands that reach for it. Each tick brings luck to the world. */
export const grabbing = (luck = 100) =>
  defineWorld({
    id: 'grabbing',
    version: 1,
    params: z.object({}),
    components: C,
    observation: z.object({ tick: z.int() }),
    actions: {
      rest: { args: {}, apply: () => undefined },
      grab: {
        args: {},
        apply(w: World<typeof C>, me) {
          const cup = w.each('Cup')[0]!
          if (w.c.Cup.takenAt.get(cup) > w.tick - 3) return { reject: 'no-cup', over: cup }
          w.c.Cup.takenAt.set(cup, w.tick)
          w.c.Hand.full.add(me, 1)
          return { took: cup }
        },
      },
    },
    setup(w) {
      for (const agent of w.agents) w.spawn({ Hand: {} }, agent)
      w.attributes.set(w.spawn({ Cup: { takenAt: -9 } }), 'lucky', w.rng.int(1000))
    },
    systems: [
      {
        id: 'luck',
        run: (w) => w.attributes.set(w.each('Cup')[0]!, 'lucky', w.rng.int(luck)),
      },
    ],
    observe: (w) => ({ tick: w.tick }),
    reward: (w, me) => w.c.Hand.full.get(me),
  })

export const NASTY = '\u001b[2J\u202eevil\u0007'

/** What ada and bob do: bob is late every sixth tick, and says something nasty at tick 7. */
export function habit(tick: number): AgentInput[] {
  const grab = { do: [{ action: 'grab', args: {} }] }
  const rest = { do: [{ action: 'rest', args: {} }] }
  return [
    tick % 3 === 0 ? grab : rest,
    tick === 7
      ? { ...rest, say: [{ to: 'ada', type: 'text', body: NASTY }], why: NASTY }
      : tick % 6 === 0
        ? grab
        : tick % 6 === 4
          ? { do: [{ action: 'grab', args: {} }] }
          : rest,
  ]
}

export const startGrabbing = (seed: number, world = grabbing(), horizon = 1000): Episode =>
  createEpisode(defineScenario(world, { agents: { ada: {}, bob: {} }, horizon }), { seed })

/** Steps an episode to a tick and gives the bytes of its replay. @param observe keeps what ada saw */
export async function recordGrabbing(
  episode: Episode,
  ticks: number,
  decide = habit,
  metrics: Readonly<Record<string, number>> = {},
): Promise<Uint8Array> {
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode), { deflate: storedDeflate })
  recorder.record(episode.first!, { state: () => episode.save() })
  while (episode.tick < ticks) {
    const seen = { agent: 0, kind: 'obs', value: { tick: episode.tick } } as const
    recorder.record(episode.step(decide(episode.tick + 1)), {
      state: () => episode.save(),
      observations: [seen],
    })
  }
  if (episode.end === undefined) episode.abort()
  await recorder.finish({ end: episode.end!, metrics })
  return sink.bytes()
}
