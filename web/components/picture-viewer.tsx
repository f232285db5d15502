import Download from 'lucide-solid/icons/download'
import Maximize from 'lucide-solid/icons/maximize'
import Minus from 'lucide-solid/icons/minus'
import Plus from 'lucide-solid/icons/plus'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import ScanText from 'lucide-solid/icons/scan-text'
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { IconButton } from './button.tsx'
import type { Verdict } from './check-row.tsx'
import { createKeys } from './keys.ts'
import { type Corners, fitView, keepInside, type Size, type View, viewOfQuad, zoomView } from './picture-geometry.ts'
import './picture-viewer.css'
import { anchorToasts } from './toast.tsx'

export interface PictureBox {
  /** Ties the box to a field: chosen boxes are heavier and brought into view. */
  readonly id: string
  /** 1–9, as in the table beside the picture. */
  readonly number: number
  readonly label: string
  readonly verdict: Verdict
  /** Several when the value wraps over lines. */
  readonly quads: readonly Corners[]
}

export interface PictureViewerProps {
  src: string
  alt: string
  boxes?: readonly PictureBox[] | undefined
  chosen?: string | null | undefined
  onChoose?: ((id: string) => void) | undefined
  /** At the left of the tools: 照片 1/1，原图. */
  caption?: JSX.Element | undefined
  /** The file as received. */
  downloadHref?: string | undefined
  /** `+`, `-`, `0`, and `,` `.` to turn, for the whole page. */
  pageKeys?: boolean | undefined
  /** Toasts stand in its lower left corner, away from the buttons beside it. */
  toastsHere?: boolean | undefined
  /** Upright by default; staff can turn it. */
  onRotate?: ((rotation: number) => void) | undefined
}

const step = 1.25

/**
 * A picture to look into: wheel or pinch to zoom, drag to move, double click for the whole or full size, keys. Boxes over it
 * say what was read where, in the colour of the verdict.
 */
export function PictureViewer(props: PictureViewerProps): JSX.Element {
  let box: HTMLElement | undefined
  const [boxSize, setBoxSize] = createSignal<Size>({ width: 0, height: 0 })
  const [picture, setPicture] = createSignal<Size | null>(null)
  const [failed, setFailed] = createSignal(false)
  const [view, setView] = createSignal<View>({ scale: 1, x: 0, y: 0, rotation: 0 })
  const [boxesShown, setBoxesShown] = createSignal(true)
  const [fitted, setFitted] = createSignal(true)

  const change = (next: View) => {
    const size = picture()
    setView(size ? keepInside(next, size, boxSize()) : next)
  }
  const showWhole = () => {
    const size = picture()
    if (!size || boxSize().width === 0) return
    setFitted(true)
    setView(fitView(size, boxSize(), view().rotation))
  }
  const zoom = (factor: number, at = { x: 0, y: 0 }) => {
    setFitted(false)
    change(zoomView(view(), factor, at))
  }
  const rotate = (by: number) => {
    const rotation = (view().rotation + by + 360) % 360
    setView({ ...view(), rotation })
    showWhole()
    props.onRotate?.(rotation)
  }

  onMount(() => {
    if (!box) return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      setBoxSize({ width: entry.contentRect.width, height: entry.contentRect.height })
      if (fitted()) showWhole()
    })
    observer.observe(box)
    // Solid's own wheel listener would be passive in some browsers; the page must not scroll under the picture.
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), fromCentre(event))
    }
    box.addEventListener('wheel', wheel, { passive: false })
    onCleanup(() => observer.disconnect())
    if (props.toastsHere) onCleanup(anchorToasts(box))
  })
  createEffect(
    on(
      () => props.src,
      () => {
        setPicture(null)
        setFailed(false)
        setView({ scale: 1, x: 0, y: 0, rotation: 0 })
        setFitted(true)
      },
    ),
  )
  createEffect(
    on(
      () => props.chosen,
      (id) => {
        const size = picture()
        const quad = props.boxes?.find((one) => one.id === id)?.quads[0]
        if (!size || !quad || fitted()) return
        change(viewOfQuad(quad, size, boxSize(), view()))
      },
      { defer: true },
    ),
  )
  createKeys(() =>
    props.pageKeys
      ? [
          { key: '+', label: t('zoomIn'), run: () => zoom(step) },
          { key: '=', label: t('zoomIn'), run: () => zoom(step) },
          { key: '-', label: t('zoomOut'), run: () => zoom(1 / step) },
          { key: '0', label: t('zoomFit'), run: showWhole },
          { key: ',', label: t('rotateLeft'), run: () => rotate(-90) },
          { key: '.', label: t('rotateRight'), run: () => rotate(90) },
        ]
      : [],
  )

  const fromCentre = (event: { clientX: number; clientY: number }) => {
    const frame = box?.getBoundingClientRect()
    if (!frame) return { x: 0, y: 0 }
    return { x: event.clientX - frame.left - frame.width / 2, y: event.clientY - frame.top - frame.height / 2 }
  }

  const pointers = new Map<number, { x: number; y: number }>()
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    if (event.target instanceof Element && event.target.closest('.picture-viewer-box')) return
    pointers.set(event.pointerId, fromCentre(event))
    box?.setPointerCapture(event.pointerId)
  }
  const moved = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId)
    if (!before) return
    const now = fromCentre(event)
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    pointers.set(event.pointerId, now)
    setFitted(false)
    if (!other) {
      change({ ...view(), x: view().x + now.x - before.x, y: view().y + now.y - before.y })
      return
    }
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
    const distance = (point: { x: number; y: number }) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
    change(zoomView(view(), distance(now) / distance(before), middle))
  }
  const up = (event: PointerEvent) => pointers.delete(event.pointerId)

  const handleKey = (event: KeyboardEvent) => {
    const by = 40
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [by, 0],
      ArrowRight: [-by, 0],
      ArrowUp: [0, by],
      ArrowDown: [0, -by],
    }
    const move = moves[event.key]
    if (move) change({ ...view(), x: view().x + move[0], y: view().y + move[1] })
    else if (event.key === '+' || event.key === '=') zoom(step)
    else if (event.key === '-') zoom(1 / step)
    else if (event.key === '0') showWhole()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const transform = createMemo(() => {
    const now = view()
    return `translate(-50%, -50%) translate(${now.x}px, ${now.y}px) rotate(${now.rotation}deg) scale(${now.scale})`
  })

  return (
    <div class="picture-viewer">
      <div class="picture-viewer-tools">
        <span class="picture-viewer-caption">{props.caption}</span>
        <IconButton label={t('zoomOut')} icon={<Minus size={20} />} onClick={() => zoom(1 / step)} />
        <span class="picture-viewer-scale">{Math.round(view().scale * 100)}%</span>
        <IconButton label={t('zoomIn')} icon={<Plus size={20} />} onClick={() => zoom(step)} />
        <IconButton label={t('zoomFit')} icon={<Maximize size={20} />} onClick={showWhole} />
        <IconButton label={t('rotateLeft')} icon={<RotateCcw size={20} />} onClick={() => rotate(-90)} />
        <IconButton label={t('rotateRight')} icon={<RotateCw size={20} />} onClick={() => rotate(90)} />
        <Show when={props.boxes && props.boxes.length > 0}>
          <IconButton
            label={boxesShown() ? t('hideBoxes') : t('showBoxes')}
            icon={<ScanText size={20} />}
            pressed={boxesShown()}
            onClick={() => setBoxesShown(!boxesShown())}
          />
        </Show>
        <Show when={props.downloadHref}>
          {(href) => <IconButton href={href()} label={t('download')} icon={<Download size={20} />} download />}
        </Show>
      </div>
      <section
        class="picture-viewer-window"
        ref={box}
        tabindex={0}
        aria-label={props.alt}
        onKeyDown={handleKey}
        onPointerDown={down}
        onPointerMove={moved}
        onPointerUp={up}
        onPointerCancel={up}
        onDblClick={(event) => (fitted() ? zoom(1 / view().scale, fromCentre(event)) : showWhole())}
      >
        <Show when={!failed()} fallback={<p class="picture-viewer-failed">{t('pictureFailed')}</p>}>
          <div class="picture-viewer-sheet" style={{ transform: transform() }}>
            <img
              src={props.src}
              alt={props.alt}
              draggable={false}
              onLoad={(event) => {
                setPicture({
                  width: event.currentTarget.naturalWidth,
                  height: event.currentTarget.naturalHeight,
                })
                showWhole()
              }}
              onError={() => setFailed(true)}
            />
            <Show when={boxesShown() && picture()}>
              {(size) => (
                <For each={props.boxes}>
                  {(one) => (
                    <PictureBoxMark
                      box={one}
                      picture={size()}
                      view={view()}
                      chosen={props.chosen === one.id}
                      onChoose={() => props.onChoose?.(one.id)}
                    />
                  )}
                </For>
              )}
            </Show>
          </div>
        </Show>
      </section>
    </div>
  )
}

/** One field's outline, and its number at the left of the first line, upright and of one size at any zoom. */
function PictureBoxMark(props: {
  box: PictureBox
  picture: Size
  view: View
  chosen: boolean
  onChoose: () => void
}): JSX.Element {
  const points = (quad: Corners) =>
    [0, 2, 4, 6]
      .map((index) => `${(quad[index] ?? 0) * props.picture.width},${(quad[index + 1] ?? 0) * props.picture.height}`)
      .join(' ')
  const first = () => props.box.quads[0]
  // One string: a class that changes beside a classList would wipe out what the list had set.
  const look = () => `${props.box.verdict}${props.chosen ? ' picture-viewer-chosen' : ''}`
  return (
    <>
      <svg
        class={`picture-viewer-outline picture-viewer-${look()}`}
        viewBox={`0 0 ${props.picture.width} ${props.picture.height}`}
        aria-hidden="true"
      >
        <For each={props.box.quads}>{(quad) => <polygon points={points(quad)} />}</For>
      </svg>
      <Show when={first()}>
        {(quad) => (
          <button
            type="button"
            class={`picture-viewer-box picture-viewer-${look()}`}
            aria-label={`${props.box.number} ${props.box.label}`}
            aria-pressed={props.chosen}
            style={{
              left: `${(quad()[0] ?? 0) * 100}%`,
              top: `${(((quad()[1] ?? 0) + (quad()[7] ?? 0)) / 2) * 100}%`,
              transform: `translate(-50%, -50%) scale(${1 / props.view.scale}) rotate(${-props.view.rotation}deg) translateX(-9px)`,
            }}
            onClick={() => props.onChoose()}
          >
            {props.box.number}
          </button>
        )}
      </Show>
    </>
  )
}
