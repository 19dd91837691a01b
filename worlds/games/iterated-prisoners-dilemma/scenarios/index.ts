import iteratedPrisonersDilemma from './iterated-prisoners-dilemma.json' with { type: 'json' }

export const scenarios = { iteratedPrisonersDilemma }
