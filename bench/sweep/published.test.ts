import { describe, expect, it } from 'vitest'
import { reportPage } from '../report/report.js'
import { aggregate } from './aggregate.js'
import { EAR_PUBLISHED } from './ear-bench-published.js'
import { markdown, publishedLines } from './lines.js'
import { besidePublished } from './published.js'
import type { EpisodeRow } from './row.js'

const row = (group: string, lineup: string, success: boolean): EpisodeRow => ({
  key: `${group} ${lineup} ${success}`,
  suite: 'ear-bench',
  scenario: `${group}-${success}`,
  group,
  lineup,
  seed: '0',
  status: 'ok',
  success,
  scores: { success: Number(success) },
})
const rows = [
  row('tool_use', 'planner', true),
  row('tool_use*', 'planner', false),
  row('direct_command', 'planner', true),
  row('tool_use', 'a|b', false),
]
const published = EAR_PUBLISHED.partial

describe('published numbers', () => {
  it('stand above those of the run, group by group, with and without what was refused', () => {
    const beside = besidePublished(published, aggregate(rows))
    const of = (name: string, group: string) =>
      beside.rows.find((r) => r.name === name)!.means[beside.groups.indexOf(group)]
    expect(of('GPT-4o', 'tool_use')).toBe(0.8)
    expect(of('here: planner', 'tool_use')).toBe(1)
    expect(of('here: planner + *', 'tool_use')).toBe(0.5)
    expect(of('here: planner + *', 'direct_command')).toBe(1)
    expect(of('here: planner', 'compound_collaboration')).toBeUndefined()
    expect(beside.rows.at(-1)!.name).toBe('here: a|b + *')
  })

  it('are in the range that the abstract tells of', () => {
    const strong = ['GPT-4o', 'Gemini-2.5-Flash', 'Deepseek-R1', 'QwQ-32B']
    const spread = (group: string) => {
      const all = strong.map((model) => published.values[model]![group]!)
      return [Math.min(...all), Math.max(...all)]
    }
    expect(spread('direct_command')).toEqual([0.852, 0.966])
    expect(spread('tool_use')).toEqual([0.734, 0.858])
    expect(spread('attribute_reasoning')).toEqual([0.419, 0.778])
    expect(spread('compound_collaboration')).toEqual([0.32, 0.485])
  })

  it('are in the lines, in Markdown and in the page, with their source', () => {
    const told = aggregate(rows)
    for (const text of [
      publishedLines(published, told).join('\n'),
      markdown('EAR', told, published),
      reportPage({ title: 'EAR', rows, published }),
    ]) {
      expect(text).toMatch(/Deepseek-R1.*0\.858/)
      expect(text).toContain('2508.05614')
    }
    expect(markdown('EAR', told, published)).toContain('here: a\\|b')
  })

  it('of a folder that knows only words are left out', () => {
    const old = { source: 's', metric: 'success', values: { tool_use: 'half' } } as never
    expect(publishedLines(old, aggregate(rows))).toEqual([])
    expect(markdown('EAR', aggregate(rows), old)).not.toContain('published')
    expect(reportPage({ title: 'EAR', rows, published: old })).not.toContain('published')
  })
})
