import kuhnPoker from './kuhn-poker.json' with { type: 'json' }

export const scenarios = { kuhnPoker }
