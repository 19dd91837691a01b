import coinGame from './coin-game.json' with { type: 'json' }
import coinGameSmall from './coin-game-small.json' with { type: 'json' }

export const scenarios = { coinGame, coinGameSmall }
