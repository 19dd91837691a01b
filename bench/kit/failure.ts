import {
  CoactError,
  type ErrorDetail,
  errorText,
  isCoactError,
  safeText,
} from '../../engine/index.js'

/** The error of a check that does not hold. */
export const failure = (check: string, problem: string, detail: ErrorDetail = {}): CoactError =>
  new CoactError(`kit/${check}`, problem, detail)

/** Runs part of a check; what is thrown there becomes the check's failure, with the place. */
export function within<T>(check: string, where: string, work: () => T): T {
  try {
    return work()
  } catch (e) {
    throw named(check, where, e)
  }
}

/** An error as the failure of a check. */
export function named(check: string, where: string, e: unknown): CoactError {
  if (!isCoactError(e))
    return failure(check, firstLine(errorText(e)), { where, got: safeText(e), data: e })
  if (e.code.startsWith('kit/')) return e
  const { where: inner, ...detail } = e.detail
  return failure(check, firstLine(e.message), {
    ...detail,
    where: inner === undefined ? where : `${where}: ${inner}`,
    data: e,
  })
}

/** What an error says, without its code. */
const firstLine = (text: string): string =>
  text
    .split('\n')[0]!
    .replace(/ \[[a-z/-]+\]$/, '')
    .slice(0, 300)
