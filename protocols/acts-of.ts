import type { z } from 'zod'
import type { ActOptions, ArgShape, EpisodeProtocol, GivenMessage, Json } from '../engine/index.js'

type BodyIn<A extends ArgShape> = z.input<z.ZodObject<A>>

/** Typed builders of a protocol's messages, by type. */
export type ActsOf<M> = {
  readonly [K in keyof M]: M[K] extends ArgShape
    ? (body: BodyIn<M[K]>, options?: ActOptions) => GivenMessage
    : never
}

/**
 * Builders of a protocol's messages for policies that know which protocol they use; `say.act` does the same by name.
 *
 * @example
 * const { cfp, bid } = actsOf(contract)
 * return { say: bid({ cost: 3 }, { in: talk.id }) }
 */
export function actsOf<M extends Readonly<Record<string, ArgShape>>>(
  protocol: Pick<EpisodeProtocol, 'id'> & { readonly messages: M },
): ActsOf<M> {
  const build =
    (type: string) =>
    (body: unknown, { to = 'all', in: conversation, ...rest }: ActOptions = {}): GivenMessage => ({
      to: typeof to === 'string' ? to : to.join(','),
      type,
      body: body as Json,
      protocol: protocol.id,
      ...(conversation === undefined ? {} : { conversation }),
      ...rest,
    })
  const made = Object.keys(protocol.messages).map((type) => [type, build(type)] as const)
  return Object.fromEntries(made) as ActsOf<M>
}
