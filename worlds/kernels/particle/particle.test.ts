import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, log1p } from '../../../engine/index.js'
import {
  addContacts,
  advance,
  assign,
  type Bodies,
  type BodySpec,
  createBodies,
  type Dynamics,
  integrate,
  penetration,
} from './index.js'

const LAW: Dynamics = {
  dt: 0.1,
  damping: 0.25,
  contactForce: 100,
  contactMargin: 0.001,
  first: 'position',
}

const disc = (given: Partial<BodySpec> = {}): BodySpec => ({
  name: 'disc',
  size: 0.1,
  collides: true,
  moves: true,
  mass: 1,
  thrust: 5,
  maxSpeed: Infinity,
  ...given,
})

/** Bodies at some places, at rest. */
function at(
  places: readonly (readonly [number, number])[],
  given: Partial<BodySpec>[] = [],
): Bodies {
  const bodies = createBodies(places.map((_, i) => disc(given[i])))
  for (const [i, [x, y]] of places.entries()) {
    bodies.x[i] = x
    bodies.y[i] = y
  }
  return bodies
}

const near = fc.double({ min: -1, max: 1, noNaN: true })
const place = fc.tuple(near, near)

describe('how deep a contact is', () => {
  const k = LAW.contactMargin
  /** The same without any shortcut. */
  const plain = (gap: number): number =>
    (Math.max(-gap / k, 0) + log1p(exp(-Math.abs(gap / k)))) * k

  it('is what the formula says, bit for bit', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (gap) => {
        expect(penetration(gap, k)).toBe(plain(gap))
      }),
    )
  })

  it.each([0, 0.03, 0.0374, 0.0375, 0.5, 0.7, 0.745, 0.7451332191, 0.7452, 1, 100])(
    'also where a shortcut begins: at a gap of %d',
    (gap) => {
      expect(penetration(gap, k)).toBe(plain(gap))
    },
  )

  it('is exactly nothing far away, and the overlap deep inside', () => {
    expect(penetration(0.7452, k)).toBe(0)
    expect(penetration(0.735, k)).toBeGreaterThan(0)
    expect(penetration(-0.2, k)).toBe(0.2)
    expect(penetration(0, k)).toBeCloseTo(0.001 * Math.LN2, 15)
  })

  it('never grows with the gap', () => {
    fc.assert(
      fc.property(near, fc.double({ min: 0, max: 1, noNaN: true }), (gap, more) => {
        expect(penetration(gap + more, k)).toBeLessThanOrEqual(penetration(gap, k) + 1e-15)
      }),
    )
  })
})

describe('contacts', () => {
  it('push both bodies alike: momentum is kept', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 6 }), (places) => {
        const bodies = at(places)
        addContacts(bodies, LAW)
        for (const force of [bodies.fx, bodies.fy]) {
          const sum = force.reduce((a, b) => a + b, 0)
          const size = force.reduce((a, b) => a + Math.abs(b), 0)
          expect(Math.abs(sum)).toBeLessThanOrEqual(1e-12 * size)
        }
      }),
    )
  })

  it('push apart, along the line between the centres', () => {
    const bodies = at([
      [0, 0],
      [0.15, 0],
    ])
    addContacts(bodies, LAW)
    expect(bodies.fx[0]).toBeCloseTo(-5, 9)
    expect(bodies.fx[1]).toBe(-bodies.fx[0]!)
    expect([...bodies.fy]).toEqual([0, 0])
  })

  it('move nothing that cannot move, and pass through what does not collide', () => {
    const bodies = at(
      [
        [0, 0],
        [0.05, 0],
        [0, 0.05],
      ],
      [{}, { moves: false }, { collides: false }],
    )
    advance(bodies, LAW)
    expect([bodies.vx[0]! < 0, bodies.vx[1], bodies.vx[2], bodies.vy[2]]).toEqual([true, 0, 0, 0])
    expect([...bodies.pairs]).toEqual([0, 1])
    expect([
      ...at(
        [
          [0, 0],
          [1, 1],
        ],
        [{ moves: false }, { moves: false }],
      ).pairs,
    ]).toEqual([])
  })

  it('have no direction between bodies with one centre', () => {
    const bodies = at([
      [0.3, 0.3],
      [0.3, 0.3],
    ])
    advance(bodies, LAW)
    expect([...bodies.vx, ...bodies.vy]).toEqual([0, 0, 0, 0])
  })
})

describe('motion', () => {
  const flying = (given: Partial<BodySpec> = {}): Bodies => {
    const bodies = at([[1, 2]], [given])
    bodies.vx[0] = 0.8
    bodies.vy[0] = -0.4
    bodies.fx[0] = 5
    return bodies
  }
  const state = (b: Bodies): number[] => [b.x[0]!, b.y[0]!, b.vx[0]!, b.vy[0]!]

  it('takes the speed that was, then changes it', () => {
    const bodies = flying()
    integrate(bodies, LAW)
    expect(state(bodies)).toEqual([1 + 0.8 * 0.1, 2 - 0.4 * 0.1, 0.8 * 0.75 + 0.5, -0.4 * 0.75])
    expect([...bodies.fx]).toEqual([0])
  })

  it('takes the new speed where velocity comes first', () => {
    const bodies = flying()
    integrate(bodies, { ...LAW, first: 'velocity' })
    const vx = 0.8 * 0.75 + 0.5
    expect(state(bodies)).toEqual([1 + vx * 0.1, 2 + -0.4 * 0.75 * 0.1, vx, -0.4 * 0.75])
  })

  it('is slower for the heavy, and none for what cannot move', () => {
    const heavy = flying({ mass: 2.25 })
    integrate(heavy, LAW)
    expect(heavy.vx[0]).toBe(0.8 * 0.75 + (5 / 2.25) * 0.1)
    const still = flying({ moves: false })
    integrate(still, LAW)
    expect(state(still)).toEqual([1, 2, 0.8, -0.4])
  })

  it('keeps to the greatest speed, in the same direction', () => {
    fc.assert(
      fc.property(
        place,
        place,
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        ([vx, vy], [fx, fy], maxSpeed) => {
          const [free, bound] = [flying(), flying({ maxSpeed })]
          for (const b of [free, bound]) {
            b.vx[0] = vx
            b.vy[0] = vy
            b.fx[0] = 50 * fx
            b.fy[0] = 50 * fy
            integrate(b, LAW)
          }
          const [speed, limited] = [free, bound].map((b) =>
            Math.sqrt(b.vx[0]! ** 2 + b.vy[0]! ** 2),
          )
          expect(limited).toBeCloseTo(Math.min(speed!, maxSpeed), 9)
          expect(bound.vx[0]! * free.vy[0]!).toBeCloseTo(bound.vy[0]! * free.vx[0]!, 9)
        },
      ),
    )
  })
})

describe('assignment', () => {
  const orders = (n: number): number[][] =>
    n === 0
      ? [[]]
      : orders(n - 1).flatMap((o) =>
          Array.from({ length: n }, (_, i) => [...o.slice(0, i), n - 1, ...o.slice(i)]),
        )
  const sum = (cost: readonly number[], n: number, order: readonly number[]): number =>
    order.reduce((total, column, row) => total + cost[row * n + column]!, 0)

  it('costs as little as any', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((n) =>
          fc.array(fc.double({ min: 0, max: 9, noNaN: true }), {
            minLength: n * n,
            maxLength: n * n,
          }),
        ),
        (cost) => {
          const n = Math.sqrt(cost.length)
          const given = assign(cost, n)
          expect([...given].sort()).toEqual(Array.from({ length: n }, (_, i) => i))
          const least = Math.min(...orders(n).map((order) => sum(cost, n, order)))
          expect(sum(cost, n, given)).toBeCloseTo(least, 9)
        },
      ),
    )
  })
})
