import { CoactError, type FailureType } from '../../engine/index.js'

/** What a policy rejects with, so that the tick's failure is of a type. */
export const failure = (
  type: Extract<FailureType, 'crashed' | 'timeout' | 'bad-decision' | 'absent'>,
  message: string,
): CoactError => new CoactError(`turn/${type}`, message)

/** Whether it was its time that was over, and not the run that was stopped. */
export const isTimeout = (reason: unknown): boolean =>
  reason instanceof CoactError && reason.code === 'turn/timeout'
