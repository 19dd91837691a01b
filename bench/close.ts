import { type Policy, safeText } from '../engine/index.js'

/** A policy that failed while it was closed. */
export interface CloseError {
  readonly policy: string
  readonly message: string
}

/** Closes each policy once. Errors are told, never thrown; one that hangs is left behind. */
export async function closePolicies(
  policies: readonly (Policy | undefined)[],
  timeoutMs: number,
): Promise<readonly CloseError[]> {
  const closing = [...new Set(policies)].map(async (policy): Promise<CloseError[]> => {
    if (policy?.close === undefined) return []
    try {
      await within(timeoutMs, policy.close())
      return []
    } catch (e) {
      return [{ policy: policy.id, message: safeText(e) }]
    }
  })
  return (await Promise.all(closing)).flat()
}

function within(timeoutMs: number, work: unknown): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const alarm = new Promise((_, reject) => {
    if (timeoutMs > 0)
      timer = setTimeout(() => reject(new Error(`not closed within ${timeoutMs} ms`)), timeoutMs)
  })
  return Promise.race([work, alarm]).finally(() => clearTimeout(timer))
}
