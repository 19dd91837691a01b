import { describe, expect, test } from 'vitest'
import { harvest, windfall } from '../examples/harvest.js'
import { createRegistry, shipped, worldNamed } from './registry.js'

describe('the registry', () => {
  test('holds what ships', async () => {
    const { worlds, scenarios, policies } = await shipped()
    expect([...worlds.keys()]).toContain('household')
    expect([...scenarios.keys()]).toContain('moving-day')
    expect([...policies.keys()]).toEqual(expect.arrayContaining(['idle', 'random', 'scripted']))
  })
  test('takes worlds, scenarios in code, shelves of scenario files and policies from any module', () => {
    const file = { format: 'coact/scenario/1', id: 'filed' }
    const shelf = { anything: file }
    const policy = { kind: 'policy', id: 'mine', version: 1, world: '*', decide: () => undefined }
    const module = {
      harvest,
      windfall,
      shelf,
      policy,
      number: 3,
      nothing: null,
      list: [file],
      empty: {},
    }
    const { worlds, scenarios, policies } = createRegistry(module, {})
    expect([...worlds.values()]).toEqual([harvest])
    expect([...scenarios]).toEqual([
      ['harvest-windfall', windfall],
      ['filed', file],
    ])
    expect([...policies.keys()]).toEqual(['mine'])
  })
  test('names the nearest world and the list', () => {
    const registry = createRegistry({ harvest })
    expect(worldNamed(registry, 'harvest')).toBe(harvest)
    for (const name of ['harvst', '__proto__', 'x'.repeat(10_000)]) {
      expect(() => worldNamed(registry, name)).toThrow(/world\/unknown[\s\S]*one of harvest/)
    }
  })
})
