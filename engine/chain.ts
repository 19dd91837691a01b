import type { Frame } from './frame.js'
import { addFloat, fold, foldText, type Hash64, hash64, hex } from './hash.js'

/** What a frame adds to the chain besides its state's hash. */
type ChainedFrame = Pick<Frame, 'tick' | 'asked' | 'actions' | 'messages' | 'events' | 'rewards'>

/** Chains a frame onto the run so far: its state, then everything that happened in it. */
export function foldFrame(chain: Hash64, state: Readonly<Hash64>, frame: ChainedFrame): void {
  fold(chain, frame.tick, frame.asked.length)
  fold(chain, state.lo, state.hi)
  for (const a of frame.actions) {
    fold(chain, a.agent, a.fallback === true ? 1 : 0)
    foldText(chain, a.action)
    foldText(chain, a.command ?? JSON.stringify(a.args))
    foldText(chain, a.verdict)
    if (a.note !== undefined) foldText(chain, a.note)
  }
  for (const m of frame.messages) {
    foldText(chain, `${m.id} ${m.to} ${m.type} ${m.verdict}`)
    foldText(chain, JSON.stringify(m.body) ?? 'null')
    if (m.conversation !== undefined) foldText(chain, `${m.protocol} ${m.conversation}`)
    if (m.text !== undefined) foldText(chain, m.text)
    if (m.lost !== undefined) foldText(chain, m.lost.join(','))
    if (m.arrives !== undefined) fold(chain, m.arrives, 0)
  }
  for (const e of frame.events) {
    foldText(chain, e.type)
    foldText(chain, JSON.stringify(e.data) ?? 'null')
  }
  const rewards = hash64()
  for (let i = 0; i < frame.rewards.length; i++) addFloat(rewards, 1, i, frame.rewards[i]!, 1)
  fold(chain, rewards.lo, rewards.hi)
}

/**
 * The chain hash that a frame must have, given the one before it: tells a frame that was altered from one that was played.
 *
 * @param before the chain hash of the tick before; of the setup: empty
 * @example
 * chainAfter(frames[8].chain, frames[9]) === frames[9].chain
 */
export function chainAfter(before: string, frame: Frame): string {
  const chain = unhex(before)
  foldFrame(chain, unhex(frame.state), frame)
  return hex(chain)
}

const unhex = (text: string): Hash64 => ({
  hi: Number.parseInt(text.slice(0, 8) || '0', 16) | 0,
  lo: Number.parseInt(text.slice(8) || '0', 16) | 0,
})
