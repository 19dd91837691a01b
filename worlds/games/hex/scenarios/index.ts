import hex from './hex.json' with { type: 'json' }
import hex11x11 from './hex-11x11.json' with { type: 'json' }

export const scenarios = { hex, hex11x11 }
