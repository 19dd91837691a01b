import { isCoactError } from '../../../engine/index.js'
import { httpSource } from '../../http-source.web.js'
import { openReplay } from '../../reader.js'
import { blobSource } from '../../source.js'
import type { Answered, Asked, Failure, FromWorker, Place, Question, ToWorker } from '../tell.js'
import { answers, type Background, type Host, hostOf, openedOf } from './answer.js'
import { capText } from './cap.js'

// One worker holds one replay. What is asked about the cursor goes before what is counted in the background.

interface Port {
  postMessage(message: FromWorker): void
  onmessage: ((event: { readonly data: ToWorker }) => void) | null
}
const port = self as unknown as Port

let host: Host | undefined
/** Urgent questions that are being answered. */
let busy = 0
/** The overviews that are wanted; older ones end. */
const wanted = { whole: 0, near: 0 }

port.onmessage = ({ data: { id, question, asked } }) => {
  const isUrgent = question !== 'overview'
  if (isUrgent) busy += 1
  else wanted[(asked as Asked<'overview'>).of] = id
  answer(id, question, asked)
    .then((answered) => port.postMessage({ id, answer: answered }))
    .catch((e) => port.postMessage({ id, failure: failureOf(e) }))
    .finally(() => {
      if (isUrgent) busy -= 1
    })
}

async function answer(id: number, question: Question, asked: unknown): Promise<unknown> {
  if (question === 'open') return open(asked as Place)
  if (host === undefined) throw new Error('No replay is open')
  const background: Background = {
    turn: () => turnOf(id),
    tell: (so) => port.postMessage({ id, partly: so }),
  }
  const of = answers[question] as (
    host: Host,
    asked: Asked<Question>,
    background: Background,
  ) => Promise<Answered<Question>>
  return of(host, asked as Asked<Question>, background)
}

/** A file without an end is read from its front: then, small pieces would be many requests. */
const RANGES = { pieceBytes: 64 << 10, keptBytes: 4 << 20 }

async function open(place: Place): Promise<unknown> {
  await host?.replay.close()
  const source = 'url' in place ? httpSource(place.url, RANGES) : blobSource(place.blob)
  const bytes = Number(await source.size())
  const replay = await openReplay(source, { recover: true })
  host = await hostOf(replay, place.name, bytes)
  return openedOf(host)
}

/** Lets messages in, and waits until nothing urgent is under way. */
async function turnOf(id: number): Promise<boolean> {
  do await new Promise((resolve) => setTimeout(resolve, busy > 0 ? 8 : 0))
  while (busy > 0)
  return wanted.whole === id || wanted.near === id
}

function failureOf(e: unknown): Failure {
  if (!isCoactError(e))
    return {
      code: 'viewer/defect',
      message: capText(e instanceof Error ? e.message : String(e), 500),
    }
  const [first = ''] = e.message.split('\n')
  const { got, next } = e.detail
  return {
    code: e.code,
    message: capText(got === undefined ? first : `${first}: ${got}`, 500),
    ...(next === undefined ? {} : { next: capText(next, 300) }),
  }
}
