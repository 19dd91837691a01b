import nim from './nim.json' with { type: 'json' }
import nimThreePiles from './nim-three-piles.json' with { type: 'json' }

export const scenarios = { nim, nimThreePiles }
