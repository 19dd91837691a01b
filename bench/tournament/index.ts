export type { CrossTable, Standing } from './standings.js'
export type { Entrant, Game as TournamentGame } from './table.js'
export { type EmpiricalTheory, empiricalGame, theoryOf } from './theory.js'
export {
  type TournamentOptions,
  type TournamentResult,
  tournament,
} from './tournament.js'
