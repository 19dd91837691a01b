/**
 * What the reference does that its makers hardly meant. Each has a name here and is asked for by that name where it
 * matters; the profile `compat` has them all.
 */
export interface Quirks {
  /** Whatever an agent holds counts as being in the room in which that agent began. */
  readonly heldStaysInStartRoom: boolean
  /** Only the direct parent's being shut keeps a thing from being taken; lids above it do not. */
  readonly onlyDirectLidCounts: boolean
  /** A preposition that is not in lower case skips the checks of PLACE and is kept word for word. */
  readonly shoutedPrepositions: boolean
  /** The weight of contents counts only for direct children that were put with `in` or `on` in lower case. */
  readonly shallowWeight: boolean
  /** A closed container takes things in. */
  readonly closedContainersAccept: boolean
  /** A thing can be put into itself or into what is in it; every later look for its room then fails. */
  readonly cyclesAllowed: boolean
  /** One agent, or one named twice, counts as co-operating. */
  readonly oneAgentCooperates: boolean
  /** Co-operation needs no consent: one command by one agent moves and binds all those it names. */
  readonly noConsent: boolean
  /** Carrying together needs a thing heavier than the strongest can lift, and nothing else: no sum of strengths, no free hands. */
  readonly anyoneCarries: boolean
  /** What is carried together stays where it is until it is put down. */
  readonly carriedStaysBehind: boolean
  /** Carrying together can be begun and ended without anyone being near. */
  readonly carryFromAfar: boolean
  /** CORP_GRAB finds a thing by a name such as `in:shelf_1`, weighs it, and then counts nobody as being near. */
  readonly prefixedCarry: boolean
  /** EXPLORE finds everything in the room, through closed lids. */
  readonly exploreSeesAll: boolean
  /** A task counts as co-operative when its text contains one of some words, even inside a name. */
  readonly wordsMakeCooperation: boolean
  /** A check that names neither a place nor an `is_…` state is passed. */
  readonly emptyChecksPass: boolean
}

export const compat: Quirks = {
  heldStaysInStartRoom: true,
  onlyDirectLidCounts: true,
  shoutedPrepositions: true,
  shallowWeight: true,
  closedContainersAccept: true,
  cyclesAllowed: true,
  oneAgentCooperates: true,
  noConsent: true,
  anyoneCarries: true,
  carriedStaysBehind: true,
  carryFromAfar: true,
  prefixedCarry: true,
  exploreSeesAll: true,
  wordsMakeCooperation: true,
  emptyChecksPass: true,
}
