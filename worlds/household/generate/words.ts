import type { Rng } from '../../../engine/index.js'
import type { Room, Site, Thing } from './site.js'

/** How a node is called in a text. */
export type Call = (node: Room | Thing) => string

/** Where a verb alone would not read well before a thing. */
const SAYINGS: Readonly<Record<string, string>> = {
  arm_alarm: 'arm',
  check_pressure: 'check the pressure of',
  clear_table: 'clear',
  copy_file: 'copy',
  detune_instrument: 'detune',
  disarm_alarm: 'disarm',
  mow_lawn: 'mow',
  record_video: 'record a video with',
  reset_puzzle: 'reset',
  scan_barcode: 'scan the barcode of',
  set_table: 'set',
  solve_puzzle: 'solve',
  start_engine: 'start the engine of',
  start_process: 'start',
  stop_engine: 'stop the engine of',
  stop_playback: 'stop',
  stop_process: 'stop',
  stop_recording: 'stop the recording of',
  till_soil: 'till the soil of',
  tune_instrument: 'tune',
}

export const saying = (verb: string): string => SAYINGS[verb] ?? verb.replaceAll('_', ' ')

export const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`

/** Calls nodes by name, and by name and id where several have the name. */
export const callIn =
  (site: Site): Call =>
  (node) => {
    const name = node.name.toLowerCase()
    return site.named.get(name) === 1 ? `the ${name}` : `the ${name} (${node.id})`
  }

/** One of several ways to say something. */
export const oneOf = (rng: Rng, ...ways: readonly string[]): string => rng.pick(ways)
