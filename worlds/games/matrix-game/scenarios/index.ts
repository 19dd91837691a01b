import matrixMatchingPennies3p from './matrix-matching-pennies-3p.json' with { type: 'json' }
import matrixPrisonersDilemma from './matrix-prisoners-dilemma.json' with { type: 'json' }
import matrixStagHunt from './matrix-stag-hunt.json' with { type: 'json' }
import matrixTrustDilemma from './matrix-trust-dilemma.json' with { type: 'json' }

export const scenarios = {
  matrixPrisonersDilemma,
  matrixStagHunt,
  matrixMatchingPennies3p,
  matrixTrustDilemma,
}
