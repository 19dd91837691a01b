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
