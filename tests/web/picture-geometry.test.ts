import { expect, test } from 'vitest'
import {
  fitView,
  keepInside,
  projection,
  straighten,
  viewOfQuad,
  zoomView,
} from '../../web/components/picture-geometry.ts'

const box = { width: 600, height: 400 }

test('the whole picture fits, upright and turned', () => {
  const picture = { width: 3000, height: 1000 }
  expect(fitView(picture, box, 0).scale).toBeCloseTo(0.2)
  expect(fitView(picture, box, 90).scale).toBeCloseTo(400 / 3000)
})

test('zooming keeps the point under the pointer where it is', () => {
  const before = { scale: 0.5, x: 12, y: -30, rotation: 0 }
  const pointer = { x: 140, y: 60 }
  const after = zoomView(before, 1.7, pointer)
  const onPicture = (view: typeof before) => [(pointer.x - view.x) / view.scale, (pointer.y - view.y) / view.scale]
  expect(after.scale).toBeCloseTo(0.85)
  for (const [index, value] of onPicture(after).entries())
    expect(value).toBeCloseTo(onPicture(before)[index] ?? Number.NaN)
})

test('zooming stops at the ends and then moves nothing', () => {
  const view = { scale: 8, x: 5, y: 5, rotation: 0 }
  expect(zoomView(view, 2, { x: 100, y: 100 })).toEqual(view)
})

test('a picture cannot be dragged out of sight', () => {
  const view = keepInside({ scale: 1, x: 9999, y: -9999, rotation: 0 }, { width: 500, height: 300 }, box)
  expect(view.x).toBeLessThan(600)
  expect(view.y).toBeGreaterThan(-400)
})

test('a chosen field comes to the middle, turned or not', () => {
  const picture = { width: 1000, height: 500 }
  const quad = [0.7, 0.2, 0.9, 0.2, 0.9, 0.3, 0.7, 0.3]
  const upright = viewOfQuad(quad, picture, box, { scale: 1, x: 0, y: 0, rotation: 0 })
  expect(upright.x / upright.scale).toBeCloseTo(-300)
  expect(upright.y / upright.scale).toBeCloseTo(125)
  const turned = viewOfQuad(quad, picture, box, { scale: 1, x: 0, y: 0, rotation: 90 })
  expect(turned.x / turned.scale).toBeCloseTo(-125)
  expect(turned.y / turned.scale).toBeCloseTo(-300)
})

function carried(h: readonly number[], x: number, y: number): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h
  const w = g * x + i * y + 1
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
}

test('the projection carries each corner to its corner, also of a quad seen at a slant', () => {
  const from = [
    { x: 100, y: 120 },
    { x: 420, y: 90 },
    { x: 430, y: 150 },
    { x: 95, y: 170 },
  ]
  const to = [
    { x: 0, y: 0 },
    { x: 300, y: 0 },
    { x: 300, y: 44 },
    { x: 0, y: 44 },
  ]
  const h = projection(from, to) ?? []
  expect(h).toHaveLength(8)
  for (const [index, corner] of from.entries()) {
    const [x, y] = carried(h, corner.x, corner.y)
    expect(x).toBeCloseTo(to[index]?.x ?? Number.NaN, 4)
    expect(y).toBeCloseTo(to[index]?.y ?? Number.NaN, 4)
  }
})

test('a strip has the height asked for and the proportions of its field, and never exceeds the width', () => {
  const picture = { width: 1000, height: 1000 }
  const quad = [0.1, 0.1, 0.5, 0.1, 0.5, 0.15, 0.1, 0.15]
  const strip = straighten(quad, picture, 44, 1000)
  expect(strip?.height).toBeCloseTo(44)
  expect(strip?.width).toBeCloseTo((44 * (400 + 20)) / (50 + 20))
  expect(straighten(quad, picture, 44, 120)?.width).toBeCloseTo(120)
})

test('corners on one line or on one point are no strip', () => {
  expect(straighten([0.1, 0.1, 0.5, 0.1, 0.5, 0.1, 0.1, 0.1], { width: 100, height: 100 }, 44, 400)).toBeNull()
  expect(straighten([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], { width: 100, height: 100 }, 44, 400)).toBeNull()
})
