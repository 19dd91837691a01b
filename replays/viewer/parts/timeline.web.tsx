import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Deck } from '../cursor/deck.js'
import { type LaneView, lanesHeight, paintLanes, tickOfX } from '../paint/lanes.js'
import type { Overview } from '../tell.js'
import { forksOf } from './find.js'
import { bytesText, plural } from './text.js'
import { useOf, usePage, useSession } from './use.js'

/** Lanes that are shown at most; of more agents, the first. */
const LANES_MAX = 10

/** Ticks in sight; undefined for all. */
type Range = readonly [number, number] | undefined

/** What happened when: density, scores, a lane for each agent. A click or a drag moves the cursor, the wheel looks closer. */
export function Timeline() {
  const page = usePage()
  const { deck } = page
  const session = useSession()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [range, setRange] = useState<Range>(undefined)
  const near = useNear(range)
  const side = useOf(deck.cursor, (c) => c.side)
  const whole = useOf(deck.shown, (s) => s.overviews[side])
  const tick = useOf(deck.cursor, (c) => c.tick)
  const agents = (session?.opened.agents ?? []).slice(0, LANES_MAX).map((a) => a.name)
  const forks = forksOf(page.files ?? [], session?.opened.chain)
  const height = lanesHeight(agents.length)
  const { first, last } = deck.extent()
  const [from, to] = range ?? [first, last]
  const view = (width: number): LaneView => ({
    palette: page.palette,
    width,
    height,
    from,
    to,
    tick: deck.cursor.get().tick,
    loop: deck.cursor.get().loop,
    agents,
    forks,
  })
  usePainted(canvas, near ?? whole, view, deck)
  const seekTo = (e: PointerEvent): void => {
    const c = canvas.current!
    deck.seek(
      tickOfX({ from, to, width: c.clientWidth }, e.clientX - c.getBoundingClientRect().left),
    )
  }
  return (
    <div class="timeline">
      <canvas
        ref={canvas}
        style={{ height: `${height}px` }}
        role="slider"
        tabIndex={0}
        aria-label="Timeline"
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={tick}
        aria-valuetext={`tick ${tick} of ${last}`}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId)
          deck.play(false)
          seekTo(e)
        }}
        onPointerMove={(e) => {
          if (e.buttons === 1) seekTo(e)
        }}
        onWheel={(e) => {
          e.preventDefault()
          const at = tickOfX({ from, to, width: e.currentTarget.clientWidth }, e.offsetX)
          setRange(zoomed([from, to], [first, last], e.deltaY > 0 ? 1.25 : 0.8, at, e.deltaX))
        }}
        onDblClick={() => setRange(undefined)}
      />
      <Unread overview={whole} />
    </div>
  )
}

/** Paints the lanes when the cursor or what is known has changed. */
function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  overview: Overview | undefined,
  view: (width: number) => LaneView,
  deck: Deck,
): void {
  useEffect(() => {
    const c = canvas.current!
    let asked = 0
    const paint = (): void => {
      asked = 0
      const ratio = window.devicePixelRatio || 1
      const width = c.clientWidth
      const { height } = view(width)
      if (c.width !== Math.round(width * ratio)) c.width = Math.round(width * ratio)
      if (c.height !== Math.round(height * ratio)) c.height = Math.round(height * ratio)
      const ctx = c.getContext('2d')!
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      paintLanes(ctx, overview, view(width))
    }
    const soon = (): void => {
      if (asked === 0) asked = requestAnimationFrame(paint)
    }
    soon()
    const ends = deck.cursor.watch((now, before) => {
      if (now.tick !== before.tick || now.loop !== before.loop) soon()
    })
    const sized = new ResizeObserver(soon)
    sized.observe(c)
    return () => {
      ends()
      sized.disconnect()
      cancelAnimationFrame(asked)
    }
  })
}

function zoomed(
  now: readonly [number, number],
  all: readonly [number, number],
  factor: number,
  at: number,
  shift: number,
): Range {
  const width = Math.max(20, (now[1] - now[0]) * (shift === 0 ? factor : 1))
  const share = (at - now[0]) / Math.max(1, now[1] - now[0])
  const start = shift === 0 ? at - share * width : now[0] + (shift / 400) * width
  if (width >= all[1] - all[0]) return undefined
  const from = Math.min(all[1] - width, Math.max(all[0], start))
  return [from, from + width]
}

/** What is near, tick by tick, when the whole was counted in wider bins. */
function useNear(range: Range): Overview | undefined {
  const { deck } = usePage()
  const session = useSession()
  const side = useOf(deck.cursor, (c) => c.side)
  const isCoarse = useOf(deck.shown, (s) => (s.overviews[side]?.width ?? 1) > 1)
  const [near, setNear] = useState<Overview | undefined>(undefined)
  const [from, to] = range === undefined ? [0, 0] : [Math.floor(range[0]), Math.ceil(range[1])]
  useEffect(() => {
    if (session === undefined || !isCoarse || to - from < 1 || to - from > 20_000) {
      setNear(undefined)
      return
    }
    const { first, last } = session.opened
    const asked = {
      from: Math.max(first, from),
      to: Math.min(last, to),
      bins: 4096,
      of: 'near',
    } as const
    const timer = setTimeout(() => {
      session.client.ask('overview', asked).then(setNear, () => setNear(undefined))
    }, 150)
    return () => clearTimeout(timer)
  }, [session, isCoarse, from, to])
  return near
}

/** Says what of a large file the lanes do not show. */
function Unread({ overview }: { readonly overview: Overview | undefined }) {
  const { deck } = usePage()
  const session = useSession()
  if (session === undefined || overview === undefined) return null
  const { first, last, bytes } = session.opened
  const all = last - first + 1
  if (overview.problem !== undefined)
    return (
      <p class="unread">
        Lanes end at tick {overview.from + overview.read}: {overview.problem}
      </p>
    )
  if (overview.read >= all) return null
  const isWhole = overview.to - overview.from + 1 >= all
  return (
    <p class="unread">
      {isWhole
        ? `Reading … ${Math.round((100 * overview.read) / all)} %`
        : `Lanes show ${plural(overview.to - overview.from + 1, 'tick')} of ${all.toLocaleString('en')}. `}
      {isWhole ? null : (
        <button type="button" class="plainlink" onClick={() => deck.readAll()}>
          Read the whole file ({bytesText(bytes)})
        </button>
      )}
    </p>
  )
}
