import type { PromptKind } from './prompt.js'

/** Variables of every prompt. */
const common = {
  title: 'what the world is called',
  tick: 'the tick that is decided',
  horizon: 'the last tick',
  rules: 'how the world is played, where its view does not say so',
  goals: 'aims, where the view does not say so',
  actions: 'how actions are given',
  answer: 'what the answer looks like',
  others: 'the other agents, with team and role where they differ',
  past: 'what was done and heard in earlier ticks, and what came of it',
  note: 'what the model wanted to remember',
  came: 'what came of the last actions and messages',
  heard: 'messages that arrived for this tick',
} as const

const one = {
  ...common,
  agent: 'the agent’s name',
  role: 'its role and team, where it has one',
  talking: 'how messages are sent, where the agent may send some',
  talks: 'conversations by protocol that the agent takes part in',
  view: 'what the agent perceives',
  legal: 'actions that are possible now, where they are few and the view does not list them',
} as const

const many = {
  ...common,
  agents: 'names of all agents that are commanded',
  asked: 'names of those who act now',
  views: 'what each of them perceives and can do, each in a <view>',
} as const

export type SeatVariable = keyof typeof one
export type TeamVariable = keyof typeof many

/** Kinds of prompts for one agent. */
const seatKind = (id: string): PromptKind<SeatVariable> => ({
  id,
  variables: one,
  needed: ['agent', 'view', 'answer'],
})

export const REACT = seatKind('react')
export const DECENTRAL = seatKind('decentral')
export const CENTRAL: PromptKind<TeamVariable> = {
  id: 'central',
  variables: many,
  needed: ['views', 'answer'],
}
