import lewisSignaling from './lewis-signaling.json' with { type: 'json' }

export const scenarios = { lewisSignaling }
