import type { Column, Entity } from '../../engine/index.js'
import { type Particles, WORDS_MAX } from './components.js'
import type { Game } from './game.js'
import { gameOf } from './games/index.js'
import { layoutOf } from './params.js'
import { createPen, type Pen } from './pen.js'
import { createScene, type Scene } from './scene.js'

/** What is kept of an episode between calls and never saved: the columns' values as arrays, and what agents do this tick. */
export interface Table {
  readonly game: Game
  readonly scene: Scene
  readonly pen: Pen
  /** The entity of each body; all were spawned together. */
  readonly entities: Int32Array
  readonly voice: readonly Column[]
  /** By agent: what it says in this tick. */
  readonly saying: Float64Array
  /** Rewards of `rewardTick`. */
  readonly rewards: Float64Array
  rewardTick: number
}

const tables = new WeakMap<Particles, Table>()

/** The table of an episode as it stands; after a restore or a reset it is the one that was there, brought up to date. */
export function makeTable(w: Particles): Table {
  let table = tables.get(w)
  if (table === undefined) {
    table = createTable(w)
    tables.set(w, table)
  }
  table.entities.set(w.each('Body'))
  table.scene.fx.fill(0)
  table.scene.fy.fill(0)
  table.saying.fill(0)
  table.rewardTick = -1
  readColumns(w, table)
  return table
}

function createTable(w: Particles): Table {
  const scene = createScene(layoutOf(w.params), w.params)
  const { Voice } = w.c
  return {
    game: gameOf(w.params.scenario),
    scene,
    pen: createPen(),
    entities: new Int32Array(scene.count),
    voice: Array.from({ length: WORDS_MAX }, (_, k) => Voice[`c${k}` as 'c0']),
    saying: new Float64Array(scene.said.length),
    rewards: new Float64Array(scene.agents),
    rewardTick: -1,
  }
}

export const tableOf = (w: Particles): Table => w.index as Table

/** Brings the arrays up to what the columns say. */
export function readColumns(w: Particles, t: Table): void {
  const { scene: s, entities } = t
  const { Body, Aim, Treasure, Cargo } = w.c
  const x = Body.x.values
  const y = Body.y.values
  const vx = Body.vx.values
  const vy = Body.vy.values
  for (let i = 0; i < s.count; i++) {
    const e = entities[i]!
    s.x[i] = x[e]!
    s.y[i] = y[e]!
    s.vx[i] = vx[e]!
    s.vy[i] = vy[e]!
  }
  const first = entities[0]!
  for (let i = 0; i < s.agents; i++) {
    const e = entities[i]!
    s.goal[i] = bodyOf(Aim.goal.get(e), first)
    s.key[i] = bodyOf(Aim.key.get(e), first)
    if (s.speaks[i] === 1) {
      for (let k = 0; k < s.words; k++) s.said[i * s.words + k] = t.voice[k]!.get(e)
    }
  }
  if (t.game.after === undefined) return
  for (let i = 0; i < s.count; i++) {
    const e = entities[i]!
    if (i < s.agents) s.held[i] = Cargo.held.get(e) - 1
    else {
      s.kind[i] = Treasure.kind.get(e)
      s.alive[i] = Treasure.alive.get(e)
    }
  }
}

/** The position among the bodies of an entity: they were spawned one after the other. */
const bodyOf = (entity: Entity, first: Entity): number => (entity === 0 ? -1 : entity - first)

/** Writes what a tick changed into the columns. */
export function writeColumns(w: Particles, t: Table): void {
  const { scene: s, entities } = t
  const { Body } = w.c
  const moving = t.game.after === undefined ? s.agents : s.count
  for (let i = 0; i < moving; i++) {
    const e = entities[i]!
    change(Body.x, e, s.x[i]!)
    change(Body.y, e, s.y[i]!)
    change(Body.vx, e, s.vx[i]!)
    change(Body.vy, e, s.vy[i]!)
  }
  for (let i = 0; i < s.agents; i++) {
    if (s.speaks[i] === 0) continue
    for (let k = 0; k < s.words; k++) change(t.voice[k]!, entities[i]!, s.said[i * s.words + k]!)
  }
  if (t.game.after !== undefined) writeTreasures(w, t)
}

function writeTreasures(w: Particles, { scene: s, entities }: Table): void {
  const { Treasure, Cargo } = w.c
  for (let i = 0; i < s.count; i++) {
    const e = entities[i]!
    if (i < s.agents) change(Cargo.held, e, s.held[i]! + 1)
    else {
      change(Treasure.kind, e, s.kind[i]!)
      change(Treasure.alive, e, s.alive[i]!)
    }
  }
}

function change(column: Column, entity: Entity, value: number): void {
  if (column.get(entity) !== value) column.set(entity, value)
}
