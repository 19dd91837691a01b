import connectFour from './connect-four.json' with { type: 'json' }
import fourByFour from './connect-four-4x4.json' with { type: 'json' }

export const scenarios = { connectFour, fourByFour }
