import monsterHunt from './monster-hunt.json' with { type: 'json' }
import monsterHuntShort from './monster-hunt-short.json' with { type: 'json' }

export const scenarios = { monsterHunt, monsterHuntShort }
