import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { factsOf } from './tidy/facts.js'
import { read, root, treePaths } from './tidy/files.node.js'
import { globalProblems } from './tidy/globals.js'
import { doorProblems, importProblems } from './tidy/imports.js'
import { medianLines, sizeProblems } from './tidy/sizes.js'
import { isCode, isTest, isTypeScript } from './tidy/source.js'
import { isProse, wordProblems } from './tidy/words.js'
import { engineProblems, worldNames, worldProblems } from './tidy/worlds.js'

const paths = treePaths()
const code = paths.filter(isCode).map(read)
const parsed = code
  .filter(({ path }) => isTypeScript(path))
  .map((file) => [file, factsOf(file)] as const)

describe('the tree', () => {
  test('keeps the arrows between rooms and enters them by their doors', () => {
    expect(parsed.flatMap(([file, facts]) => importProblems(file, facts))).toEqual([])
  })
  test('has doors that only re-export', () => {
    expect(parsed.flatMap(([file, facts]) => doorProblems(file, facts))).toEqual([])
  })
  test('takes clock, chance and inexact arithmetic from nowhere', () => {
    expect(parsed.flatMap(([file, facts]) => globalProblems(file, facts))).toEqual([])
  })
  test('has an engine that knows no world', () => {
    const names = worldNames(paths)
    expect(code.flatMap((file) => engineProblems(file, names))).toEqual([])
  })
  test('has complete worlds', () => {
    expect(worldProblems(paths)).toEqual([])
  })
  test('is made of short files', () => {
    expect(sizeProblems(code)).toEqual([])
    const sources = code.filter(({ path }) => !isTest(path))
    console.info(`${sources.length} sources, median ${medianLines(sources)} lines`)
    expect(medianLines(sources)).toBeLessThan(200)
  })
  test('speaks only of itself', () => {
    expect(paths.filter(isProse).flatMap((path) => wordProblems(read(path)))).toEqual([])
  })
})

describe('the package', () => {
  test('pins every dependency exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json').text)
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
    )
    expect(loose).toEqual([])
  })
  test('has a lock that `npm ci` accepts on every platform', () => {
    const check = ['.ci/complete-lock.mjs', '--check']
    expect(execFileSync(process.execPath, check, { cwd: root, encoding: 'utf8' })).toBe(
      'the lock is complete\n',
    )
  })
})
