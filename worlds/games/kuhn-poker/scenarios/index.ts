import kuhnPoker from './kuhn-poker.json' with { type: 'json' }
import kuhnPoker3 from './kuhn-poker-3.json' with { type: 'json' }

export const scenarios = { kuhnPoker, kuhnPoker3 }
