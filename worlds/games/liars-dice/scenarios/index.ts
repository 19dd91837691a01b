import liarsDice from './liars-dice.json' with { type: 'json' }
import liarsDice2 from './liars-dice-2.json' with { type: 'json' }
import liarsDice3Players from './liars-dice-3-players.json' with { type: 'json' }

export const scenarios = { liarsDice, liarsDice2, liarsDice3Players }
