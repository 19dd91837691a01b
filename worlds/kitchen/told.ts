import type { KitchenParams } from './params.js'

/** What it is about, in sentences for those who never saw it; how one acts is told with what one sees. */
export function told({ target, reward }: Pick<KitchenParams, 'target' | 'reward'>): string {
  return [
    'Cooks prepare what is ordered and serve it at the serving window. What a dish is worth goes to every cook of the team, whoever serves it; orders are never used up, and what nobody ordered is worth nothing.',
    target === undefined
      ? 'Serve as much as you can until the last tick.'
      : `The kitchen closes once ${target} ordered ${target === 1 ? 'dish was' : 'dishes were'} served: be quick.`,
    ...(reward === 'shaped'
      ? [
          'A little reward comes for an ingredient in a pot, a useful dish and a soup taken from a pot.',
        ]
      : []),
    'All cooks act in every tick: first those who interact, then those who walk. A cook acts on the one place that it faces: walk beside it, turn to it by MOVE in its direction, then INTERACT. Nobody walks through counters or cooks; hand things over by putting them on a counter between you.',
    'A soup: put its ingredients into a pot one by one, let it cook for its ticks, fetch a dish meanwhile, take the ready soup with the dish, carry it to the serving window.',
  ].join('\n')
}
