import type { CallRecord, CallRequest, CallUsage } from '../../engine/index.js'
import { answerTo } from './answers.js'
import { type Account, type Budget, type Spending, spendingOf } from './budget.js'
import type { Clock } from './clock.js'
import type { Answering, Job, Outcome } from './episode.js'
import { createMeter, type Meter } from './meter.js'
import { chooseModel, type GatewayOptions, type Settings } from './options.js'
import { retrying } from './retry.js'
import { answerReader } from './schema.js'
import type { Scrub } from './scrub.js'
import { limited } from './send.js'
import type { Tape, TapeMode } from './tape.js'
import { NO_USAGE, type Prices, priceOf, requestTokens } from './tokens.js'
import { type Answer, type Ask, fault } from './transport.js'
import type { createWays, Way } from './ways.js'

/** What the calls of all episodes go through. */
export interface Pipeline {
  readonly options: GatewayOptions
  readonly settings: Settings
  readonly prices: Prices
  readonly mode: TapeMode
  readonly tape: Tape
  readonly wayOf: ReturnType<typeof createWays>
  readonly budget: Budget
  readonly clock: Clock
  readonly scrub: Scrub
}

/** What the model of a request is called. @throws CoactError `model/none`, `model/unknown` */
export const modelOf = (request: CallRequest, { options, tape }: Pipeline) =>
  chooseModel(request.model, options, tape.model)

/** The most that a request takes: input as it is counted here, and the longest answer. */
export function most(
  request: Pick<CallRequest, 'messages' | 'answer' | 'maxTokens'>,
  model: string,
  { settings, prices }: Pick<Pipeline, 'settings' | 'prices'>,
): { readonly usage: CallUsage; readonly price?: number } {
  const usage: CallUsage = {
    ...NO_USAGE,
    input: requestTokens(request),
    output: request.maxTokens ?? settings.maxTokens,
    estimated: true,
  }
  const price = priceOf(usage, model, prices)
  return { usage, ...(price === undefined ? {} : { price }) }
}

/** Answers a call: from the tape, or by the model. */
export function answering(job: Job, from: From, pipe: Pipeline): Answering {
  const meter = createMeter(job, pipe.prices)
  return { made: meter.made, outcome: outcomeOf(job, from, pipe, meter) }
}

/** The episode and agent that ask. */
export interface From {
  readonly accounts: readonly Account[]
  /** The episode, for a fair turn. */
  readonly group: string
  /** What was asked already in the tick that is repeated. */
  readonly past: Tape
}

async function outcomeOf(
  job: Job,
  { accounts, group, past }: From,
  pipe: Pipeline,
  meter: Meter,
): Promise<Outcome> {
  const taped = past.find(job.key, job.text, job.asking.agent) ?? onTape(job, pipe)
  if (taped !== undefined) return { taped }
  const { request, model, signal } = job
  const { settings, clock, budget, scrub } = pipe
  const way: Way = pipe.wayOf(model, modelOf(request, pipe).choice)
  const { requestMs, retries } = settings
  const once = limited(way.send, {
    limiter: way.limiter,
    throttle: way.throttle,
    clock,
    group,
    requestMs,
    flight: meter.flight,
  })
  const send = retrying(once, { clock, retries })
  const paid = async (ask: Ask): Promise<Answer> => {
    const settle = await budget.reserve(accounts, reservation(ask, request, pipe), signal)
    let used: Spending = { tokens: 0, cost: 0 }
    try {
      const answer = await send(ask, signal)
      used = meter.answered(ask, answer)
      return { ...answer, text: scrub.json(answer.text) as string }
    } catch (e) {
      used = meter.lost()
      throw e
    } finally {
      settle(used)
    }
  }
  const reply = await answerTo({
    request,
    model,
    maxTokens: request.maxTokens ?? settings.maxTokens,
    traits: way.traits,
    progress: meter.progress,
    id: `${group}:${job.id}`,
    send: paid,
  })
  const { reasoning } = reply
  return {
    reply:
      reasoning === undefined ? reply : { ...reply, reasoning: scrub.json(reasoning) as string },
  }
}

function reservation(
  ask: Ask,
  request: CallRequest,
  { settings, prices }: Pick<Pipeline, 'settings' | 'prices'>,
): Spending {
  const { answer } = request
  const { usage, price } = most(
    {
      messages: ask.messages,
      maxTokens: ask.maxTokens,
      ...(answer === undefined ? {} : { answer }),
    },
    ask.model,
    { settings, prices },
  )
  return spendingOf(usage, price)
}

/** The record that answers a call. @throws CoactError `model/tape-miss` */
function onTape(job: Job, { mode, tape }: Pipeline): CallRecord | undefined {
  if (mode === 'record' || mode === 'off') return undefined
  const { key, text, asking, request, id } = job
  const found = tape.find(key, text, asking.agent)
  const problem = found === undefined ? 'nothing like it' : unfit(found, request)
  if (found !== undefined && problem === undefined) {
    // What failed then may succeed now; played again exactly, it fails as it did.
    if (mode === 'replay' || found.reply !== undefined) return found
  }
  if (mode === 'auto') return undefined
  const message = `A call is not on the tape: ${id}, ${request.purpose}, to ${job.model}; there is ${problem}`
  throw fault('model/tape-miss', message, { isPassing: false })
}

/** A tape is somebody's file: what it answers must fit as what a model answers. */
function unfit({ reply }: CallRecord, { answer }: CallRequest): string | undefined {
  if (reply === undefined || answer === undefined) return undefined
  const { value } = reply
  const problem =
    value === undefined
      ? 'no JSON'
      : (answerReader(answer.schema).problem(value) ?? answer.check?.(value))
  return problem === undefined ? undefined : `an answer that does not fit: ${problem.slice(0, 300)}`
}
