/**
 * What the reference does that its makers hardly meant, and the profile `compat` therefore does too. Each is done in one
 * place, marked there with `quirk: name`.
 */
export const quirks = {
  heldStaysInStartRoom:
    'Whatever an agent holds counts as being in the room in which that agent began',
  onlyDirectLidCounts:
    'Only the container that a thing is directly in can keep it from being taken or looked at',
  oddPrepositions:
    'A preposition not in lower case skips the checks of PLACE and is kept word for word',
  shallowWeight:
    'Contents weigh only when they are directly in or on a thing, put there in lower case',
  loadDrifts:
    'What is put down takes off the weight it has then, not the weight it had when it was taken',
  closedContainersAccept: 'A closed container takes things in',
  cyclesAllowed:
    'A thing can be put into itself or into what is in it; looking for its room then fails',
  noReachToChange:
    'Attributes can be changed from anywhere in the room, with full hands, through closed lids',
  oneAgentCooperates: 'One agent, or one named twice, counts as co-operating',
  noConsent: 'One command by one agent acts for, moves and binds all those it names',
  anyoneCarries:
    'A thing heavier than the strongest can lift is carried by any number, of any strength, with full hands',
  carriedStaysBehind: 'What is carried together stays where it is until it is put down',
  setDownAnywhere: 'What is carried together can be put down anywhere in the world',
  leftOutStayBound: 'Those left out of the list when a thing is put down stay bound for ever',
  strangersMayCarry: 'The commands for carrying together do not ask who gives them',
  prefixedCarry:
    'CORP_GRAB finds a thing by a name such as in:shelf_1, weighs it, and then counts nobody as near',
  exploreSeesAll: 'EXPLORE finds everything in the room, through closed lids',
  knowledgeIsShared: 'What one agent finds, all know',
  wordsMakeCooperation:
    'A task counts as co-operative when its text contains one of some words, even inside a name',
  emptyChecksPass: 'A check that asks for neither a place nor an is_ state holds',
  firstRoomForTheLost:
    'A thing whose place leads nowhere is put into the first room, after all others',
} as const

export type Quirk = keyof typeof quirks
