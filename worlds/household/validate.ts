import type { Problem } from '../../engine/index.js'
import type { Scene } from './scene.js'

/** Finds what does not hang together in a scene: duplicates, dangling references, cycles. */
export function validateScene(scene: Scene): Problem[] {
  const problems: Problem[] = []
  const rooms = new Set<string>()
  const nodes = new Map<string, string>()
  const claim = (id: string, path: string): void => {
    const first = nodes.get(id)
    if (first === undefined) nodes.set(id, path)
    else
      problems.push({
        path,
        message: `the id "${id}" is taken by ${first}`,
        expected: 'a unique id',
        got: id,
      })
  }
  scene.rooms.forEach((room, i) => {
    claim(room.id, `params.rooms.${i}.id`)
    rooms.add(room.id)
  })
  for (const [i, thing] of scene.things.entries()) claim(thing.id, `params.things.${i}.id`)
  for (const agent of Object.keys(scene.bodies)) claim(agent, `params.bodies.${agent}`)

  const dangling = (path: string, id: string, what: string): void => {
    problems.push({
      path,
      message: `there is no ${what} "${id}"`,
      expected: `the id of a ${what}`,
      got: id,
    })
  }
  scene.rooms.forEach((room, i) => {
    room.links.forEach((link, j) => {
      if (!rooms.has(link)) dangling(`params.rooms.${i}.links.${j}`, link, 'room')
    })
  })
  for (const [agent, body] of Object.entries(scene.bodies)) {
    if (body.start !== undefined && !rooms.has(body.start))
      dangling(`params.bodies.${agent}.start`, body.start, 'room')
  }
  checkDoors(scene, rooms, problems, dangling)
  checkPlaces(scene, nodes, rooms, problems, dangling)
  scene.tasks.forEach((task, i) => {
    task.checks.forEach((check, j) => {
      if (check.absent) return
      const path = `params.tasks.${i}.checks.${j}`
      if (!nodes.has(check.thing)) dangling(`${path}.thing`, check.thing, 'thing')
      const target = check.place?.slice(check.place.indexOf(':') + 1)
      if (target !== undefined && !nodes.has(target))
        dangling(`${path}.place`, target, 'room or thing')
    })
  })
  return problems
}

function checkDoors(
  scene: Scene,
  rooms: ReadonlySet<string>,
  problems: Problem[],
  dangling: (path: string, id: string, what: string) => void,
): void {
  scene.things.forEach((thing, i) => {
    if (thing.door === undefined) return
    const path = `params.things.${i}.door`
    for (const [j, end] of thing.door.entries())
      if (!rooms.has(end)) dangling(`${path}.${j}`, end, 'room')
    const [a, b] = thing.door
    const at = thing.at.slice(3)
    const links = scene.rooms.find((r) => r.id === a)?.links
    const wrong =
      scene.travel !== 'links'
        ? ['doors keep nobody in where one can go anywhere', '"travel": "links"', scene.travel]
        : a === b || !links?.includes(b)
          ? ['a door joins two rooms that are linked', `a link from ${a} to ${b}`, `${a}, ${b}`]
          : at !== a && at !== b
            ? ['a door stands in one of the rooms that it joins', `in:${a} or in:${b}`, thing.at]
            : undefined
    if (wrong !== undefined)
      problems.push({ path, message: wrong[0]!, expected: wrong[1]!, got: wrong[2]! })
  })
}

function checkPlaces(
  scene: Scene,
  nodes: ReadonlyMap<string, string>,
  rooms: ReadonlySet<string>,
  problems: Problem[],
  dangling: (path: string, id: string, what: string) => void,
): void {
  const things = new Map(scene.things.map((t) => [t.id, t]))
  scene.things.forEach((thing, i) => {
    const path = `params.things.${i}.at`
    const parent = thing.at.slice(3)
    if (!nodes.has(parent) || (!rooms.has(parent) && !things.has(parent))) {
      dangling(path, parent, 'room or thing')
      return
    }
    const above = things.get(parent)
    if (above !== undefined && thing.at.startsWith('in:') && !above.container) {
      problems.push({
        path,
        message: `"${thing.id}" is in "${parent}", which is no container`,
        expected: 'a container, or on:',
        got: thing.at,
      })
    }
    const seen = new Set<string>()
    for (
      let at: string | undefined = thing.id;
      at !== undefined && things.has(at);
      at = things.get(at)?.at.slice(3)
    ) {
      if (seen.has(at)) {
        problems.push({
          path,
          message: `"${thing.id}" is inside itself`,
          expected: 'a chain that ends in a room',
          got: [...seen, at].join(' in '),
        })
        return
      }
      seen.add(at)
    }
  })
}
