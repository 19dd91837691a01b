import negotiation from './negotiation.json' with { type: 'json' }
import negotiationSilent from './negotiation-silent.json' with { type: 'json' }

export const scenarios = { negotiation, negotiationSilent }
