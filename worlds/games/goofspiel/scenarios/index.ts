import goofspiel from './goofspiel.json' with { type: 'json' }
import goofspielHiddenBids from './goofspiel-hidden-bids.json' with { type: 'json' }
import goofspielInTurn from './goofspiel-in-turn.json' with { type: 'json' }

export const scenarios = { goofspiel, goofspielHiddenBids, goofspielInTurn }
