import type { Scene } from './scene.js'

type Told = Pick<Scene, 'travel' | 'ends'>

const ENDS = {
  tasks: 'It ends when all tasks are done.',
  first: 'It ends when all tasks of one team are done, those that are everybody’s included.',
  done: 'It ends when everybody has said DONE.',
  horizon: '',
} as const

/** How one plays by a profile, in sentences for those who never saw it. */
export function told(scene: Told, profile: string): string {
  const lines = [
    'Rooms hold furniture and things. Each tick you give one command; names of rooms and things are ids such as table_1.',
    ...moving(scene),
    ...(profile === 'compat' ? compat : strict),
    'A task is done once all that it asks for is so at the same time, and stays done.',
    ENDS[scene.ends],
    'DONE only says that you think the tasks are done: say it last.',
  ]
  return lines.filter((text) => text !== '').join('\n')
}

const moving = ({ travel }: Told): readonly string[] => [
  `GOTO a room${travel === 'links' ? ' that is next to yours, if no closed door is between them' : ', from anywhere'}. EXPLORE finds what is in your room; what you have not found you cannot use. LOOK tells again what you see.`,
  'GOTO a thing in your room before you GRAB it, PLACE something in or on it, or change it. GRAB needs a free hand and enough strength for its weight in kg. PLACE puts down what you hold, in or on what you stand at, or in the room.',
]

const strict: readonly string[] = [
  'What is in a closed container cannot be seen or reached: OPEN it first. You stand at what you went to last. A thing weighs as much as it and all that is in and on it.',
  'OPEN, CLOSE, REPAIR and the like change a thing that you reach. Some need a tool in your hand; such commands are listed while you hold it.',
  'Two or more act together by CORP_ commands: each of them gives the very same command in the same tick, with the names of exactly those who take part, or nobody does anything. So ada and bob, who both stand at a heavy trunk with a free hand each, both say CORP_GRAB ada,bob trunk; then both CORP_GOTO ada,bob shed; then both CORP_PLACE ada,bob trunk in shed. Agree on the tick beforehand.',
  'All actions of a tick happen at once, judged on how things were when it began; where two want the same thing, one gets it. You see others only in your own room.',
]

const compat: readonly string[] = [
  'What one agent finds is found for all. OPEN a closed container before you take something out of it.',
  'OPEN, CLOSE, REPAIR and the like change a thing that you are near. Some need a tool in your hand; such commands are listed while you hold it.',
  'CORP_ commands are for several, whose names they list; one of them gives it for all. What is too heavy for one is lifted by CORP_GRAB, moved by CORP_GOTO and put down by CORP_PLACE, by agents who are near it.',
]
