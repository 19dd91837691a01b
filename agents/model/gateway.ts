import type { Asking, CallRecord, CallReply, CallRequest, CallUsage } from '../../engine/index.js'
import { type Account, createBudget, openAccount, spend, spendingOf } from './budget.js'
import { type Clock, wallClock } from './clock.js'
import { createEpisodeModels, type EpisodeHooks, type EpisodeModels } from './episode.js'
import { type CallTotals, NO_CALLS, withCall } from './ledger.js'
import { choiceName, type GatewayOptions, settingsOf } from './options.js'
import { answering, modelOf, most, type Pipeline } from './pipeline.js'
import { createThrottle, type Throttle } from './rate.js'
import { scrubber } from './scrub.js'
import { createTape } from './tape.js'
import { createWays } from './ways.js'

/** The way to language models, for any number of episodes at once. */
export interface Gateway {
  readonly kind: 'gateway'
  /** What is called where a policy names no model. */
  readonly model?: string
  /** The calls of one episode, with their records. */
  episode(hooks?: EpisodeHooks): EpisodeModels
  /** Calls a model outside of any run that records; fits `TurnOptions.call`. @throws CoactError `model/…` */
  call(asking: Asking, request: CallRequest): Promise<CallReply>
  /** What a call takes at most if it is answered at once: input as counted here, and the longest answer. */
  estimate(request: CallRequest): { readonly usage: CallUsage; readonly price?: number }
  /** Of all episodes. */
  readonly totals: CallTotals
}

/**
 * Makes the way to language models. Each call goes through: the tape (what is on it is not asked again) → schema and repair →
 * budget (each request is paid for) → retry → adaptive concurrency → transport.
 *
 * @throws CoactError `model/options`, `model/base-url`
 * @example
 * const models = createGateway({ model: 'qwen3:8b', endpoint: { baseUrl: 'http://localhost:11434/v1' } })
 * const result = await run(scenario, { agents: { '*': react() }, models, out: 'run.mcap' })
 */
export function createGateway(options: GatewayOptions = {}): Gateway {
  const settings = settingsOf(options)
  const { endpoint, caps = {}, tape: taping } = options
  const key = endpoint?.apiKey
  const clock = options.clock ?? wallClock
  const pipe: Pipeline = {
    options,
    settings,
    prices: options.prices ?? {},
    mode: taping?.mode ?? 'record',
    tape: createTape(taping?.records ?? []),
    wayOf: createWays(options, settings, throttleOf(options, clock)),
    budget: createBudget(),
    clock,
    scrub: scrubber([...(options.secrets ?? []), ...(key === undefined ? [] : [key])]),
  }
  const run = openAccount('of the run', caps.run)
  let totals = NO_CALLS
  let episodes = 0
  const episode = (hooks: EpisodeHooks = {}): EpisodeModels => {
    const group = `e${episodes++}`
    const whole = openAccount('of the episode', caps.episode)
    const past = createTape(hooks.past ?? [])
    const agents = new Map<number, Account>()
    const accountsOf = (agent: number): readonly Account[] => {
      let own = agents.get(agent)
      if (own === undefined) {
        own = openAccount(`of ${hooks.agents?.[agent] ?? `agent ${agent}`}`, caps.agent)
        agents.set(agent, own)
      }
      return [run, whole, own]
    }
    const pay = (records: readonly CallRecord[]): void => {
      for (const { agent, usage, price } of records)
        spend(accountsOf(agent), spendingOf(usage, price))
    }
    pay(hooks.past ?? [])
    const made = createEpisodeModels(
      {
        answer: (job) =>
          answering(job, { accounts: accountsOf(job.asking.agent), group, past }, pipe),
        modelOf: (request) => modelOf(request, pipe).name,
        scrub: pipe.scrub,
        now: pipe.clock.now,
        soon: () => new Promise((resolve) => setTimeout(resolve, 0)),
        isRecorded: pipe.mode !== 'off',
      },
      {
        ...hooks,
        onCall(record) {
          totals = withCall(totals, record)
          hooks.onCall?.(record)
          options.onCall?.(record)
        },
      },
    )
    return {
      ...made,
      get totals() {
        return made.totals
      },
      get fromTape() {
        return made.fromTape
      },
      get fault() {
        return made.fault
      },
      recall(records) {
        made.recall(records)
        pay(records)
      },
    }
  }
  let own: EpisodeModels | undefined
  return {
    kind: 'gateway',
    ...(options.model === undefined ? {} : { model: choiceName(options.model) }),
    episode,
    async call(asking, request) {
      own ??= episode()
      try {
        return await own.call(asking, request)
      } finally {
        own.take(-1)
      }
    },
    estimate: (request) => most(request, modelOf(request, pipe).name, pipe),
    get totals() {
      return totals
    },
  }
}

const throttleOf = ({ throttle, rate }: GatewayOptions, clock: Clock): Throttle | undefined =>
  throttle ?? (rate === undefined ? undefined : createThrottle(rate, clock))
