import type { Tone } from '../scene.js'
import type { Together } from '../tell.js'
import { AgentName, Section, TickLink, Trouble } from './pieces.js'
import { shown } from './text.js'
import { useAnswer, useOf, usePage, useSession } from './use.js'

type Link = Together['links'][number]

const KINDS: Readonly<Record<Link['kind'], { readonly tone: Tone; readonly verb: string }>> = {
  told: { tone: 'soft', verb: 'told' },
  helped: { tone: 'good', verb: 'helped' },
  blocked: { tone: 'accent', verb: 'blocked' },
  refused: { tone: 'bad', verb: 'was refused by' },
}

/** How many ticks are looked back at. */
const SPAN = 2000

/** Who told, helped, blocked and was refused by whom, up to the cursor. */
export function TogetherPanel() {
  const { deck } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  const from = Math.max(session?.opened.first ?? 0, tick - SPAN)
  const { value, failure } = useAnswer(session, 'together', { from, to: tick })
  const names = session?.opened.agents.map((a) => a.name) ?? []
  const links = [...(value?.links ?? [])].sort((a, b) => b.count - a.count)
  return (
    <div>
      <Trouble failure={failure} />
      <Graph names={names} links={links} />
      <p class="legend">
        {Object.entries(KINDS).map(([kind, { tone, verb }]) => (
          <LegendItem key={kind} tone={tone} text={verb} />
        ))}
      </p>
      <Section title={`Ticks ${value?.from ?? from} to ${value?.to ?? tick}`}>
        {links.length === 0 ? <p class="empty">Everyone kept to themselves.</p> : null}
        <ul class="rows">
          {links.slice(0, 100).map((link) => (
            <li key={`${link.kind} ${link.from} ${link.to}`}>
              <AgentName index={names.indexOf(link.from)} name={link.from} />{' '}
              {KINDS[link.kind].verb} <AgentName index={names.indexOf(link.to)} name={link.to} />{' '}
              <b>{link.count}×</b> <small>first in tick</small> <TickLink tick={link.tick} />
            </li>
          ))}
        </ul>
      </Section>
      <p class="hint">
        Helped: used what the other had changed last. Blocked: took in the same tick what the other
        was after.
      </p>
    </div>
  )
}

function LegendItem({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  const { palette } = usePage()
  return (
    <span>
      <svg viewBox="0 0 14 8" width="14" height="8" aria-hidden="true">
        <rect y="3" width="14" height="2.500" fill={palette.of(tone)} />
      </svg>
      {text}
    </span>
  )
}

const SIZE = 320
const MOST = 24

function Graph({
  names,
  links,
}: {
  readonly names: readonly string[]
  readonly links: readonly Link[]
}) {
  const { palette } = usePage()
  const shownNames = names.slice(0, MOST)
  const at = (name: string): readonly [number, number] | undefined => {
    const i = shownNames.indexOf(name)
    if (i < 0) return undefined
    const angle = (2 * Math.PI * i) / shownNames.length - Math.PI / 2
    return [SIZE / 2 + 110 * Math.cos(angle), SIZE / 2 + 110 * Math.sin(angle)]
  }
  const most = Math.max(1, ...links.map((l) => l.count))
  const lines = links.flatMap((link) => {
    const [a, b] = [at(link.from), at(link.to)]
    if (a === undefined || b === undefined) return []
    const bend = 14 + 12 * Object.keys(KINDS).indexOf(link.kind)
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const length = Math.sqrt(dx * dx + dy * dy) || 1
    const middle = [
      (a[0] + b[0]) / 2 - (dy / length) * bend,
      (a[1] + b[1]) / 2 + (dx / length) * bend,
    ]
    return [{ link, d: `M${a[0]} ${a[1]}Q${middle[0]} ${middle[1]} ${b[0]} ${b[1]}`, end: middle }]
  })
  return (
    <svg
      class="graph"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label="Who did what with whom; the list below tells the same"
    >
      {lines.map(({ link, d }) => (
        <path
          key={d + link.kind}
          d={d}
          fill="none"
          stroke={palette.of(KINDS[link.kind].tone)}
          stroke-width={1 + (4 * link.count) / most}
          opacity="0.75"
        />
      ))}
      {shownNames.map((name, i) => {
        const [x, y] = at(name)!
        return (
          <g key={name}>
            <circle cx={x} cy={y} r="13" fill={palette.of(`agent:${i}`)} />
            <text
              x={x}
              y={y + (y < SIZE / 2 ? -19 : 27)}
              text-anchor="middle"
              fill={palette.of('ink')}
              font-size="12"
            >
              {shown(name.slice(0, 18))}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
