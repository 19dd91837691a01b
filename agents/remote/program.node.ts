import type { ExecSettings } from './exec.js'
import { failure } from './failures.js'
import { type Life, startLife } from './life.node.js'
import type { Player } from './players.js'

/** A program that plays a seat of an episode: started with the first turn, and again, so many times, when it ends too early. */
export function createProgram(settings: ExecSettings): Player {
  let life: Life | undefined
  let restarts = settings.restarts
  /** Why it is not asked any more. */
  let over: string | undefined

  return {
    async decide(turn) {
      if (over !== undefined) throw failure('crashed', over)
      life ??= startLife(settings, turn)
      const { down } = life
      if (down === undefined) return life.ask(turn)
      const { isTold } = life
      if (life.isForeign) over = down
      else if (restarts === 0) over = `${down}; it is not started again`
      else {
        restarts -= 1
        life = startLife(settings, turn)
        // Who ended between turns costs the turn in which that is found out.
        if (isTold) return life.ask(turn)
      }
      throw failure('crashed', over ?? down)
    },
    async end(reason) {
      over ??= 'The episode is over'
      await life?.stop(reason)
    },
  }
}
