import type { z } from 'zod'
import type { AnyWorld, SomeWorld } from '../../engine/index.js'
import { checkBaseline } from './checks/baseline.js'
import { checkBombardment } from './checks/bombard.js'
import { checkDefinition, checkIds } from './checks/definition.js'
import { checkHeavy } from './checks/heavy.js'
import { checkLegal } from './checks/legal.js'
import { checkObservation, checkPlainObservation } from './checks/observation.js'
import { checkInvariant, checkPlay } from './checks/play.js'
import { checkPoisoned } from './checks/poisoned.js'
import { checkReading } from './checks/reading.js'
import { checkFork, checkReplay } from './checks/replay.js'
import { checkReset } from './checks/reset.js'
import { checkSameSeed } from './checks/same-seed.js'
import { checkScenarios } from './checks/scenarios.js'
import { checkText } from './checks/text.js'
import { checkVector } from './checks/vector.js'
import { createSubject, type Subject, toScenario } from './subject.js'
import { transcript } from './transcript.js'
import type { Check, GoldenOptions, WorldCheckOptions } from './types.js'

/**
 * What must hold of every world, as a list of named checks: nothing runs until a check is run, so that any test runner can
 * make its tests of them. An episode in which random agents play is looked at from all sides: is it the same for the same
 * seed, does saving and loading at every tick change it, does its replay verify and fork, does it need clock or chance, does
 * looking change it, do observations fit their schema, does it stand whatever agents send.
 *
 * @example
 * for (const check of conform(harvest, { scenarios: [windfall] })) it(check.name, check.run)
 * const report = await checkAll(conform(harvest, { scenarios: [windfall] })) // without a test runner
 */
export function conform<PS extends z.ZodType, C>(
  world: SomeWorld & { readonly params: PS; readonly components: C },
  options: WorldCheckOptions<C, z.output<PS>> = {},
): readonly Check[] {
  const any = world as unknown as AnyWorld
  const subject = createSubject(any, options)
  const { invariants = {}, golden, baseline, readme, mayFail = [] } = options
  const checks: readonly (readonly [name: string, run: Check['run']])[] = [
    ['definition: schemas, profiles and actions', () => checkDefinition(any)],
    ['ids: ids and actions stand for each other', () => checkIds(any)],
    ['scenarios: all can be read and begun', () => checkScenarios(subject)],
    ['play: legal play throws nothing', () => checkPlay(subject)],
    ['same-seed: the same seed gives the same run', () => checkSameSeed(subject)],
    ['reset: beginning anew is being made anew', () => checkReset(subject)],
    ['heavy: saving and loading at every tick changes nothing', () => checkHeavy(subject)],
    ['poisoned: no clock, no chance of its own', () => checkPoisoned(subject)],
    ['reading: looking changes nothing', () => checkReading(subject)],
    ['observation: what agents see fits its schema', () => checkObservation(subject)],
    ['plain-observation: what agents see is a plain copy', () => checkPlainObservation(subject)],
    ['legal: what is legal is not refused', () => checkLegal(subject, mayFail)],
    ['text: commands are read as they are written', () => checkText(subject)],
    ['vector: observations as numbers', () => checkVector(subject)],
    ['bombardment: rubbish gets verdicts and harms nobody', () => checkBombardment(subject)],
    ['replay: it verifies, and every frame is found', () => checkReplay(subject)],
    ['fork: a run goes on from any tick', () => checkFork(subject)],
    ...Object.entries(invariants).map(
      ([name, law]) =>
        [`invariant: ${name}`, () => checkInvariant(subject, name, law as never)] as const,
    ),
    ...(golden === undefined
      ? []
      : [['golden: it plays as it did', () => checkGolden(subject, golden)] as const]),
    ...(baseline === undefined
      ? []
      : [['baseline: it wins', () => checkBaseline(subject, baseline)] as const]),
    ...(readme === undefined
      ? []
      : [['readme: it names everything', () => checkReadme(any, readme)] as const]),
  ]
  return checks.map(([name, run]) => ({ name, run }))
}

async function checkGolden(subject: Subject, golden: GoldenOptions): Promise<void> {
  const scenario =
    golden.scenario === undefined
      ? (await subject.scenarios())[0]!
      : toScenario(subject.world, golden.scenario, subject.protocols)
  const { compareFile } = await import('./checks/files.node.js')
  compareFile(await transcript(scenario, golden), golden.file)
}

async function checkReadme(world: AnyWorld, readme: string | URL): Promise<void> {
  ;(await import('./checks/files.node.js')).checkReadme(world, readme)
}
