import catchOne from './catch.json' with { type: 'json' }

export const scenarios = { catch: catchOne }
