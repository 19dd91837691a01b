/**
 * Gives an object the getters of a class. The class keeps them in one place, so that all objects of a kind share one hidden
 * class: a getter in a literal would give each object a hidden class of its own, which holds on to everything it reaches
 * until the next full collection, and `Object.assign` onto an instance would make a slow dictionary of more than a dozen
 * properties.
 *
 * @param own an object with at least the fields that the getters read
 */
export function withGetters<O extends object, G extends object>(
  own: O,
  getters: { readonly prototype: G },
): O & G {
  return Object.setPrototypeOf(own, getters.prototype) as O & G
}
