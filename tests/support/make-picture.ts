import sharp, { type Sharp } from 'sharp'

/** Noise in colour: nothing in it compresses away, no two places are equal. */
export function noisyPicture(width: number, height: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
}

const colours = { red: [255, 0, 0], green: [0, 160, 0], blue: [0, 0, 255], white: [255, 255, 255] } as const
type Colour = keyof typeof colours
const [wide, high] = [96, 64]

/** As a person sees it: red top left, green top right, blue bottom left, white bottom right. */
function colourAt(x: number, y: number): Colour {
  if (y < high / 2) return x < wide / 2 ? 'red' : 'green'
  return x < wide / 2 ? 'blue' : 'white'
}

/**
 * The pixels that a camera stores for that sight under an EXIF orientation; the value says which side of the sight the
 * stored first row and first column are (EXIF 2.32, tag 0x0112).
 */
export function storedFor(orientation: number): Sharp {
  const turned = orientation >= 5
  const width = turned ? high : wide
  const height = turned ? wide : high
  const pixels = Buffer.alloc(width * height * 3)
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = seenAt(orientation, row, column)
      pixels.set(colours[colourAt(x, y)], (row * width + column) * 3)
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

function seenAt(orientation: number, row: number, column: number): [number, number] {
  const right = wide - 1
  const bottom = high - 1
  const places: Record<number, [number, number]> = {
    1: [column, row],
    2: [right - column, row],
    3: [right - column, bottom - row],
    4: [column, bottom - row],
    5: [row, column],
    6: [right - row, column],
    7: [right - row, bottom - column],
    8: [row, bottom - column],
  }
  const place = places[orientation]
  if (!place) throw new RangeError(`no EXIF orientation: ${orientation}`)
  return place
}

/** The colours in the middle of the four quarters: top left, top right, bottom left, bottom right. */
export async function visualCorners(picture: Buffer): Promise<Colour[]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ].map(([x = 0, y = 0]) => {
    const offset = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
    return nearestColour([data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0])
  })
}

function nearestColour(pixel: readonly number[]): Colour {
  const distance = (colour: Colour) =>
    [...colours[colour]].reduce((sum: number, value, channel) => sum + Math.abs(value - (pixel[channel] ?? 0)), 0)
  const names: Colour[] = ['red', 'green', 'blue', 'white']
  return names.reduce((best, name) => (distance(name) < distance(best) ? name : best))
}
