import Image from 'lucide-solid/icons/image'
import { For, type JSX } from 'solid-js'
import type { Size } from './picture-geometry.ts'
import type { PictureBox } from './picture-viewer.tsx'
import './slip-preview.css'

export interface SlipPreviewProps {
  src: string
  /** Of the picture that the boxes refer to, in pixels. */
  pictureSize: Size
  boxes: readonly Pick<PictureBox, 'id' | 'verdict' | 'quads'>[]
  /** Where the whole picture is. */
  href: string
  /** On the picture: 1 张，看大图. */
  label: string
}

/** Width through height of the strip, as in the style sheet. */
const aspect = 2
/** Room around the boxes, as a share of the picture's width. */
const margin = 0.04
/** A strip shows at least this share of the picture's width: nearer, nobody knows what they look at. */
const leastWidth = 0.75

interface Window {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

type Boxed = Pick<PictureBox, 'verdict' | 'quads'>

/** Corners of everything that is boxed, in fractions of the picture; the whole picture when nothing is. */
function boundsOf(boxes: readonly Boxed[]): { left: number; right: number; top: number; bottom: number } {
  const corners = boxes.flatMap((box) => box.quads)
  if (corners.length === 0) return { left: 0, right: 1, top: 0, bottom: 1 }
  const xs = corners.flatMap((quad) => [quad[0] ?? 0, quad[2] ?? 0, quad[4] ?? 0, quad[6] ?? 0])
  const ys = corners.flatMap((quad) => [quad[1] ?? 0, quad[3] ?? 0, quad[5] ?? 0, quad[7] ?? 0])
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

/**
 * The part of a picture to show: as wide as its boxes, in the strip's shape, inside the picture where it fits. Where not
 * all boxes fit above one another, the troubled ones count, and of those the first.
 */
export function previewWindow(picture: Size, boxes: readonly Boxed[]): Window {
  const all = boundsOf(boxes)
  const width = Math.min(1, Math.max(all.right - all.left + 2 * margin, leastWidth)) * picture.width
  const height = width / aspect
  const fits = (some: readonly Boxed[]) => {
    const { top, bottom } = boundsOf(some)
    return some.length > 0 && (bottom - top + 2 * margin) * picture.height <= height
  }
  const failed = boxes.filter((box) => box.verdict === 'fail')
  const troubled = boxes.filter((box) => box.verdict === 'fail' || box.verdict === 'warn')
  const choices = [boxes, troubled, failed, failed.slice(0, 1), troubled.slice(0, 1), boxes.slice(0, 1)]
  const { top, bottom } = boundsOf(choices.find(fits) ?? boxes)
  const within = (centre: number, length: number, whole: number) =>
    length >= whole ? (whole - length) / 2 : Math.min(whole - length, Math.max(0, centre - length / 2))
  return {
    x: within(((all.left + all.right) / 2) * picture.width, width, picture.width),
    y: within(((top + bottom) / 2) * picture.height, height, picture.height),
    width,
    height,
  }
}

/** The slip at the top of its page: a strip with what was read boxed in the colour of its verdict. Tapped, it opens. */
export function SlipPreview(props: SlipPreviewProps): JSX.Element {
  const frame = () => previewWindow(props.pictureSize, props.boxes)
  const points = (quad: readonly number[]) =>
    [0, 2, 4, 6]
      .map((at) => `${(quad[at] ?? 0) * props.pictureSize.width},${(quad[at + 1] ?? 0) * props.pictureSize.height}`)
      .join(' ')
  return (
    <a class="slip-preview" href={props.href}>
      <svg
        class="slip-preview-picture"
        viewBox={`${frame().x} ${frame().y} ${frame().width} ${frame().height}`}
        aria-hidden="true"
      >
        <image href={props.src} width={props.pictureSize.width} height={props.pictureSize.height} />
        <For each={props.boxes}>
          {(box) => (
            <g class={`slip-preview-${box.verdict}`}>
              <For each={box.quads}>{(quad) => <polygon points={points(quad)} />}</For>
            </g>
          )}
        </For>
      </svg>
      <span class="slip-preview-label">
        <Image size={20} />
        {props.label}
      </span>
    </a>
  )
}
