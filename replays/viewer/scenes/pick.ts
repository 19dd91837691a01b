import type { StateView } from '../../view.js'
import type { Scene } from '../scene.js'
import { household } from './household.js'
import { kitchen } from './kitchen.js'
import { particles } from './particles.js'
import type { Drawing, Subject } from './read.js'
import { spatial } from './spatial.js'
import { table } from './table.js'

const drawings: readonly Drawing[] = [household, kitchen, particles, table]

/** The picture of a state: by the first drawing that finds what it draws, else the default one. */
export function sceneOf(view: StateView, subject: Subject): Scene {
  for (const draw of drawings) {
    const scene = attempt(draw, view, subject)
    if (scene !== undefined) return scene
  }
  return spatial(view, subject)
}

/** A file may name the components of a drawing and mean something else by them. */
function attempt(draw: Drawing, view: StateView, subject: Subject): Scene | undefined {
  try {
    return draw(view, subject)
  } catch {
    return undefined
  }
}
