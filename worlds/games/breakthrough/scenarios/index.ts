import breakthrough from './breakthrough.json' with { type: 'json' }
import breakthrough6x6 from './breakthrough-6x6.json' with { type: 'json' }

export const scenarios = { breakthrough, breakthrough6x6 }
