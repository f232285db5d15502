import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { KeyHint } from './key-hint.tsx'
import { createKeys } from './keys.ts'
import './toast.css'

export interface ToastOptions {
  /** What happened, as a sentence. */
  readonly text: string
  /** Makes it an undo toast: 10 s with a shrinking line and the key Z. */
  readonly undo?: (() => void | Promise<void>) | undefined
  /** Another thing to do: 更新. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  /** How long it stays. 10 s with undo, 5 s without; 0 stays until it is used or closed. */
  readonly durationMs?: number | undefined
  /** The server decides when a decision takes effect; the line then ends with it. ISO time. */
  readonly until?: string | undefined
}

interface Toast extends ToastOptions {
  readonly id: number
  readonly endsAt: number | null
  readonly durationMs: number
}

export const undoMs = 10_000
const plainMs = 5_000

const [toasts, setToasts] = createSignal<readonly Toast[]>([])
let lastId = 0

/** Says that something happened, without being in the way. Returns a function that takes it back down. */
export function showToast(options: ToastOptions): () => void {
  const id = ++lastId
  const wanted = options.until ? Date.parse(options.until) - Date.now() : options.durationMs
  const durationMs = Math.max(0, wanted ?? (options.undo ? undoMs : plainMs))
  const endsAt = options.durationMs === 0 ? null : Date.now() + durationMs
  setToasts((all) => [...all.slice(-2), { ...options, id, endsAt, durationMs }])
  return () => closeToast(id)
}

function closeToast(id: number): void {
  setToasts((all) => all.filter((toast) => toast.id !== id))
}

async function undoToast(toast: Toast): Promise<void> {
  closeToast(toast.id)
  try {
    await toast.undo?.()
  } catch {
    showToast({ text: t('undoFailed') })
  }
}

/**
 * Brings the toasts to the lower left corner of an element for as long as it is there, so that they cover no button: over
 * the picture of a review.
 */
export function anchorToasts(element: HTMLElement): () => void {
  const root = document.documentElement
  const place = () => {
    const box = element.getBoundingClientRect()
    root.style.setProperty('--toast-start', `${Math.round(box.left) + 16}px`)
    root.style.setProperty('--toast-bottom', `${Math.round(innerHeight - box.bottom) + 16}px`)
    root.style.setProperty('--toast-width', `${Math.round(box.width) - 32}px`)
  }
  const observer = new ResizeObserver(place)
  observer.observe(element)
  addEventListener('resize', place)
  return () => {
    observer.disconnect()
    removeEventListener('resize', place)
    root.style.removeProperty('--toast-start')
    root.style.removeProperty('--toast-bottom')
    root.style.removeProperty('--toast-width')
  }
}

/** Where toasts appear. Once in each shell. */
export function ToastRegion(): JSX.Element {
  const undoable = () => toasts().findLast((toast) => toast.undo)
  createKeys(() => {
    const toast = undoable()
    return toast ? [{ key: 'Z', label: t('undo'), run: () => void undoToast(toast) }] : []
  })
  return (
    <div class="toast-region" role="status" aria-live="polite">
      <For each={toasts()}>{(toast) => <ToastCard toast={toast} />}</For>
    </div>
  )
}

function ToastCard(props: { toast: Toast }): JSX.Element {
  const remainingMs = () => (props.toast.endsAt ?? 0) - Date.now()
  const [seconds, setSeconds] = createSignal(Math.ceil(remainingMs() / 1000))
  onMount(() => {
    if (props.toast.endsAt === null) return
    const timer = setInterval(() => {
      if (remainingMs() <= 0) closeToast(props.toast.id)
      else setSeconds(Math.ceil(remainingMs() / 1000))
    }, 200)
    onCleanup(() => clearInterval(timer))
  })
  return (
    <div class="toast">
      <span class="toast-text">{props.toast.text}</span>
      <Show when={props.toast.undo}>
        <button type="button" class="toast-action" aria-keyshortcuts="Z" onClick={() => void undoToast(props.toast)}>
          <KeyHint keys="Z" />
          <span class="toast-action-label">{t('undo')}</span>
        </button>
        <span class="toast-seconds" aria-hidden="true">
          {seconds()} s
        </span>
        <span class="toast-line" style={{ 'animation-duration': `${props.toast.durationMs}ms` }} />
      </Show>
      <Show when={props.toast.action}>
        {(action) => (
          <button
            type="button"
            class="toast-action"
            onClick={() => {
              closeToast(props.toast.id)
              action().run()
            }}
          >
            <span class="toast-action-label">{action().label}</span>
          </button>
        )}
      </Show>
    </div>
  )
}
