import type { DiscMark, LinkMark, Mark, RectMark, Scene, TextMark } from '../scene.js'
import type { Camera } from './camera.js'
import type { Palette } from './palette.js'

/** What is painted over a scene. */
export interface Look {
  readonly palette: Palette
  readonly camera: Camera
  readonly width: number
  readonly height: number
  readonly selected?: number | undefined
  /** Entities that the tick changed. */
  readonly changed?: ReadonlySet<number>
  /** Entities that are not seen by whose eyes are looked through. */
  readonly hidden?: ReadonlySet<number>
  readonly layersOff?: ReadonlySet<string>
  readonly track?: readonly (readonly [number, number])[] | undefined
  /** The scene that it becomes, and how far, 0 to 1. */
  readonly next?: Scene | undefined
  readonly part?: number
}

type Context = CanvasRenderingContext2D

/** Paints a scene on a cleared canvas, in its pixels. */
export function paintScene(ctx: Context, scene: Scene, look: Look): void {
  const { palette, width, height, camera } = look
  ctx.fillStyle = palette.of('page')
  ctx.fillRect(0, 0, width, height)
  const part = look.part ?? 0
  const next = part > 0 && look.next !== undefined ? byKey(look.next) : undefined
  ctx.textBaseline = 'middle'
  for (const layer of scene.layers) {
    if (look.layersOff?.has(layer.name) === true) continue
    for (const mark of layer.marks) {
      const to = next !== undefined && mark.key !== undefined ? next.get(mark.key) : undefined
      const x = to === undefined ? mark.x : mark.x + (to.x - mark.x) * part
      const y = to === undefined ? mark.y : mark.y + (to.y - mark.y) * part
      const px = x * camera.scale + camera.x
      const py = y * camera.scale + camera.y
      ctx.globalAlpha =
        mark.entity !== undefined && look.hidden?.has(mark.entity) === true ? 0.18 : 1
      paintMark(ctx, mark, px, py, look)
    }
  }
  if (look.track !== undefined) paintTrack(ctx, look.track, look)
  ctx.globalAlpha = 1
}

const keyed = new WeakMap<Scene, ReadonlyMap<string, Mark>>()

function byKey(scene: Scene): ReadonlyMap<string, Mark> {
  let found = keyed.get(scene)
  if (found === undefined) {
    const map = new Map<string, Mark>()
    for (const { marks } of scene.layers)
      for (const mark of marks) if (mark.key !== undefined) map.set(mark.key, mark)
    found = map
    keyed.set(scene, found)
  }
  return found
}

function paintMark(ctx: Context, mark: Mark, px: number, py: number, look: Look): void {
  if (mark.kind === 'rect') paintRect(ctx, mark, px, py, look)
  else if (mark.kind === 'disc') paintDisc(ctx, mark, px, py, look)
  else if (mark.kind === 'text') paintText(ctx, mark, px, py, look)
  else paintLink(ctx, mark, look)
}

/** The line around a mark: wide where it is selected, coloured where the tick changed it. */
function outline(ctx: Context, { entity, ...mark }: RectMark | DiscMark, look: Look): void {
  const { palette } = look
  const isSelected = entity !== undefined && entity === look.selected
  const isChanged = entity !== undefined && look.changed?.has(entity) === true
  if (isSelected || isChanged) {
    ctx.strokeStyle = palette.of(isSelected ? 'accent' : 'good')
    ctx.lineWidth = isSelected ? 3.5 : 2
    ctx.stroke()
  } else if (mark.line !== undefined) {
    ctx.strokeStyle = palette.of(mark.line)
    ctx.lineWidth = 1
    ctx.stroke()
  }
}

function paintRect(ctx: Context, mark: RectMark, px: number, py: number, look: Look): void {
  const { scale } = look.camera
  const [w, h] = [mark.w * scale, mark.h * scale]
  if (px > look.width || py > look.height || px + w < 0 || py + h < 0) return
  ctx.beginPath()
  if (mark.round === undefined) ctx.rect(px, py, w, h)
  else ctx.roundRect(px, py, w, h, Math.min(mark.round * scale, h / 2, w / 2))
  if (mark.fill !== undefined) {
    ctx.fillStyle = look.palette.of(mark.fill)
    ctx.fill()
  }
  if (mark.dashed === true) ctx.setLineDash([4, 4])
  outline(ctx, mark, look)
  if (mark.dashed === true) ctx.setLineDash([])
}

function paintDisc(ctx: Context, mark: DiscMark, px: number, py: number, look: Look): void {
  const { palette, camera } = look
  const r = Math.max(1.5, mark.r * camera.scale)
  if (px - r > look.width || py - r > look.height || px + r < 0 || py + r < 0) return
  ctx.beginPath()
  ctx.arc(px, py, r, 0, 2 * Math.PI)
  if (mark.fill !== undefined) {
    ctx.fillStyle = palette.of(mark.fill)
    ctx.fill()
  }
  outline(ctx, mark, look)
  if (mark.facing !== undefined) {
    const angle = (mark.facing * Math.PI) / 2
    ctx.beginPath()
    ctx.moveTo(px + Math.cos(angle) * r * 1.3, py + Math.sin(angle) * r * 1.3)
    ctx.arc(px, py, r, angle - 0.45, angle + 0.45)
    ctx.closePath()
    ctx.fillStyle = palette.of(mark.fill ?? 'ink')
    ctx.fill()
  }
  if (mark.label !== undefined && r > 6) {
    ctx.fillStyle = palette.on(mark.fill ?? 'card')
    const size = r * (mark.label.length > 2 ? 0.68 : 0.85)
    ctx.font = `600 ${Math.round(size)}px system-ui, sans-serif`
    ctx.textAlign = 'center'
    ctx.fillText(mark.label, px, py + r * 0.05)
  }
}

/** Texts smaller than this are no use. */
const READABLE_PX = 5

function paintText(ctx: Context, mark: TextMark, px: number, py: number, look: Look): void {
  const size = mark.size * look.camera.scale
  if (size < READABLE_PX || py < -size || py > look.height + size || px > look.width) return
  ctx.font = `${mark.bold === true ? '600 ' : ''}${Math.round(size * 10) / 10}px system-ui, sans-serif`
  ctx.textAlign = mark.align ?? 'left'
  ctx.fillStyle = look.palette.of(mark.tone ?? 'ink')
  const width = mark.width === undefined ? undefined : mark.width * look.camera.scale
  ctx.fillText(width === undefined ? mark.text : shortened(ctx, mark.text, width), px, py)
}

const short = new Map<string, string>()

/** A text cut to a width; measured once for each font. */
function shortened(ctx: Context, text: string, width: number): string {
  const key = `${ctx.font}|${Math.round(width)}|${text}`
  let cut = short.get(key)
  if (cut === undefined) {
    cut = text.length > 300 ? text.slice(0, 300) : text
    const whole = cut
    for (let n = whole.length; n > 1 && ctx.measureText(cut).width > width; ) {
      n = Math.max(1, Math.min(n - 1, Math.floor((n * width) / ctx.measureText(cut).width)))
      cut = `${whole.slice(0, n)}…`
    }
    if (short.size > 4000) short.clear()
    short.set(key, cut)
  }
  return cut
}

function paintLink(ctx: Context, mark: LinkMark, { palette, camera }: Look): void {
  const { scale, x, y } = camera
  const [x1, y1] = [mark.x * scale + x, mark.y * scale + y]
  const [x2, y2] = [mark.x2 * scale + x, mark.y2 * scale + y]
  ctx.strokeStyle = palette.of(mark.tone ?? 'line')
  ctx.lineWidth = Math.max(1, (mark.width ?? 0) * scale)
  if (mark.dashed === true) ctx.setLineDash([4, 4])
  ctx.beginPath()
  ctx.moveTo(x1, y1)
  ctx.lineTo(x2, y2)
  ctx.stroke()
  if (mark.dashed === true) ctx.setLineDash([])
  if (mark.arrow !== true) return
  const angle = Math.atan2(y2 - y1, x2 - x1)
  ctx.beginPath()
  ctx.moveTo(x2, y2)
  ctx.lineTo(x2 - 8 * Math.cos(angle - 0.4), y2 - 8 * Math.sin(angle - 0.4))
  ctx.lineTo(x2 - 8 * Math.cos(angle + 0.4), y2 - 8 * Math.sin(angle + 0.4))
  ctx.closePath()
  ctx.fillStyle = palette.of(mark.tone ?? 'line')
  ctx.fill()
}

function paintTrack(
  ctx: Context,
  points: readonly (readonly [number, number])[],
  { palette, camera }: Look,
): void {
  ctx.strokeStyle = palette.of('accent')
  ctx.lineWidth = 2
  for (let i = 1; i < points.length; i++) {
    ctx.globalAlpha = 0.7 * (1 - i / points.length) + 0.1
    ctx.beginPath()
    ctx.moveTo(
      points[i - 1]![0] * camera.scale + camera.x,
      points[i - 1]![1] * camera.scale + camera.y,
    )
    ctx.lineTo(points[i]![0] * camera.scale + camera.x, points[i]![1] * camera.scale + camera.y)
    ctx.stroke()
  }
  ctx.globalAlpha = 1
}

/** The topmost mark of an entity at a point of the scene. */
export function hit(
  scene: Scene,
  x: number,
  y: number,
  off?: ReadonlySet<string>,
): Mark | undefined {
  for (const layer of scene.layers.toReversed()) {
    if (off?.has(layer.name) === true) continue
    const found = layer.marks.findLast((m) => m.entity !== undefined && isIn(m, x, y))
    if (found !== undefined) return found
  }
  return undefined
}

function isIn(mark: Mark, x: number, y: number): boolean {
  if (mark.kind === 'rect')
    return x >= mark.x && y >= mark.y && x <= mark.x + mark.w && y <= mark.y + mark.h
  if (mark.kind === 'disc')
    return (x - mark.x) * (x - mark.x) + (y - mark.y) * (y - mark.y) <= mark.r * mark.r
  return false
}
