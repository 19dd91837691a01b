import type { Cursor } from '../cursor/cursor.js'
import { type Camera, unproject, wholeIn } from '../paint/camera.js'
import { hit, paintScene } from '../paint/scene.js'
import type { Mark, Scene } from '../scene.js'
import type { Moment } from '../tell.js'
import { changedOf, NONE, unseenIn } from './sight.js'
import type { Page } from './use.js'

/** What a stage knows between two paintings. */
export interface StageState {
  camera: Camera | undefined
  /** All that was in sight. */
  box?: Scene['box'] | undefined
  /** What was painted last. */
  last: Moment | undefined
  grabbed: { readonly x: number; readonly y: number; readonly moved: boolean } | undefined
  page?: Page
  off?: ReadonlySet<string>
  track?: readonly (readonly [number, number])[] | undefined
  layers?: (names: readonly string[]) => void
}

export type Painter = ReturnType<typeof painter>

/** Paints when something changed, and with every frame while it plays. */
export function painter(state: StageState, side: 0 | 1) {
  let canvas: HTMLCanvasElement | undefined
  let asked = 0
  let names = ''
  const camera = (scene: Scene): Camera => {
    const { clientWidth: w, clientHeight: h } = canvas!
    // What was once in sight keeps its room, so that nothing jumps when the edge moves.
    const [left, top, right, bottom] = state.box ?? scene.box
    const [l, t, r, b] = scene.box
    state.box = [Math.min(left, l), Math.min(top, t), Math.max(right, r), Math.max(bottom, b)]
    return state.camera ?? wholeIn(state.box, w, h)
  }
  const draw = (): void => {
    asked = 0
    const { page } = state
    if (canvas === undefined || page === undefined) return
    const { deck } = page
    const cursor = deck.cursor.get()
    const now = deck.moment(side) ?? state.last
    if (now === undefined) return
    state.last = now
    const layerNames = now.scene.layers.map((l) => l.name)
    if (layerNames.join() !== names) {
      names = layerNames.join()
      state.layers?.(layerNames)
    }
    paintOn(canvas, state, now, cursor, camera(now.scene), side)
    // For those who look at the page from outside: what its pixels show.
    if (canvas.dataset['tick'] !== String(now.tick)) canvas.dataset['tick'] = String(now.tick)
  }
  const soon = (): void => {
    if (asked === 0) asked = requestAnimationFrame(draw)
  }
  return {
    soon,
    scene: (): Scene | undefined => state.last?.scene,
    mount(c: HTMLCanvasElement): () => void {
      canvas = c
      const { deck } = state.page!
      const ends = [
        deck.cursor.watch(soon),
        deck.shown.watch((now, before) => now.arrived !== before.arrived && soon()),
      ]
      const sized = new ResizeObserver(soon)
      sized.observe(c)
      soon()
      return () => {
        for (const end of ends) end()
        sized.disconnect()
        cancelAnimationFrame(asked)
      }
    },
    /** Moves the camera; undefined shows all. */
    move(to: (now: Camera, width: number, height: number) => Camera | undefined): void {
      if (canvas === undefined || state.last === undefined) return
      state.camera = to(camera(state.last.scene), canvas.clientWidth, canvas.clientHeight)
      if (state.camera === undefined) state.box = undefined
      soon()
    },
    at(px: number, py: number): Mark | undefined {
      if (canvas === undefined || state.last === undefined) return undefined
      const { scene } = state.last
      return hit(scene, ...unproject(camera(scene), px, py), state.off)
    },
  }
}

function paintOn(
  canvas: HTMLCanvasElement,
  state: StageState,
  now: Moment,
  cursor: Cursor,
  camera: Camera,
  side: 0 | 1,
): void {
  const { palette, deck, isStill } = state.page!
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio)
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio)
  const ctx = canvas.getContext('2d', { alpha: false })!
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  const isThere = now.tick === cursor.tick
  const glides = cursor.playing && !isStill && isThere && cursor.speed <= 16
  paintScene(ctx, now.scene, {
    palette,
    camera,
    width,
    height,
    selected: cursor.selected,
    changed: cursor.playing ? NONE : changedOf(now),
    hidden: cursor.eyes === undefined ? NONE : unseenIn(now).unseen,
    layersOff: state.off ?? NO_LAYERS,
    track: state.track,
    ...(glides ? { next: deck.moment(side, cursor.tick + 1)?.scene, part: cursor.part } : {}),
  })
}

const NO_LAYERS: ReadonlySet<string> = new Set()
