import { CoactError, type ErrorDetail, errorText, isCoactError } from '../../engine/index.js'

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
  if (isCoactError(e) && e.code.startsWith('kit/')) return e
  return failure(check, firstLine(e), { where, got: errorText(e), data: e })
}

const firstLine = (e: unknown): string => errorText(e).split('\n')[0]!.slice(0, 300)
