import type { Episode } from '../../engine/index.js'
import { type Particles, particlesLayout } from '../../worlds/index.js'
import type { Header, Row } from './mpe.js'

/** What is compared, each as a gate of its own. */
export const PARTS = ['bodies', 'motion', 'words', 'observations', 'rewards'] as const
export type Part = (typeof PARTS)[number]

/** A difference, or undefined. */
type Difference = string | undefined

/** What numbers may differ by, where the reference's exponential underflows in another way. */
const UNDERFLOW = 1e-190
const REWARD = 1e-12

const told = (what: string, expected: unknown, got: unknown): string =>
  `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`

/** Compares the bodies themselves with those of the header. */
export function compareBodies(episode: Episode, { entities, n_agents, dim_c }: Header): Difference {
  const { agents, landmarks, words } = particlesLayout(episode.w.params as never)
  if (agents.length !== n_agents) return told('agents', n_agents, agents.length)
  if (words !== dim_c) return told('dim_c', dim_c, words)
  const bodies = [...agents, ...landmarks]
  if (bodies.length !== entities.length) return told('entities', entities.length, bodies.length)
  for (const [i, e] of entities.entries()) {
    const b = bodies[i]!
    const pairs: [string, unknown, unknown][] = [
      ['name', e.name.replace(' ', '_'), b.name],
      ['size', e.size, b.size],
      ['collide', e.collide, b.collides],
      ['movable', e.movable, b.moves],
      ['mass', e.mass, b.mass],
      ['accel', i < n_agents ? (e.accel ?? 5) : b.thrust, b.thrust],
      ['max_speed', e.max_speed ?? null, Number.isFinite(b.maxSpeed) ? b.maxSpeed : null],
      ['silent', e.silent ?? true, !b.speaks],
    ]
    for (const [what, expected, got] of pairs) {
      if (expected !== got) return told(`${e.name} ${what}`, expected, got)
    }
  }
  return undefined
}

/** Compares everything of a row but the bodies themselves. */
export function compareRow(episode: Episode, header: Header, row: Row): Record<Part, Difference> {
  return {
    bodies: undefined,
    motion: compareMotion(episode, header, row),
    words: compareWords(episode, header, row),
    observations: compareObservations(episode, row),
    rewards: compareRewards(episode, row),
  }
}

function compareMotion(
  episode: Episode,
  { entities, n_agents }: Header,
  { state }: Row,
): Difference {
  const { c, each } = episode.w as unknown as Particles
  const bodies = each('Body')
  for (const [i, { p, v, type, alive, holding }] of state.entries()) {
    const e = bodies[i]!
    const name = entities[i]!.name
    const now = [c.Body.x.get(e), c.Body.y.get(e), c.Body.vx.get(e), c.Body.vy.get(e)]
    for (const [k, expected] of [...p, ...v].entries()) {
      const isSame = expected === now[k] || Math.abs(expected - now[k]!) < UNDERFLOW
      if (!isSame) return told(`${name} ${['px', 'py', 'vx', 'vy'][k]!}`, expected, now[k])
    }
    if (type !== undefined && type !== c.Treasure.kind.get(e))
      return told(`${name} type`, type, c.Treasure.kind.get(e))
    if (alive !== undefined && alive !== (c.Treasure.alive.get(e) === 1))
      return told(`${name} alive`, alive, c.Treasure.alive.get(e) === 1)
    const held = c.Cargo.held.get(e) - 1
    if (i < n_agents && (holding ?? -1) !== held)
      return told(`${name} holding`, holding ?? -1, held)
  }
  return undefined
}

function compareWords(episode: Episode, { entities }: Header, { state }: Row): Difference {
  const { c: columns, each } = episode.w as unknown as Particles
  const bodies = each('Body')
  for (const [i, { c = [] }] of state.entries()) {
    const now = c.map((_, k) => columns.Voice[`c${k}` as 'c0'].get(bodies[i]!))
    const at = c.findIndex((x, k) => x !== now[k])
    if (at >= 0) return told(`${entities[i]!.name} c`, c, now)
  }
  return undefined
}

/** The vector that is written for training and the observation's own. */
function compareObservations(episode: Episode, { obs }: Row): Difference {
  const { vector } = episode.scenario.world
  for (const [i, given] of obs.entries()) {
    const seat = episode.seats[i]!
    const expected = Float32Array.from(given)
    const written = new Float32Array(vector!.length(episode.w.params as never, obs.length))
    vector!.write(episode.w, seat.entity, seat, written)
    const seen = (episode.observe(i) as { readonly vector: readonly number[] }).vector
    if (seen.length !== given.length)
      return told(`${seat.name} length of the observation`, given.length, seen.length)
    for (let k = 0; k < written.length; k++) {
      const x = expected[k] ?? 0
      if (x !== written[k]) return told(`${seat.name} vector ${k}`, x, written[k])
      if (k < seen.length && x !== seen[k]) return told(`${seat.name} observation ${k}`, x, seen[k])
    }
  }
  return undefined
}

function compareRewards(episode: Episode, { rew }: Row): Difference {
  for (const [i, expected] of (rew ?? []).entries()) {
    const got = episode.reward(i)
    if (!(Math.abs(expected - got) <= REWARD))
      return told(`${episode.seats[i]!.name} reward`, expected, got)
  }
  return undefined
}
