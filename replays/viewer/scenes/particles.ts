import type { Mark, Scene } from '../scene.js'
import { agentDisc, boxAround, type Drawing, hasComponents, labelOf, ownerOf } from './read.js'

const RADIUS = { agent: 0.06, thing: 0.09 } as const
/** What is always in sight: bodies begin within one of the middle. */
const REACH = 1.15

/** Round bodies on a plane, how they move, and what they are after. */
export const particles: Drawing = (view, subject): Scene | undefined => {
  if (!hasComponents(view, 'Body', 'Voice', 'Aim')) return undefined
  const column = (name: string) => view.column(`Body.${name}`)
  const [xs, ys, vx, vy] = [column('x'), column('y'), column('vx'), column('vy')]
  const goals = view.column('Aim.goal')
  const at = (e: number): [number, number] => [xs[e] ?? 0, -(ys[e] ?? 0)]
  const ways: Mark[] = []
  const things: Mark[] = []
  const agents: Mark[] = []
  const names: Mark[] = []
  const bodies = view.entities('Body')
  for (const [i, e] of bodies.entries()) {
    const [x, y] = at(e)
    const isAgent = ownerOf(view, e) >= 0
    const r = isAgent ? RADIUS.agent : RADIUS.thing
    const name = labelOf(view, subject, e)
    names.push({
      kind: 'text',
      x,
      y: y + r + 0.06,
      text: name,
      entity: e,
      key: `n${e}`,
      size: 0.055,
      align: 'center',
      tone: 'soft',
    })
    if (!isAgent) {
      const fill = `hue:${i % 8}` as const
      things.push({ kind: 'disc', x, y, r, fill, entity: e, key: `e${e}`, title: name })
      continue
    }
    agents.push(agentDisc(view, subject, e, { x, y, r }))
    const [dx, dy] = [(vx[e] ?? 0) * 0.2, -(vy[e] ?? 0) * 0.2]
    if (Math.abs(dx) + Math.abs(dy) > 0.01)
      ways.push({ kind: 'link', x, y, x2: x + dx, y2: y + dy, tone: 'ink', width: 0.008 })
    const goal = goals[e] ?? 0
    if (goal > 0 && bodies.includes(goal)) {
      const [x2, y2] = at(goal)
      ways.push({ kind: 'link', x, y, x2, y2, tone: 'accent', dashed: true, arrow: true })
    }
  }
  const box = boxAround([...bodies.map(at), [-REACH, -REACH], [REACH, REACH]], 0.1)
  const floor: Mark = { kind: 'rect', x: -1, y: -1, w: 2, h: 2, line: 'line', dashed: true }
  return {
    box,
    layers: [
      { name: 'floor', marks: [floor] },
      { name: 'things', marks: things },
      { name: 'ways', marks: ways },
      { name: 'agents', marks: agents },
      { name: 'names', marks: names },
    ],
  }
}
