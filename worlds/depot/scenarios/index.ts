import ask from './depot-ask.json' with { type: 'json' }
import auction from './depot-auction.json' with { type: 'json' }
import board from './depot-board.json' with { type: 'json' }
import contract from './depot-contract.json' with { type: 'json' }
import negotiate from './depot-negotiate.json' with { type: 'json' }
import noisy from './depot-noisy.json' with { type: 'json' }
import plan from './depot-plan.json' with { type: 'json' }
import say from './depot-say.json' with { type: 'json' }
import share from './depot-share.json' with { type: 'json' }
import vote from './depot-vote.json' with { type: 'json' }

/** A scenario for each protocol, and one in which words get lost. */
export const scenarios: Readonly<Record<string, unknown>> = {
  'depot-say': say,
  'depot-ask': ask,
  'depot-share': share,
  'depot-contract': contract,
  'depot-plan': plan,
  'depot-negotiate': negotiate,
  'depot-auction': auction,
  'depot-vote': vote,
  'depot-board': board,
  'depot-noisy': noisy,
}
