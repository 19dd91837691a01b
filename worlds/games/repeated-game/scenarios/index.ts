import repeatedPrisonersDilemma from './repeated-prisoners-dilemma.json' with { type: 'json' }
import repeatedRockPaperScissors from './repeated-rock-paper-scissors.json' with { type: 'json' }

export const scenarios = { repeatedPrisonersDilemma, repeatedRockPaperScissors }
