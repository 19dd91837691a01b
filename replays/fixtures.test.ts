import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FORMAT } from './header.js'
import { openReplay } from './reader.js'
import { bytesSource } from './source.js'
import { digestOf } from './testing/digest.js'
import { FIXTURES, fixtureBytes, keptDigests } from './testing/fixtures.node.js'
import { VERSION } from './version.js'

const kept = keptDigests()
const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.mcap.gz'))

describe('a file that was recorded once', () => {
  test.each(names)('says today what it said then: %s', async (name) => {
    const replay = await openReplay(bytesSource(fixtureBytes(name)))
    const { header, result } = replay.info
    const [format, engine] = name.split('_')
    expect([header.format.replace('/', '-'), header.engine]).toEqual([format, engine])
    const digest = await digestOf(replay)
    expect(digest).toEqual(kept[name])
    expect(result?.chain).toBe(digest.chain)
  })

  test('is there for this release, with every kind of thing in it', async () => {
    expect(Object.keys(kept).sort()).toEqual(names.sort())
    const prefix = `${FORMAT.replace('/', '-')}_${VERSION}_`
    const ours = names.filter((name) => name.startsWith(prefix))
    const worlds = ours.map((name) => name.slice(prefix.length).replace('.mcap.gz', ''))
    // `node --import tsx replays/testing/fixtures.node.ts` records them.
    expect(worlds.sort()).toEqual([
      'bazaar',
      'fork',
      'harvest',
      'household',
      'kitchen',
      'kuhn-poker',
      'particles',
    ])
    const found = new Set<string>()
    for (const name of ours) {
      const replay = await openReplay(bytesSource(fixtureBytes(name)))
      for (let tick = replay.info.first; tick <= replay.info.ticks; tick++) {
        const { actions, messages, events, draws, inputs, goals } = await replay.frame(tick)
        const seen = await replay.observations(tick)
        const memories = inputs.flatMap((input) => input?.memory ?? [])
        const all = { actions, messages, events, draws, goals, seen, memories }
        for (const [kind, list] of Object.entries(all)) if (list.length > 0) found.add(kind)
      }
      if ((await replay.saved(replay.info.ticks)) !== undefined) found.add('saves')
    }
    const kinds = ['actions', 'draws', 'events', 'goals', 'memories', 'messages', 'saves', 'seen']
    expect([...found].sort()).toEqual(kinds)
  })
})
