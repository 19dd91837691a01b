import dotsAndBoxes from './dots-and-boxes.json' with { type: 'json' }
import dotsAndBoxesByMargin from './dots-and-boxes-by-margin.json' with { type: 'json' }

export const scenarios = { dotsAndBoxes, dotsAndBoxesByMargin }
