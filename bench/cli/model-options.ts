import { type Command, InvalidArgumentError, Option } from 'commander'
import { wholeNumber } from './options.js'

const amount = (text: string): number => {
  const n = Number(text)
  if (/^\d*\.?\d+$/.test(text) && Number.isFinite(n)) return n
  throw new InvalidArgumentError('It is an amount such as 2.50.')
}

const prices = (text: string): readonly number[] => {
  const parts = text.split(',').map(amount)
  if (parts.length === 2 || parts.length === 3) return parts
  throw new InvalidArgumentError('It is two or three amounts with commas, such as 0.15,0.60.')
}

/** Options that say where a model is. */
export const endpointOptions = (command: Command): Command =>
  command
    .option(
      '--model <name>',
      'the language model that agents call (or COACT_MODEL); a file: local:FILE.gguf',
    )
    .option(
      '--base-url <url>',
      'where it is served over the OpenAI API (or COACT_BASE_URL, OPENAI_BASE_URL)',
    )
    .option(
      '--api-key-env <name>',
      'the variable that holds its key (default: COACT_API_KEY, else OPENAI_API_KEY)',
    )

/** Options that say what an endpoint bears. */
export const rateOptions = (command: Command): Command =>
  command
    .option('--concurrency <n>', 'requests at once at most (default: 64)', wholeNumber(1, 100_000))
    .option(
      '--requests-per-minute <n>',
      'what the account at the endpoint bears; requests wait for their turn',
      wholeNumber(1, 1_000_000_000),
    )
    .option(
      '--tokens-per-minute <n>',
      'the same in tokens, in and out together',
      wholeNumber(1, 1_000_000_000_000),
    )

/** Options of everything that may call a model. */
export const modelOptions = (command: Command): Command =>
  rateOptions(endpointOptions(command))
    .addOption(
      new Option(
        '--tape <mode>',
        'record calls; replay them from --tape-from and nothing else; auto: from there if they are there; off',
      ).choices(['record', 'replay', 'auto', 'off']),
    )
    .option('--tape-from <file>', 'the replay whose calls answer')
    .option(
      '--max-tokens <n>',
      'tokens of all calls together at most',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option('--max-cost <amount>', 'what all calls together may cost at most', amount)
    .option(
      '--price <in,out>',
      'what a million tokens cost; a third amount for input from a cache',
      prices,
    )
