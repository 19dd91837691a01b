import type { Tone } from '../scene.js'

/** Colours by what they mean. */
export interface Palette {
  of(tone: Tone): string
  /** Ink on a filled tone. */
  on(tone: Tone): string
  readonly isDark: boolean
}

// Okabe and Ito's colours, which people with any colour vision tell apart; the yellow paletteFored on white.
const AGENTS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#8a7a00',
  '#7a6fb0',
]
const HUES_LIGHT = [
  '#8fbfdc',
  '#f0c77a',
  '#8fd0b8',
  '#eba98a',
  '#e3bad0',
  '#bcdff5',
  '#d8d08a',
  '#c3bce0',
]
const HUES_DARK = [
  '#3f6f92',
  '#937029',
  '#2f7a61',
  '#99553a',
  '#8a5f78',
  '#4a7690',
  '#77702f',
  '#635c88',
]

const LIGHT: Readonly<Record<string, string>> = {
  ink: '#1b2530',
  soft: '#5b6876',
  line: '#c6d0da',
  card: '#ffffff',
  page: '#f7f9fb',
  floor: '#eef2f6',
  good: '#0b7285',
  bad: '#b3470b',
  accent: '#6741b0',
}
const DARK: Readonly<Record<string, string>> = {
  ink: '#e4eaf0',
  soft: '#96a3b1',
  line: '#3a4654',
  card: '#232c37',
  page: '#141a21',
  floor: '#1b232c',
  good: '#4fb8cc',
  bad: '#ee9257',
  accent: '#b79df2',
}

const paletteFor = (isDark: boolean): Palette => {
  const base = isDark ? DARK : LIGHT
  const hues = isDark ? HUES_DARK : HUES_LIGHT
  const cache = new Map<string, string>()
  const of = (tone: Tone): string => {
    let color = cache.get(tone)
    if (color === undefined) {
      const [kind, number] = tone.split(':')
      const list = kind === 'agent' ? AGENTS : kind === 'hue' ? hues : undefined
      color =
        list === undefined ? (base[tone] ?? base['ink']!) : list[Number(number) % list.length]!
      cache.set(tone, color)
    }
    return color
  }
  return { of, on: (tone) => (isLight(of(tone)) ? '#12181f' : '#ffffff'), isDark }
}

/** Whether dark ink reads better on it. */
function isLight(color: string): boolean {
  const n = Number.parseInt(color.slice(1), 16)
  const channel = (c: number): number => (c / 255) ** 2.2
  const lum =
    0.2126 * channel(n >> 16) + 0.7152 * channel((n >> 8) & 255) + 0.0722 * channel(n & 255)
  return lum > 0.3
}

export const light = paletteFor(false)
export const dark = paletteFor(true)
