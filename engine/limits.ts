/**
 * Every number that bounds something, with its unit in the name.
 * A bound is checked at the door where the thing enters, and breaking one is a verdict (when an agent did it)
 * or a `CoactError` with the code `limit/…` (when a program did it).
 */
export const limits = {
  AGENTS_MAX: 1024,
  AGENT_NAME_CHARS_MAX: 64,
  ACTIONS_PER_AGENT_PER_TICK_MAX: 8,
  ACTION_TEXT_CHARS_MAX: 4096,
  ACTION_ARGS_JSON_CHARS_MAX: 16_384,
  ACTION_IDS_MAX: 32_767,
  COLUMNS_MAX: 1024,
  ENTITIES_MAX: 1 << 20,
  COMPONENTS_MAX: 256,
  RELATION_DEPTH_MAX: 256,
  MESSAGE_BYTES_MAX: 4096,
  MESSAGES_PER_AGENT_PER_TICK_MAX: 16,
  INBOX_MESSAGES_MAX: 1024,
  MESSAGE_ID_CHARS_MAX: 128,
  RECIPIENTS_CHARS_MAX: 4096,
  CONVERSATIONS_MAX: 1024,
  MEMORY_JSON_CHARS_MAX: 4 << 20,
  FAILURE_MESSAGE_CHARS_MAX: 500,
  SCENARIO_JSON_CHARS_MAX: 64 << 20,
  STRING_CHARS_MAX: 1 << 20,
  HORIZON_TICKS_MAX: 10_000_000,
  VECTOR_EPISODES_MAX: 1 << 16,
  JSON_DEPTH_MAX: 512,
  JSON_VALUES_MAX: 1 << 22,
  STATE_CELLS_MAX: 1 << 26,
  GROUP_FRAMES_MAX: 64,
  GROUP_BYTES_MAX: 256 * 1024,
  GROUP_INFLATED_BYTES_MAX: 64 << 20,
} as const
