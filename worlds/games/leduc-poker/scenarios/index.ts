import leducPoker from './leduc-poker.json' with { type: 'json' }
import leducPoker3 from './leduc-poker-3.json' with { type: 'json' }

export const scenarios = { leducPoker, leducPoker3 }
