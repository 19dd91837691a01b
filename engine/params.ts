import { CoactError, unknownName } from './errors.js'
import type { AnyWorld, Problem } from './world.js'

/** The profile to use: the one asked for, or the world's first. @throws CoactError `profile/unknown` */
export function profileOf(world: AnyWorld, asked: string | undefined): string {
  const profiles = world.profiles ?? ['default']
  if (asked === undefined) return profiles[0]!
  if (profiles.includes(asked)) return asked
  throw unknownName('profile/unknown', `profile of ${world.id}`, asked, profiles)
}

/** Checks parameters. @throws CoactError `params/invalid` with every problem and its path */
export function parseParams(world: AnyWorld, params: unknown): unknown {
  const checked = checkParams(world, params)
  if (checked.problems.length === 0) return checked.params
  throw new CoactError('params/invalid', `The parameters do not fit the world ${world.id}`, {
    where: `${world.id}@${world.version}`,
    got: checked.problems.map((p) => `${p.path}: ${p.message}`).join('; '),
    next: 'Correct the listed fields.',
    data: checked.problems,
  })
}

/** Parses parameters and lists everything wrong with them, by schema and by the world's own check. */
export function checkParams(
  world: AnyWorld,
  params: unknown,
): { readonly params: unknown; readonly problems: readonly Problem[] } {
  const result = world.params.safeParse(params ?? {})
  if (!result.success) {
    const problems = result.error.issues.map((i) => ({
      path: ['params', ...i.path.map(String)].join('.'),
      message: i.message,
    }))
    return { params: undefined, problems }
  }
  return { params: result.data, problems: world.validate?.(result.data) ?? [] }
}
