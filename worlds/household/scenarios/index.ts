import movingDay from './moving-day.json' with { type: 'json' }

/** The household scenarios that ship, as scenario files. */
export const scenarios: Readonly<Record<string, unknown>> = { 'moving-day': movingDay }
