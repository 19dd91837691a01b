import bargaining from './bargaining.json' with { type: 'json' }
import bargainingImpatient from './bargaining-impatient.json' with { type: 'json' }

export const scenarios = { bargaining, bargainingImpatient }
