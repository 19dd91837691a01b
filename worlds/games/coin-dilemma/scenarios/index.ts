import coinDilemma from './coin-dilemma.json' with { type: 'json' }
import coinDilemmaShort from './coin-dilemma-short.json' with { type: 'json' }

export const scenarios = { coinDilemma, coinDilemmaShort }
