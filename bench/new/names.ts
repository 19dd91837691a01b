import { CoactError } from '../../engine/index.js'

/** A name as its parts are written. */
export interface Names {
  /** As given: `apple-market`. */
  readonly id: string
  /** In code: `appleMarket`. */
  readonly camel: string
  /** For people: `Apple market`. */
  readonly title: string
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const NAME_CHARS_MAX = 40
/** Names that code cannot use. */
const KEYWORDS =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined'
/** Names that the templates use themselves, for imports, values and files. */
const IN_TEMPLATES =
  'beginConversation coact coinUnder components conform conformPolicy context conversationHash converse defineMetric definePolicy defineProtocol defineScenario defineUniversalPolicy defineWorld describe dist expect file greedy hear i16 i32 index it metric params parseScenarioFile policy protocol rain random run sale scenario scenarios shipped world worlds z'
const TAKEN = new Set(`${KEYWORDS} ${IN_TEMPLATES}`.split(' '))

/**
 * @throws CoactError `new/name`
 * @example
 * namesOf('apple-market').camel // 'appleMarket'
 */
export function namesOf(id: string): Names {
  const camel = id.replace(/-([a-z0-9])/g, (_, c: string) => c.toUpperCase())
  if (!NAME.test(id) || id.length > NAME_CHARS_MAX || TAKEN.has(camel)) {
    throw new CoactError('new/name', `"${id.slice(0, 80)}" cannot be the name`, {
      expected: `lower-case words joined by hyphens, at most ${NAME_CHARS_MAX} characters, and no word of the language or of the files that are written`,
      next: 'Choose another name, such as apple-market.',
    })
  }
  const words = id.replaceAll('-', ' ')
  return { id, camel, title: `${words[0]!.toUpperCase()}${words.slice(1)}` }
}
