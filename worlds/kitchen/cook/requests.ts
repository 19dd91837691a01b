import type { Envelope } from '../../../engine/index.js'
import { UNREACHED } from '../../kernels/grid/index.js'
import type { Job } from './assign.js'
import type { Need } from './needs.js'
import { beside, type Scene } from './scene.js'

/** What somebody asked a cook to bring. */
export interface Wish {
  readonly item: string
  /** Who asked, by player. */
  readonly from: number
  /** The tick after which it is forgotten. */
  readonly until: number
}

/** What a cook says. */
export interface Words {
  readonly to: string
  readonly body:
    | { readonly type: 'request'; readonly do: 'bring'; readonly item: string }
    | {
        readonly type: 'inform'
        readonly status: 'will-do' | 'cannot' | 'done'
        readonly item: string
      }
}

/** For how many ticks a wish is remembered. */
const PATIENCE = 80
/** As urgent as a dish that is about to be needed. */
const RANK = 2

/**
 * Hears what others ask for. What is being seen to anyway, as all that other cooks ask for is, needs no answer.
 *
 * @param wish what was asked for earlier
 */
export function hear(
  scene: Scene,
  needs: readonly Need[],
  inbox: readonly Envelope[],
  wish: Wish | null,
): { readonly wish: Wish | null; readonly words: Words[] } {
  const { view, plan } = scene
  const words: Words[] = []
  if (wish !== null && isThere(scene, wish)) {
    words.push(inform(scene, wish, 'done'))
    wish = null
  }
  if (wish !== null && wish.until < view.tick) wish = null
  for (const { type, body, from } of inbox) {
    const { do: what, item } = body as { readonly do?: unknown; readonly item?: unknown }
    const player = view.players.findIndex((p) => p.name === from)
    if (type !== 'request' || what !== 'bring' || typeof item !== 'string' || player < 0) continue
    if (needs.some((need) => need.item === item)) continue
    const asked = { item, from: player, until: view.tick + PATIENCE }
    const can = plan.sources.has(item) || [...scene.loose.values()].includes(item)
    const placed = can ? counterFor(scene, asked) : undefined
    words.push(inform(scene, asked, placed === undefined ? 'cannot' : 'will-do'))
    if (placed !== undefined) wish = asked
  }
  return { wish, words }
}

const inform = (
  { view }: Scene,
  { item, from }: Wish,
  status: 'will-do' | 'cannot' | 'done',
): Words => ({ to: view.players[from]!.name, body: { type: 'inform', status, item } })

/** Whether whoever asked has got it, or finds it on a counter. */
function isThere({ players, loose, plan }: Scene, { item, from }: Wish): boolean {
  const asker = players[from]!
  if (asker.holds === item) return true
  for (const [cell, thing] of loose)
    if (thing === item && plan.stepsTo(cell)[asker.cell] !== UNREACHED) return true
  return false
}

/** The free counter nearest to whoever asked, not one that only the asker stands at, that the cook can get something to. */
function counterFor(scene: Scene, wish: Wish): number | undefined {
  const { players, plan, loose, manned, view } = scene
  const [asker, me] = [players[wish.from]!, players[view.me]!]
  let best: number | undefined
  let least = Infinity
  for (const cell of plan.counters) {
    const steps = plan.stepsTo(cell)[asker.cell]!
    if (loose.has(cell) || steps === UNREACHED || steps >= least) continue
    if (plan.handsTo(cell, manned)[me.room]! < 0) continue
    if (beside(scene, cell).every((floor) => floor === asker.cell)) continue
    best = cell
    least = steps
  }
  return best
}

/** A wish among the needs. */
export function withWish(scene: Scene, needs: readonly Need[], wish: Wish | null): Need[] {
  const to = wish === null ? undefined : counterFor(scene, wish)
  if (wish === null || to === undefined) return [...needs]
  const own: Need = { item: wish.item, to, wait: 0, rank: RANK }
  return [...needs, own].sort((a, b) => a.rank - b.rank)
}

/** What I lack for something that I could finish, and whom to ask for it; undefined when I have something to do. */
export function requestOf(
  { view, plan, players }: Scene,
  needs: readonly Need[],
  jobs: readonly (Job | undefined)[],
): Words | undefined {
  const me = players[view.me]!
  if (jobs[view.me] !== undefined || me.holds !== null) return undefined
  for (const { item, to } of needs) {
    if (item === null || !plan.roomsBeside(to).includes(me.room)) continue
    const own = plan.sources.get(item)?.some((c) => plan.roomsBeside(c).includes(me.room))
    const helper = own === true ? undefined : players.find((p) => p.room >= 0 && p.room !== me.room)
    if (helper === undefined) continue
    return {
      to: view.players[helper.index]!.name,
      body: { type: 'request', do: 'bring', item },
    }
  }
  return undefined
}
