import { LANE_KINDS, type Overview } from '../tell.js'
import type { Palette } from './palette.js'

/** What the lanes show, in pixels. */
export interface LaneView {
  readonly palette: Palette
  readonly width: number
  readonly height: number
  /** Ticks at the left and right edge. */
  readonly from: number
  readonly to: number
  readonly tick: number
  readonly loop: readonly [number, number] | undefined
  readonly agents: readonly string[]
  /** Ticks from which other runs go on otherwise. */
  readonly forks: readonly number[]
}

export const LANES = { gutter: 96, density: 20, curves: 36, lane: 17, axis: 16 } as const

export const lanesHeight = (agents: number): number =>
  LANES.density + LANES.curves + LANES.axis + LANES.lane * agents

type Context = CanvasRenderingContext2D

/** The pixel of a tick. */
export const xOfTick = (v: Pick<LaneView, 'from' | 'to' | 'width'>, tick: number): number =>
  LANES.gutter + ((tick - v.from) / Math.max(1, v.to - v.from)) * (v.width - LANES.gutter - 12)

/** The tick at a pixel. */
export const tickOfX = (v: Pick<LaneView, 'from' | 'to' | 'width'>, x: number): number =>
  v.from + ((x - LANES.gutter) / Math.max(1, v.width - LANES.gutter - 12)) * (v.to - v.from)

/** Paints density, curves, one lane for each agent, and the cursor. */
export function paintLanes(ctx: Context, overview: Overview | undefined, v: LaneView): void {
  const { palette, width, height } = v
  ctx.clearRect(0, 0, width, height)
  ctx.textBaseline = 'middle'
  ctx.font = '11px system-ui, sans-serif'
  if (v.loop !== undefined) {
    const [a, b] = v.loop.map((t) => xOfTick(v, t)) as [number, number]
    ctx.fillStyle = palette.of('accent')
    ctx.globalAlpha = 0.13
    ctx.fillRect(a - 1, 0, Math.max(2, b - a), height)
    ctx.globalAlpha = 1
  }
  labels(ctx, v)
  if (overview !== undefined) {
    density(ctx, overview, v)
    curves(ctx, overview, v)
    for (const [i, lane] of overview.lanes.entries()) {
      if (i < v.agents.length) agentLane(ctx, overview, lane, i, v)
    }
    marks(ctx, overview, v)
  }
  for (const tick of v.forks) if (tick >= v.from && tick <= v.to) branch(ctx, tick, v)
  axis(ctx, v)
  const x = xOfTick(v, v.tick)
  ctx.fillStyle = palette.of('accent')
  ctx.fillRect(x - 0.75, 0, 1.5, height - LANES.axis)
  ctx.beginPath()
  ctx.moveTo(x - 5, 0)
  ctx.lineTo(x + 5, 0)
  ctx.lineTo(x, 7)
  ctx.fill()
}

function labels(ctx: Context, v: LaneView): void {
  ctx.textAlign = 'left'
  ctx.fillStyle = v.palette.of('soft')
  ctx.fillText('activity', 10, LANES.density / 2 + 1)
  ctx.fillText('scores', 10, LANES.density + LANES.curves / 2)
  for (const [i, name] of v.agents.entries()) {
    const y = LANES.density + LANES.curves + LANES.lane * (i + 0.5)
    ctx.fillStyle = v.palette.of(`agent:${i}`)
    ctx.fillRect(10, y - 4, 8, 8)
    ctx.fillStyle = v.palette.of('ink')
    ctx.fillText(name.length > 11 ? `${name.slice(0, 10)}…` : name, 24, y)
  }
}

/** The sum of counts under each pixel. */
function perPixel(counts: readonly ArrayLike<number>[], o: Overview, v: LaneView): Float64Array {
  const [left, right] = [LANES.gutter, Math.max(LANES.gutter + 1, Math.floor(v.width - 12))]
  const out = new Float64Array(right - left + 1)
  const bins = counts[0]?.length ?? 0
  const [start, end] = [binAt(o, v.from), binAt(o, v.to)]
  for (let bin = Math.max(0, start); bin <= Math.min(bins - 1, end); bin++) {
    let sum = 0
    for (const list of counts) sum += list[bin]!
    if (sum === 0) continue
    const x = Math.round(xOfTick(v, o.from + bin * o.width) - left)
    if (x >= 0 && x < out.length) out[x]! += sum
  }
  return out
}

const totals = new WeakMap<Overview, Uint32Array>()

/** All that happened, by bin; added up once. */
function totalsOf(o: Overview): Uint32Array {
  let sums = totals.get(o)
  if (sums === undefined) {
    sums = new Uint32Array(o.lanes[0]?.[0]?.length ?? 0)
    for (const lane of o.lanes)
      for (const list of lane) for (let i = 0; i < list.length; i++) sums[i]! += list[i]!
    totals.set(o, sums)
  }
  return sums
}

const binAt = (o: Overview, tick: number): number => Math.floor((tick - o.from) / o.width)

function density(ctx: Context, o: Overview, v: LaneView): void {
  const counts = perPixel([totalsOf(o)], o, v)
  const most = counts.reduce((a, b) => Math.max(a, b), 1)
  ctx.fillStyle = v.palette.of('soft')
  for (let x = 0; x < counts.length; x++) {
    if (counts[x] === 0) continue
    const h = Math.max(1, (counts[x]! / most) * (LANES.density - 4))
    ctx.fillRect(LANES.gutter + x, LANES.density - h, 1, h)
  }
}

function curves(ctx: Context, o: Overview, v: LaneView): void {
  const top = LANES.density + 4
  const h = LANES.curves - 8
  const isProgress = o.series.some((s) => s.group === 'progress')
  const wanted = o.series.filter((s) => s.group === (isProgress ? 'progress' : 'reward'))
  let [low, high] = [0, 1e-9]
  for (const { values } of wanted) {
    for (const value of values) {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  for (const [i, { values }] of wanted.entries()) {
    ctx.strokeStyle = v.palette.of(`agent:${isProgress ? i + 2 : i}`)
    ctx.lineWidth = 1.5
    ctx.beginPath()
    let isDrawing = false
    for (
      let bin = Math.max(0, binAt(o, v.from));
      bin <= Math.min(values.length - 1, binAt(o, v.to) + 1);
      bin++
    ) {
      const value = values[bin]!
      if (Number.isNaN(value)) continue
      const x = Math.min(v.width, xOfTick(v, Math.min(o.to, o.from + bin * o.width)))
      const y = top + h - ((value - low) / (high - low)) * h
      if (isDrawing) ctx.lineTo(x, y)
      else ctx.moveTo(x, y)
      isDrawing = true
    }
    ctx.stroke()
  }
}

/** From what matters least to what matters most; later ones are painted over earlier ones. */
const SHAPES = [
  ['fallback', 0.42, 0.16],
  ['done', 0.25, 0.5],
  ['message', 0.04, 0.16],
  ['call', 0.82, 0.14],
  ['rejected', 0.12, 0.76],
  ['conflict', 0.12, 0.76],
] as const

function agentLane(
  ctx: Context,
  o: Overview,
  lane: readonly Uint16Array[],
  agent: number,
  v: LaneView,
): void {
  const y = LANES.density + LANES.curves + LANES.lane * agent
  const { palette } = v
  ctx.fillStyle = palette.of('line')
  ctx.fillRect(LANES.gutter, y + LANES.lane / 2, v.width - LANES.gutter - 12, 0.5)
  const wide = Math.max(1, Math.min(9, xOfTick(v, o.from + o.width) - xOfTick(v, o.from) - 1))
  for (const [kind, top, height] of SHAPES) {
    const counts = perPixel([lane[LANE_KINDS.indexOf(kind)]!], o, v)
    ctx.fillStyle = palette.of(
      kind === 'rejected'
        ? 'bad'
        : kind === 'conflict'
          ? 'accent'
          : kind === 'message'
            ? 'ink'
            : kind === 'call'
              ? 'good'
              : kind === 'fallback'
                ? 'soft'
                : `agent:${agent}`,
    )
    for (let x = 0; x < counts.length; x++) {
      if (counts[x]! > 0)
        ctx.fillRect(
          LANES.gutter + x - wide / 2 + 0.5,
          y + top * LANES.lane,
          wide,
          height * LANES.lane,
        )
    }
  }
}

const MARK_TONES: Readonly<Record<string, 'accent' | 'bad' | 'good'>> = {
  conflict: 'accent',
  rejected: 'bad',
  refused: 'bad',
  progress: 'good',
}

function marks(ctx: Context, o: Overview, v: LaneView): void {
  const y = LANES.density
  let last = -10
  for (const { tick, kind } of o.marks) {
    if (tick < v.from || tick > v.to) continue
    const x = xOfTick(v, tick)
    // Many of a kind in one place are one.
    if (x - last < 2) continue
    last = x
    ctx.fillStyle = v.palette.of(MARK_TONES[kind] ?? 'good')
    ctx.beginPath()
    ctx.moveTo(x, y - 2)
    ctx.lineTo(x + 3, y + 2)
    ctx.lineTo(x, y + 6)
    ctx.lineTo(x - 3, y + 2)
    ctx.fill()
  }
}

/** A way that leaves the axis. */
function branch(ctx: Context, tick: number, v: LaneView): void {
  const [x, y] = [xOfTick(v, tick), v.height - LANES.axis]
  ctx.strokeStyle = v.palette.of('accent')
  ctx.lineWidth = 1.5
  ctx.beginPath()
  ctx.moveTo(x, y)
  ctx.lineTo(x + 6, y - 6)
  ctx.moveTo(x + 2.5, y - 6)
  ctx.lineTo(x + 6, y - 6)
  ctx.lineTo(x + 6, y - 2.5)
  ctx.stroke()
}

function axis(ctx: Context, v: LaneView): void {
  const y = v.height - LANES.axis / 2
  ctx.fillStyle = v.palette.of('soft')
  ctx.textAlign = 'center'
  const step = niceStep((v.to - v.from) / Math.max(2, (v.width - LANES.gutter) / 90))
  for (let t = Math.ceil(v.from / step) * step; t <= v.to; t += step) {
    ctx.fillText(t.toLocaleString('en'), xOfTick(v, t), y)
    ctx.fillRect(xOfTick(v, t), v.height - LANES.axis - 2, 1, 3)
  }
}

/** 1, 2 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  for (let power = 1; ; power *= 10) {
    const step = [power, 2 * power, 5 * power].find((s) => s >= least)
    if (step !== undefined || power > 1e9) return step ?? power
  }
}
