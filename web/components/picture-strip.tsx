import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { type Corners, type Size, straighten } from './picture-geometry.ts'
import './picture-strip.css'

export interface PictureStripProps {
  src: string
  /** Of the picture the quad refers to, in pixels. */
  pictureSize: Size
  quad: Corners
  /** What stands there, for those who do not see it. */
  label: string
  size?: 'small' | 'large' | undefined
}

const heights = { small: 26, large: 44 } as const

/** One field of the slip, cut out, enlarged and straightened, so that it can be compared with what was read. */
export function PictureStrip(props: PictureStripProps): JSX.Element {
  let place: HTMLSpanElement | undefined
  const [room, setRoom] = createSignal(0)
  onMount(() => {
    if (!place) return
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width))
    observer.observe(place)
    onCleanup(() => observer.disconnect())
  })
  const strip = () => straighten(props.quad, props.pictureSize, heights[props.size ?? 'small'], Math.max(40, room()))
  return (
    <span class={`picture-strip picture-strip-${props.size ?? 'small'}`} ref={place}>
      <Show when={room() > 0 && strip()}>
        {(shown) => (
          <span
            class="picture-strip-window"
            role="img"
            aria-label={props.label}
            style={{ width: `${shown().width}px`, height: `${shown().height}px` }}
          >
            <img
              src={props.src}
              alt=""
              width={props.pictureSize.width}
              height={props.pictureSize.height}
              style={{ transform: shown().transform }}
            />
          </span>
        )}
      </Show>
    </span>
  )
}

export interface StripBoardProps {
  /** Number and name of the chosen field. */
  title: JSX.Element
  /** How sure the reader is. */
  aside?: JSX.Element | undefined
  /** The chosen field's large strip, and under it what was read and what it is compared with. */
  chosen: JSX.Element
  comparison?: JSX.Element | undefined
  /** The other fields, small, with their numbers. */
  others: readonly { readonly number: number; readonly strip: JSX.Element }[]
}

/** Under the picture: the chosen field enlarged and straightened, the others small in two columns. */
export function StripBoard(props: StripBoardProps): JSX.Element {
  return (
    <div class="strip-board">
      <div class="strip-board-head">
        <strong>{props.title}</strong>
        <span>{props.aside}</span>
      </div>
      {props.chosen}
      {props.comparison}
      <ol class="strip-board-others">
        <For each={props.others}>
          {(other) => (
            <li>
              <span>{other.number}</span>
              {other.strip}
            </li>
          )}
        </For>
      </ol>
    </div>
  )
}
