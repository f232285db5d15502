import { expect, test } from 'vitest'
import { distance, mapOnto, widthAtHeight } from '../../../worker/reading/crop-line.ts'
import { findBoxes, type ProbabilityMap } from '../../../worker/reading/find-boxes.ts'
import { decode } from '../../../worker/reading/recognise-lines.ts'

/** A map with a bar of text, `length` × `thickness`, turned by so many degrees around its middle. */
function mapWithBar(length: number, thickness: number, degrees: number, probability = 0.9): ProbabilityMap {
  const [width, height] = [320, 240]
  const data = new Float32Array(width * height)
  const angle = (degrees * Math.PI) / 180
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x + 0.5 - 160, y + 0.5 - 120]
      const along = dx * Math.cos(angle) + dy * Math.sin(angle)
      const across = -dx * Math.sin(angle) + dy * Math.cos(angle)
      if (Math.abs(along) <= length / 2 && Math.abs(across) <= thickness / 2) data[y * width + x] = probability
    }
  }
  return { data, width, height }
}

test.each([0, 7, -15, 30])(
  'a line of text turned by %i degrees gives one box that lies as it does, grown',
  (degrees) => {
    const [box, ...others] = findBoxes(mapWithBar(180, 14, degrees))
    expect(others).toEqual([])
    if (!box) throw new Error('no box')
    const [a, b, c, d] = box.corners
    const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI
    expect(angle).toBeCloseTo(degrees, 0)
    // Area × 1.6 / perimeter on each side: 180 × 14 × 1.6 / 388 ≈ 10.4.
    expect(Math.abs(distance(a, b) - 200.8)).toBeLessThan(4)
    expect(Math.abs(distance(a, d) - 34.8)).toBeLessThan(4)
    expect((a.x + c.x) / 2).toBeCloseTo(160, 0)
    expect((a.y + c.y) / 2).toBeCloseTo(120, 0)
  },
)

test('text that runs downwards keeps its corners: the first is the top left one', () => {
  const [box] = findBoxes(mapWithBar(14, 180, 0))
  if (!box) throw new Error('no box')
  const [a, b, , d] = box.corners
  expect(a.x).toBeLessThan(b.x)
  expect(a.y).toBeLessThan(d.y)
  expect(distance(a, d)).toBeGreaterThan(4 * distance(a, b))
})

test('specks and what the detector hardly believes in are no text', () => {
  expect(findBoxes(mapWithBar(2, 2, 0))).toEqual([])
  expect(findBoxes(mapWithBar(180, 14, 0, 0.35))).toEqual([])
})

test('a crop maps its corners onto the corners of the box', () => {
  const corners = [
    { x: 10, y: 20 },
    { x: 110, y: 30 },
    { x: 105, y: 62 },
    { x: 8, y: 50 },
  ] as const
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = mapOnto(corners, 200, 48)
  const at = (x: number, y: number) => {
    const w = g * x + h * y + 1
    return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
  }
  const places = [at(0, 0), at(200, 0), at(200, 48), at(0, 48)]
  places.forEach((place, index) => {
    expect(place.x).toBeCloseTo(corners[index]?.x ?? 0, 6)
    expect(place.y).toBeCloseTo(corners[index]?.y ?? 0, 6)
  })
  expect(widthAtHeight(corners, 48)).toBeGreaterThan(140)
})

test('steps of one character are one character, and the same one after a pause is another', () => {
  const dictionary = ['', '元', '0', ',']
  const best = [2, 2, 0, 2, 3, 1]
  const scores = Float32Array.from(best.flatMap((one) => dictionary.map((_, index) => (index === one ? 0.9 : 0.03))))
  const read = decode(scores, dictionary.length, dictionary)
  expect(read.text).toBe('00,元')
  expect(read.score).toBeCloseTo(0.9)
  expect(read.characters[0]?.end).toBeLessThanOrEqual(read.characters[2]?.start ?? 0)
})

test('the runner-up of a doubtful character is kept', () => {
  const dictionary = ['', 'S', '5']
  const read = decode(Float32Array.from([0.02, 0.66, 0.32]), 3, dictionary)
  expect(read.characters).toMatchObject([{ text: 'S', other: { text: '5' } }])
  expect(read.characters[0]?.other?.score).toBeCloseTo(0.32)
})
