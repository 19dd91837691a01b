import type { Published } from './suite.js'

const GROUPS = [
  'direct_command',
  'tool_use',
  'attribute_reasoning',
  'compound_reasoning',
  'explicit_collaboration',
  'implicit_collaboration',
  'compound_collaboration',
] as const

const SOURCE = 'OmniEAR, Wang et al. 2025, arXiv 2508.05614'

/** Percentages in the order of `GROUPS`. */
const percent = (of: Readonly<Record<string, readonly number[]>>, source: string): Published => ({
  source,
  metric: 'success',
  values: Object.fromEntries(
    Object.entries(of).map(([model, list]) => [
      model,
      Object.fromEntries(GROUPS.map((group, i) => [group, Number((list[i]! / 100).toFixed(3))])),
    ]),
  ),
})

/** Where agents see what is near them; with several agents, one model decides for all. */
const PARTIAL = percent(
  {
    'GPT-4o': [96.6, 80, 77.8, 69.2, 90, 77.5, 32],
    'Gemini-2.5-Flash': [90.5, 82.3, 56.3, 59.4, 88.5, 85.5, 40.5],
    'Deepseek-R1': [94.1, 85.8, 41.9, 70.6, 92, 84.5, 48.5],
    'QwQ-32B': [85.2, 73.4, 44.9, 54.1, 88, 84, 36.5],
    'Deepseek-V3': [91.1, 82.3, 56.3, 67.1, 82, 63, 36],
    'Qwen2.5-72B': [89.7, 56.4, 57.4, 66.7, 56, 65.4, 28.6],
    'Llama3.1-8B': [24.9, 8.3, 9.9, 12.4, 4, 1.5, 0],
    'Qwen2.5-7B': [40.2, 15.4, 22.2, 16.5, 38.5, 13.5, 1],
    'Qwen2.5-3B': [0.6, 1.8, 0.6, 2.9, 8.5, 1.5, 0.5],
    'Qwen2.5-3B, fine-tuned': [76.3, 45, 33.5, 36.5, 22.5, 5.5, 1],
  },
  `${SOURCE}, main table: where agents see what is near; with several, one model decides for all`,
)

/** Where all that is there is told from the start. */
const GLOBAL = percent(
  {
    'Qwen2.5-3B': [11.2, 10.7, 5.4, 11.2, 4.5, 0.5, 0],
    'Qwen2.5-7B': [78.7, 36.1, 29.3, 34.1, 64, 9.5, 1],
    'Qwen2.5-72B': [94.1, 84, 53.3, 65.9, 80.5, 42.5, 18],
    'Deepseek-V3': [95.9, 87, 69.5, 68.8, 80.5, 54, 31.5],
  },
  `${SOURCE}, table of the world graph: all that is there is told from the start`,
)

/** What its authors measured of language models. */
export const EAR_PUBLISHED: Readonly<Record<'partial' | 'global', Published>> = {
  partial: PARTIAL,
  global: GLOBAL,
}
