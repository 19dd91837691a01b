import tinyHanabi from './tiny-hanabi.json' with { type: 'json' }

export const scenarios = { tinyHanabi }
