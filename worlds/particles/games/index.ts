import type { Game } from '../game.js'
import { adversary } from './adversary.js'
import { crypto } from './crypto.js'
import { formation } from './formation.js'
import { line } from './line.js'
import { push } from './push.js'
import { reference } from './reference.js'
import { simple } from './simple.js'
import { speakerListener } from './speaker-listener.js'
import { spread } from './spread.js'
import { tag } from './tag.js'
import { treasure } from './treasure.js'
import { worldComm } from './world-comm.js'

/** The scenarios of the particle world. A new one is one file, named here. */
export const GAMES = [
  simple,
  spread,
  tag,
  adversary,
  push,
  crypto,
  speakerListener,
  reference,
  worldComm,
  line,
  formation,
  treasure,
] as const

const byId = new Map<string, Game>(GAMES.map((g) => [g.id, g as unknown as Game]))

/** The scenario of an id that fits the parameters' schema. */
export const gameOf = (id: string): Game => byId.get(id)!
