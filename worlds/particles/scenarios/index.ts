import adversary from './adversary.json' with { type: 'json' }
import crypto from './crypto.json' with { type: 'json' }
import formation from './formation.json' with { type: 'json' }
import line from './line.json' with { type: 'json' }
import push from './push.json' with { type: 'json' }
import reference from './reference.json' with { type: 'json' }
import simple from './simple.json' with { type: 'json' }
import speakerListener from './speaker-listener.json' with { type: 'json' }
import spread from './spread.json' with { type: 'json' }
import tag from './tag.json' with { type: 'json' }
import treasure from './treasure.json' with { type: 'json' }
import worldComm from './world-comm.json' with { type: 'json' }

/** One scenario file for each scenario of the particle world. */
export const scenarios: Readonly<Record<string, unknown>> = {
  'particles-adversary': adversary,
  'particles-crypto': crypto,
  'particles-formation': formation,
  'particles-line': line,
  'particles-push': push,
  'particles-reference': reference,
  'particles-simple': simple,
  'particles-speaker-listener': speakerListener,
  'particles-spread': spread,
  'particles-tag': tag,
  'particles-treasure': treasure,
  'particles-world-comm': worldComm,
}
