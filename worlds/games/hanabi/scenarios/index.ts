import hanabi2 from './hanabi-2.json' with { type: 'json' }
import hanabi3 from './hanabi-3.json' with { type: 'json' }
import hanabi4 from './hanabi-4.json' with { type: 'json' }
import hanabi5 from './hanabi-5.json' with { type: 'json' }
import hanabiMini from './hanabi-mini.json' with { type: 'json' }
import hanabiSimple from './hanabi-simple.json' with { type: 'json' }

export const scenarios = { hanabiMini, hanabiSimple, hanabi2, hanabi3, hanabi4, hanabi5 }
