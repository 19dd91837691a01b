import { useEffect, useMemo, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { Json } from '../../../engine/index.js'
import { LANE_KINDS, type Overview } from '../tell.js'
import { Section } from './pieces.js'
import { brief, shown } from './text.js'
import { useOf, usePage, useSession } from './use.js'

interface Line {
  readonly name: string
  readonly color: string
  readonly values: ArrayLike<number>
}

interface Chart {
  readonly title: string
  readonly lines: readonly Line[]
}

/** What is measured, over time and at the end. A click goes to the tick. */
export function ScoresPanel() {
  const { deck, palette } = usePage()
  const session = useSession()
  const side = useOf(deck.cursor, (c) => c.side)
  const overview = useOf(deck.shown, (s) => s.overviews[side])
  const charts = useMemo(() => {
    const agents = session?.opened.agents.map((a) => a.name) ?? []
    return overview === undefined ? [] : chartsOf(overview, agents, (tone) => palette.of(tone))
  }, [overview, session, palette])
  const metrics = Object.entries(session?.opened.metrics ?? {})
  return (
    <div>
      {charts.map((chart) => (
        <Section key={chart.title} title={chart.title}>
          <Plot chart={chart} overview={overview!} />
          <p class="legend">
            {chart.lines.map((line) => (
              <span key={line.name}>
                <svg viewBox="0 0 14 8" width="14" height="8" aria-hidden="true">
                  <rect y="3" width="14" height="2.500" fill={line.color} />
                </svg>
                {shown(line.name)} <b>{lastOf(line.values)}</b>
              </span>
            ))}
          </p>
        </Section>
      ))}
      {charts.length === 0 ? <p class="empty">Nothing was scored yet.</p> : null}
      {metrics.length === 0 ? null : (
        <Section title="At the end">
          <table class="factstable">
            <tbody>
              {metrics.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{shown(name)}</th>
                  <td>{brief(value as Json)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
    </div>
  )
}

const lastOf = (values: ArrayLike<number>): string => {
  for (let i = values.length - 1; i >= 0; i--) {
    const v = values[i]!
    if (!Number.isNaN(v)) return String(Number(v.toPrecision(5)))
  }
  return ''
}

function chartsOf(
  { series, lanes }: Overview,
  agents: readonly string[],
  color: (tone: `agent:${number}` | `hue:${number}`) => string,
): Chart[] {
  const group = (name: Overview['series'][number]['group'], title: string): Chart => ({
    title,
    lines: series
      .filter((s) => s.group === name)
      .map((s, i) => {
        const agent = agents.findIndex((a) => s.name.startsWith(`${a} `))
        const tone = agent >= 0 ? (`agent:${agent}` as const) : (`agent:${i + 2}` as const)
        return { name: s.name, color: color(tone), values: s.values }
      }),
  })
  const counted = (title: string, ...kinds: readonly (typeof LANE_KINDS)[number][]): Chart => ({
    title,
    lines: lanes.flatMap((lane, i) => {
      const values = runningSum(kinds.map((kind) => lane[LANE_KINDS.indexOf(kind)]!))
      return (values.at(-1) ?? 0) === 0
        ? []
        : [{ name: agents[i] ?? String(i), color: color(`agent:${i}`), values }]
    }),
  })
  return [
    group('progress', 'Goals'),
    group('reward', 'Reward so far'),
    group('tokens', 'Tokens so far'),
    counted('Accepted actions so far', 'done'),
    counted('Rejected actions so far', 'rejected', 'conflict'),
    counted('Messages so far', 'message'),
  ].filter(({ lines }) => lines.length > 0)
}

function runningSum(lists: readonly Uint16Array[]): Float64Array {
  let sum = 0
  return Float64Array.from({ length: lists[0]?.length ?? 0 }, (_, i) => {
    for (const list of lists) sum += list[i]!
    return sum
  })
}

const HEIGHT = 120

function Plot({ chart, overview }: { readonly chart: Chart; readonly overview: Overview }) {
  const { deck, palette } = usePage()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  useEffect(() => {
    const parent = host.current!
    const made = new uPlot(
      optionsOf(
        chart,
        parent.clientWidth || 320,
        palette.of('soft'),
        palette.of('line'),
        deck.cursor.get,
      ),
      dataOf(chart, overview),
      parent,
    )
    plot.current = made
    made.over.addEventListener('click', () => {
      const at = made.cursor.idx
      if (typeof at === 'number') deck.seek(overview.from + at * overview.width)
    })
    const redraw = deck.cursor.watch((now, before) => {
      if (now.tick !== before.tick) made.redraw(false, false)
    })
    const sized = new ResizeObserver(() =>
      made.setSize({ width: parent.clientWidth, height: HEIGHT }),
    )
    sized.observe(parent)
    return () => {
      redraw()
      sized.disconnect()
      made.destroy()
    }
  }, [chart, overview, palette, deck])
  return <div class="plot" ref={host} role="img" aria-label={`${chart.title}, by tick`} />
}

const dataOf = ({ lines }: Chart, { from, width, lanes }: Overview): uPlot.AlignedData => {
  const n = lines[0]?.values.length ?? lanes[0]?.[0]?.length ?? 0
  return [
    Float64Array.from({ length: n }, (_, i) => from + i * width),
    ...lines.map((line) => Array.from(line.values, (v) => (Number.isNaN(v) ? null : v))),
  ] as uPlot.AlignedData
}

function optionsOf(
  chart: Chart,
  width: number,
  soft: string,
  line: string,
  cursor: () => { readonly tick: number },
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: soft,
    grid: { stroke: line, width: 0.5 },
    ticks: { show: false },
    font: '11px system-ui',
    size: 24,
  }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 5 } },
    scales: { x: { time: false } },
    axes: [axis, { ...axis, size: 44 }],
    series: [
      {},
      ...chart.lines.map(
        (l): uPlot.Series => ({
          label: l.name,
          stroke: l.color,
          width: 1.5,
          points: { show: false },
        }),
      ),
    ],
    hooks: {
      draw: [
        (u) => {
          const x = u.valToPos(cursor().tick, 'x', true)
          u.ctx.fillStyle = soft
          u.ctx.fillRect(x - 1, u.bbox.top, 2, u.bbox.height)
        },
      ],
    },
  }
}
