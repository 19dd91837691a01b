import type { Instance } from './instances.js'

/** What a player sees of an instance. */
const seen = ({ pool, values }: Instance, player: number): string =>
  `${player} ${pool.join()} ${values[player as 0 | 1].join()}`

/**
 * Gives the other player other values, out of the instances that look the same to a player.
 *
 * @param cell where 1 + the instance stands
 */
export function redealer(
  instances: readonly Instance[],
  cell: number,
): (s: Int32Array, player: number, int: (n: number) => number) => void {
  const alike = new Map<string, number[]>()
  for (const player of [0, 1]) {
    for (const [i, instance] of instances.entries()) {
      const key = seen(instance, player)
      const list = alike.get(key)
      if (list === undefined) alike.set(key, [i])
      else list.push(i)
    }
  }
  return (s, player, int) => {
    if (s[cell] === 0) return
    const list = alike.get(seen(instances[s[cell]! - 1]!, player))!
    s[cell] = 1 + list[int(list.length)]!
  }
}
