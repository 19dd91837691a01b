import type { ReplayHeader } from '../../header.js'
import type { StateView } from '../../view.js'
import type { Mark, Scene, Tone } from '../scene.js'

/** What a drawing is made from besides the state: who plays, and the parameters of the scenario, which may be anything. */
export interface Subject {
  readonly agents: ReplayHeader['agents']
  readonly world: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Draws a state; undefined where it does not find what it draws. */
export type Drawing = (view: StateView, subject: Subject) => Scene | undefined

export const hasComponents = (view: StateView, ...names: readonly string[]): boolean =>
  names.every((name) => view.layout.components.includes(name))

/** Index of the agent that an entity belongs to, or -1. */
export const ownerOf = (view: StateView, entity: number): number =>
  (view.column('entity.owner')[entity] ?? 0) - 1

/** What an entity is called: its name, its agent's, or its number. */
export function labelOf(
  view: StateView,
  { agents }: Pick<Subject, 'agents'>,
  entity: number,
): string {
  const name = String(view.value('entity.name', entity))
  if (name !== '') return name
  return agents[ownerOf(view, entity)]?.name ?? `#${entity}`
}

/** A name as people read it: `moving_box_1` is moving box 1. */
export const readable = (name: string): string => name.replaceAll('_', ' ')

/** First letters, and the number if it ends in one, to tell agents apart in little room. */
export function initials(name: string): string {
  const [, letters = '', number = ''] = /^\P{L}*(\p{L}{0,2}).*?(\d?)$/u.exec(name) ?? []
  return `${letters}${number}` || name.slice(0, 2)
}

export const toneOfAgent = (index: number): Tone => `agent:${index}`

/** A disc for an agent, with its letters. */
export function agentDisc(
  view: StateView,
  subject: Subject,
  entity: number,
  at: { readonly x: number; readonly y: number; readonly r: number; readonly facing?: number },
): Mark {
  const owner = ownerOf(view, entity)
  const label = labelOf(view, subject, entity)
  return {
    kind: 'disc',
    ...at,
    fill: toneOfAgent(Math.max(0, owner)),
    label: initials(label),
    entity,
    key: `e${entity}`,
    title: label,
  }
}

/** The box around points, with a margin. */
export function boxAround(
  points: readonly (readonly [number, number])[],
  margin: number,
): Scene['box'] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  if (left > right) return [0, 0, 10, 6]
  return [left - margin, top - margin, right + margin, bottom + margin]
}
