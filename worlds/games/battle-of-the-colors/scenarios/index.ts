import battleOfTheColors from './battle-of-the-colors.json' with { type: 'json' }
import battleOfTheColorsShort from './battle-of-the-colors-short.json' with { type: 'json' }

export const scenarios = { battleOfTheColors, battleOfTheColorsShort }
