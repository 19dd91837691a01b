import type { TargetedPointerEvent } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { pan, zoomAt } from '../paint/camera.js'
import type { Mark, Scene } from '../scene.js'
import { unseenIn } from './sight.js'
import { type Painter, painter, type StageState } from './stage-painter.web.js'
import { shown } from './text.js'
import { type Page, useAnswer, useOf, usePage } from './use.js'

/** How the stage can be moved from elsewhere. */
export interface StageActs {
  fit(): void
  zoom(factor: number): void
}

/** The world of one replay: zoom, pan, select, what an agent saw, the track of what is selected. */
export function Stage({
  side,
  register,
}: {
  readonly side: 0 | 1
  readonly register: (acts: StageActs) => void
}) {
  const page = usePage()
  const { deck } = page
  const canvas = useRef<HTMLCanvasElement>(null)
  const session = useOf(deck.shown, (s) => s.sessions[side])
  const isTwo = useOf(deck.shown, (s) => s.sessions.length === 2)
  const selected = useOf(deck.cursor, (c) => c.selected)
  const tick = useOf(deck.cursor, (c) => c.tick)
  const isTracked = useOf(deck.cursor, (c) => c.track)
  const asked =
    isTracked && selected !== undefined && session !== undefined
      ? {
          tick: Math.min(Math.max(tick, session.opened.first), session.opened.last),
          id: selected,
          ticks: 40,
        }
      : undefined
  const track = useAnswer(session, 'track', asked)
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const [layers, setLayers] = useState<readonly string[]>([])
  const [tip, setTip] = useState<Tip | undefined>(undefined)
  const state = useRef<StageState>({ camera: undefined, last: undefined, grabbed: undefined })
  state.current.page = page
  state.current.off = off
  state.current.track = asked === undefined ? undefined : track.value
  state.current.layers = setLayers
  const paint = useMemo(() => painter(state.current, side), [side])
  useEffect(() => paint.mount(canvas.current!), [paint])
  // Whatever was drawn anew here may look otherwise.
  useEffect(() => paint.soon())
  useEffect(() => {
    register({
      fit: () => paint.move(() => undefined),
      zoom: (factor) => paint.move((c, w, h) => zoomAt(c, factor, w / 2, h / 2)),
    })
  }, [paint, register])
  return (
    <section class="stage" aria-label={isTwo ? `World of ${side === 0 ? 'A' : 'B'}` : 'World'}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={sceneText(paint.scene(), tick)}
        {...handlersOf(state.current, paint, page, side, setTip)}
      />
      {isTwo ? <span class="which">{side === 0 ? 'A' : 'B'}</span> : null}
      {tip === undefined ? null : (
        <span class="tip" style={{ left: `${tip.x + 14}px`, top: `${tip.y + 10}px` }}>
          {shown(tip.text)}
        </span>
      )}
      <Layers names={layers} off={off} set={setOff} />
      <SeenNote side={side} />
    </section>
  )
}

type SetTip = (tip: Tip | undefined) => void

interface Tip {
  readonly x: number
  readonly y: number
  readonly text: string
}

/** What the pointer does in the world. */
function handlersOf(
  state: StageState,
  paint: Painter,
  { deck }: Page,
  side: 0 | 1,
  setTip: SetTip,
) {
  const pointed = (e: PointerEvent): Mark | undefined => paint.at(e.offsetX, e.offsetY)
  return {
    onPointerDown(e: TargetedPointerEvent<HTMLCanvasElement>): void {
      e.currentTarget.setPointerCapture(e.pointerId)
      state.grabbed = { x: e.offsetX, y: e.offsetY, moved: false }
    },
    onPointerMove(e: PointerEvent): void {
      const g = state.grabbed
      if (g === undefined || e.buttons !== 1) {
        const mark = pointed(e)
        setTip(
          mark?.title === undefined ? undefined : { x: e.offsetX, y: e.offsetY, text: mark.title },
        )
        return
      }
      const [dx, dy] = [e.offsetX - g.x, e.offsetY - g.y]
      if (!g.moved && Math.abs(dx) + Math.abs(dy) < 4) return
      state.grabbed = { x: e.offsetX, y: e.offsetY, moved: true }
      paint.move((c) => pan(c, dx, dy))
    },
    onPointerUp(e: PointerEvent): void {
      const g = state.grabbed
      state.grabbed = undefined
      if (g === undefined || g.moved) return
      const entity = pointed(e)?.entity
      const panel = entity === undefined ? {} : { panel: 'entities' as const }
      deck.cursor.set({ selected: entity, side, ...panel })
    },
    onPointerLeave: (): void => setTip(undefined),
    onWheel(e: WheelEvent): void {
      e.preventDefault()
      paint.move((c) => zoomAt(c, Math.exp(-e.deltaY / 400), e.offsetX, e.offsetY))
    },
    onDblClick: (): void => paint.move(() => undefined),
  }
}

function Layers({
  names,
  off,
  set,
}: {
  readonly names: readonly string[]
  readonly off: ReadonlySet<string>
  readonly set: (off: ReadonlySet<string>) => void
}) {
  if (names.length < 2) return null
  return (
    <fieldset class="layers">
      <legend class="unseen">Layers</legend>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class={off.has(name) ? 'chip' : 'chip on'}
          aria-pressed={!off.has(name)}
          onClick={() =>
            set(new Set(off.has(name) ? [...off].filter((n) => n !== name) : [...off, name]))
          }
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}

/** Says what the dimming means, or why there is none. */
function SeenNote({ side }: { readonly side: 0 | 1 }) {
  const { deck } = usePage()
  const eyes = useOf(deck.cursor, (c) => c.eyes)
  useOf(deck.cursor, (c) => c.tick)
  useOf(deck.shown, (s) => s.arrived)
  const name = useOf(deck.shown, (s) => s.sessions[side]?.opened.agents[eyes ?? -1]?.name)
  const moment = deck.moment(side)
  if (eyes === undefined || name === undefined || moment === undefined) return null
  const { known } = unseenIn(moment)
  return (
    <span class="seen">
      {moment.seen === undefined
        ? `What ${shown(name)} saw was not recorded`
        : known === 0
          ? `${shown(name)} saw no names: read its observation in the panel`
          : moment.isSimulated === true
            ? `${shown(name)} did not look; what it could not have seen is faint`
            : `What ${shown(name)} did not see is faint`}
    </span>
  )
}

/** The picture in words, for those who do not see it. */
function sceneText(scene: Scene | undefined, tick: number): string {
  if (scene === undefined) return 'The world'
  const titles = scene.layers.flatMap(({ marks }) =>
    marks.flatMap((m) => (m.kind === 'disc' && m.title !== undefined ? [m.title] : [])),
  )
  const names = [...new Set(titles)].slice(0, 12).join(', ')
  return `The world in tick ${tick}${names === '' ? '' : `: ${names}`}. The panel Entities tells it in words.`
}
