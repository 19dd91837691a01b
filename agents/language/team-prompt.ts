import { commonBlocks } from './common.js'
import type { TeamVariable } from './kinds.js'
import type { Member } from './member.js'
import { heardLines, pastText } from './memory.js'
import { sampleOf } from './team-answer.js'
import { goalsOf, peopleOf, rulesOf } from './view.js'
import { block, line } from './words.js'

const HEARD_CHARS_MAX = 1000

/** What a commander is told. */
export function teamValues(
  team: readonly Member[],
  thinks: boolean,
): Readonly<Record<TeamVariable, string>> {
  const { turn, view } = team[0]!
  const { manual, tick } = turn
  const isOwn = (name: string): boolean => team.some((m) => m.turn.agent === name)
  const lines = (of: (member: Member) => readonly string[]): string =>
    team.flatMap((m) => of(m).map((text) => `${m.turn.agent}: ${text}`)).join('\n')
  return {
    agents: peopleOf(turn, isOwn),
    asked: team.map((m) => m.turn.agent).join(', '),
    title: line(manual.title, 200),
    tick: String(tick),
    horizon: String(manual.horizon),
    others: peopleOf(turn, (name) => !isOwn(name)),
    rules: rulesOf(turn, view),
    goals: goalsOf(turn, view),
    actions: toldOf(team),
    answer: sampleOf(team, thinks),
    past: lines(({ memory }) =>
      pastText(memory, tick)
        .split('\n')
        .filter((l) => l !== ''),
    ),
    note: newestNote(team),
    came: lines((m) => m.came),
    heard: lines((m) => heardLines(m.turn.inbox, HEARD_CHARS_MAX)),
    views: viewsOf(team),
  }
}

/** How actions are given: once where it is the same for all. */
function toldOf(team: readonly Member[]): string {
  const told = [...new Set(team.map((m) => m.moves.told))]
  if (told.length === 1) return told[0]!
  return team.map(({ turn, moves }) => `${turn.agent}: ${moves.told}`).join('\n')
}

const newestNote = (team: readonly Member[]): string =>
  team.map((m) => m.memory.note).reduce((a, b) => (b.tick > a.tick ? b : a)).text

function viewsOf(team: readonly Member[]): string {
  const { before, after, rest } = commonBlocks(team.map((m) => m.view))
  const shared = [before, after].filter((text) => text !== '').join('\n\n')
  return [
    ...(shared === '' ? [] : [`<view of="all">\n${shared}\n</view>`]),
    ...team.map(({ turn, moves }, i) => {
      const legal = moves.legal === '' ? '' : `\n<legal>\n${block(moves.legal, 10_000)}\n</legal>`
      return `<view of="${turn.agent}">\n${rest[i]}${legal}\n</view>`
    }),
  ].join('\n')
}
