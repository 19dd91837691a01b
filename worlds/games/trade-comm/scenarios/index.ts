import tradeComm from './trade-comm.json' with { type: 'json' }

export const scenarios = { tradeComm }
