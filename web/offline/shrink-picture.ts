import { sniffFileKind, sniffLength } from '../../server/core/file-kind.ts'

/** The server keeps 2000 px; 3000 leaves it something to straighten and crop. */
export const longestSidePx = 3000
const jpegQuality = 0.85
/** A picture below this travels as it is: it costs a weak signal little, and every re-encoding costs sharpness. */
const smallEnoughBytes = 600_000

export interface PreparedFile {
  readonly blob: Blob
  readonly type: string
  readonly name: string
  /** Of the file as it was chosen. */
  readonly originalBytes: number
}

/** The size a picture is drawn at: never larger than it is, its longer side at most `longestSidePx`. */
export function shrunkSize(
  width: number,
  height: number,
  longestPx: number = longestSidePx,
): { width: number; height: number } {
  const share = Math.min(1, longestPx / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

/**
 * Makes a photo light enough for a weak signal: at most 3000 px, JPEG. HEIC becomes JPEG where the browser can decode it
 * (Safari). Whatever cannot be decoded here, a PDF, or a picture that would not get smaller goes as it is: the server
 * copes or says why not. Never throws.
 */
export async function preparePicture(file: File): Promise<PreparedFile> {
  const asIs: PreparedFile = {
    blob: file,
    type: file.type || 'application/octet-stream',
    name: file.name,
    originalBytes: file.size,
  }
  try {
    const kind = sniffFileKind(new Uint8Array(await file.slice(0, sniffLength).arrayBuffer()))
    if (kind === null || kind === 'pdf' || kind === 'ofd' || kind === 'xml' || kind === 'zip' || kind === 'gif')
      return asIs
    if (kind === 'jpeg' && file.size <= smallEnoughBytes) return asIs
    const picture = await decode(file)
    try {
      const size = shrunkSize(picture.width, picture.height)
      const mustConvert = kind === 'heic'
      const fits = size.width === picture.width && size.height === picture.height
      if (fits && !mustConvert && file.size <= smallEnoughBytes) return asIs
      const blob = await draw(picture.source, size)
      if (!blob || (!mustConvert && blob.size >= file.size)) return asIs
      return { blob, type: 'image/jpeg', name: jpegName(file.name), originalBytes: file.size }
    } finally {
      picture.close()
    }
  } catch {
    return asIs
  }
}

function jpegName(name: string): string {
  return `${name.replace(/\.[^.]*$/, '') || 'photo'}.jpg`
}

interface Decoded {
  readonly source: CanvasImageSource
  readonly width: number
  readonly height: number
  readonly close: () => void
}

/** Upright as the camera meant it: both ways below apply the EXIF orientation. */
async function decode(file: Blob): Promise<Decoded> {
  if ('createImageBitmap' in globalThis) {
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
      return { source: bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close() }
    } catch {
      // Older Safari knows no options and decodes HEIC only through an <img>.
    }
  }
  const address = URL.createObjectURL(file)
  const image = new Image()
  image.src = address
  try {
    await image.decode()
  } catch (error) {
    URL.revokeObjectURL(address)
    throw error
  }
  return {
    source: image,
    width: image.naturalWidth,
    height: image.naturalHeight,
    close: () => URL.revokeObjectURL(address),
  }
}

async function draw(source: CanvasImageSource, size: { width: number; height: number }): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  const context = canvas.getContext('2d')
  if (!context) return null
  // A transparent PNG (a screenshot with rounded corners) gets paper under it, not black.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, size.width, size.height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(source, 0, 0, size.width, size.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', jpegQuality))
  // Gives the memory back at once: iOS counts canvases, not garbage.
  canvas.width = 0
  canvas.height = 0
  return blob
}
