import type { Manual } from '../../engine/index.js'

/** The rules of what is played, as a page for people and models. */
export function rulesPage(manual: Manual, agent: string): string {
  const { title, rules, seats, horizon, actions, actionsPerTick, messages, protocols } = manual
  const me = seats.find((seat) => seat.name === agent)!
  const others = seats.filter((seat) => seat !== me)
  return [
    `# ${title}`,
    ...(rules === undefined ? [] : ['', rules]),
    '',
    `You are ${agent}, ${me.role}, of the team ${me.team}.`,
    others.length === 0
      ? 'You are alone.'
      : `With you: ${others.map((s) => `${s.name} (${s.role}, team ${s.team})`).join('; ')}.`,
    `It ends after ${horizon} ticks at the latest. At most ${actionsPerTick} ${actionsPerTick === 1 ? 'action' : 'actions'} a tick.`,
    '',
    '## Actions',
    ...actions.map(
      ({ name, text, args }) =>
        `- \`${name}\`${text === undefined ? '' : `: ${text}`} \`${JSON.stringify(args)}\``,
    ),
    ...(messages.length === 0
      ? []
      : [
          '',
          '## Messages',
          ...messages.map((m) => `- \`${m.type}\` \`${JSON.stringify(m.body)}\``),
        ]),
    ...(protocols.length === 0
      ? []
      : [
          '',
          '## Protocols of conversation',
          ...protocols.map(
            (p) =>
              `- \`${p.id}\`${p.text === undefined ? '' : `: ${p.text}`} Begins with ${p.opens.join(', ')}. ${p.messages.map((m) => `\`${m.type}\` \`${JSON.stringify(m.body)}\``).join(' ')}`,
          ),
        ]),
    '',
  ].join('\n')
}
