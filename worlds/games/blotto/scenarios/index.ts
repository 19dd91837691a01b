import blotto from './blotto.json' with { type: 'json' }
import blottoThreePlayers from './blotto-three-players.json' with { type: 'json' }

export const scenarios = { blotto, blottoThreePlayers }
