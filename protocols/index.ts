export {
  beginConversation,
  type Conversation,
  conversationHash,
  type Hearing,
  hear,
  type Utterance,
} from './converse.js'
export {
  type AnyProtocol,
  type ConversationContext,
  defineProtocol,
  type Effect,
  type MessageShapes,
  type Protocol,
  type ProtocolSpec,
  type Reaction,
  type Refusal,
} from './define-protocol.js'
