/**
 * A game's name as OpenSpiel writes it: parameters that differ from their defaults, by name.
 *
 * @param params by name: the value and its default
 * @example
 * gameName('hex', { board_size: [5, 11] }) // 'hex(board_size=5)'
 */
export function gameName(
  game: string,
  params: Readonly<Record<string, readonly [value: Value, usual: Value]>> = {},
): string {
  const given = Object.entries(params)
    .filter(([, [value, usual]]) => written(value) !== written(usual))
    .map(([key, [value]]) => `${key}=${written(value)}`)
  return `${game}(${given.sort().join(',')})`
}

type Value = string | number | boolean | readonly number[]

const written = (value: Value): string => {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'object' ? value.join(';') : String(value)
}
