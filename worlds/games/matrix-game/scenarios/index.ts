import matrixBachOrStravinsky from './matrix-bach-or-stravinsky.json' with { type: 'json' }
import matrixChicken from './matrix-chicken.json' with { type: 'json' }
import matrixMatchingPennies from './matrix-matching-pennies.json' with { type: 'json' }
import matrixMatchingPennies3p from './matrix-matching-pennies-3p.json' with { type: 'json' }
import matrixPrisonersDilemma from './matrix-prisoners-dilemma.json' with { type: 'json' }
import matrixRockPaperScissors from './matrix-rock-paper-scissors.json' with { type: 'json' }
import matrixStagHunt from './matrix-stag-hunt.json' with { type: 'json' }
import matrixTrustDilemma from './matrix-trust-dilemma.json' with { type: 'json' }

export const scenarios = {
  matrixPrisonersDilemma,
  matrixStagHunt,
  matrixChicken,
  matrixBachOrStravinsky,
  matrixMatchingPennies,
  matrixMatchingPennies3p,
  matrixRockPaperScissors,
  matrixTrustDilemma,
}
