export { type ActsOf, actsOf } from './acts-of.js'
export { ask } from './ask.js'
export { auction } from './auction.js'
export { type Ballot, type Count, countBallots, type Rule } from './ballots.js'
export { board } from './board.js'
export { contract } from './contract.js'
export { beginConversation, conversationHash, hear, hearTick } from './converse.js'
export {
  type ConversationContext,
  defineProtocol,
  type MessageShapes,
  type Protocol,
  type ProtocolSpec,
  type Reaction,
  type Refusal,
} from './define-protocol.js'
export { negotiate } from './negotiate.js'
export { plan } from './plan.js'
export { say } from './say.js'
export { share } from './share.js'
export { vote } from './vote.js'
