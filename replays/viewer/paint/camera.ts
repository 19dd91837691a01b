import type { Scene } from '../scene.js'

/** Where a scene is on the canvas: pixels = units · scale + offset. */
export interface Camera {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** Shows all of a box, in the middle. */
export function wholeIn(box: Scene['box'], width: number, height: number): Camera {
  const [left, top, right, bottom] = box
  const [w, h] = [Math.max(1e-9, right - left), Math.max(1e-9, bottom - top)]
  const scale = Math.min(width / w, height / h)
  return {
    scale,
    x: (width - w * scale) / 2 - left * scale,
    y: (height - h * scale) / 2 - top * scale,
  }
}

/** Zooms so that the point under the pointer stays there. */
export function zoomAt(c: Camera, factor: number, px: number, py: number): Camera {
  const scale = Math.min(1e6, Math.max(1e-6, c.scale * factor))
  const f = scale / c.scale
  return { scale, x: px - (px - c.x) * f, y: py - (py - c.y) * f }
}

export const pan = (c: Camera, dx: number, dy: number): Camera => ({
  ...c,
  x: c.x + dx,
  y: c.y + dy,
})

/** The point of the scene at a pixel. */
export const unproject = (c: Camera, px: number, py: number): readonly [number, number] => [
  (px - c.x) / c.scale,
  (py - c.y) / c.scale,
]
