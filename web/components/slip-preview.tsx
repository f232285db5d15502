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
const leastWidth = 0.55

interface Window {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The part of a picture to show: as wide as its boxes, in the strip's shape, inside the picture where it fits. */
export function previewWindow(picture: Size, boxes: readonly { readonly quads: PictureBox['quads'] }[]): Window {
  const corners = boxes.flatMap((box) => box.quads)
  const xs = corners.flatMap((quad) => [quad[0] ?? 0, quad[2] ?? 0, quad[4] ?? 0, quad[6] ?? 0])
  const ys = corners.flatMap((quad) => [quad[1] ?? 0, quad[3] ?? 0, quad[5] ?? 0, quad[7] ?? 0])
  const [left, right] = xs.length > 0 ? [Math.min(...xs), Math.max(...xs)] : [0, 1]
  const [top, bottom] = ys.length > 0 ? [Math.min(...ys), Math.max(...ys)] : [0, 1]
  const tall = (bottom - top + 2 * margin) * picture.height * aspect
  const wide = Math.max(right - left + 2 * margin, leastWidth) * picture.width
  const width = Math.min(picture.width, Math.max(wide, Math.min(tall, picture.width)))
  const height = width / aspect
  const within = (centre: number, length: number, whole: number) =>
    length >= whole ? (whole - length) / 2 : Math.min(whole - length, Math.max(0, centre - length / 2))
  return {
    x: within(((left + right) / 2) * picture.width, width, picture.width),
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
