import Check from 'lucide-solid/icons/check'
import Clock from 'lucide-solid/icons/clock'
import FileText from 'lucide-solid/icons/file-text'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { IconButton } from './button.tsx'
import { ProgressLine } from './progress-card.tsx'
import './upload-card.css'

/** waiting for a network, sending, failed and can be sent again, refused for good, done. */
export type UploadCardState = 'waiting' | 'sending' | 'failed' | 'refused' | 'done'

export interface UploadCardProps {
  state: UploadCardState
  /** 0..1 while sending. */
  progress?: number | undefined
  /** Address of a small picture; a PDF has none. */
  thumbnail?: string | undefined
  fileName: string
  /** Without it the state's own words. */
  title?: JSX.Element | undefined
  /** The second line: sizes, what was read, or the sentence of the refusal. */
  text?: JSX.Element | undefined
  onRetry?: (() => void) | undefined
  onRemove?: (() => void) | undefined
  onOpen?: (() => void) | undefined
}

/** One picture on its way, with a state of its own. */
export function UploadCard(props: UploadCardProps): JSX.Element {
  /** What does not open as a picture shows as a document, not as a torn one. */
  const [broken, setBroken] = createSignal<string>()
  const bad = () => props.state === 'failed' || props.state === 'refused'
  const percent = () => Math.round((props.progress ?? 0) * 100)
  const words = () => {
    if (props.title) return props.title
    if (props.state === 'waiting') return t('uploadWaiting')
    if (props.state === 'sending') return t('uploadSending', { percent: percent() })
    if (props.state === 'failed') return t('uploadFailed')
    return props.state === 'refused' ? t('uploadRefused') : t('uploadDone')
  }
  const press = () => (props.state === 'failed' ? props.onRetry : props.onOpen)
  return (
    <article class="upload-card" classList={{ 'upload-card-bad': bad() }} aria-label={props.fileName}>
      <button type="button" class="upload-card-main" disabled={!press()} onClick={() => press()?.()}>
        <span class="upload-card-picture" classList={{ 'upload-card-faint': props.state === 'waiting' }}>
          <Show when={props.thumbnail !== broken() && props.thumbnail} fallback={<FileText size={24} />}>
            {(address) => <img src={address()} alt="" onError={() => setBroken(address())} />}
          </Show>
        </span>
        <span class="upload-card-words">
          <strong class="upload-card-title">{words()}</strong>
          <span class="upload-card-text">
            {props.text ?? (props.state === 'waiting' ? t('uploadWaitingHint') : props.fileName)}
          </span>
        </span>
        <Show when={props.state === 'waiting' && !props.onRemove}>
          <Clock size={20} class="upload-card-icon" />
        </Show>
        <Show when={props.state === 'failed'}>
          <RotateCw size={20} class="upload-card-icon" />
        </Show>
        <Show when={props.state === 'done'}>
          <Check size={20} class="upload-card-icon upload-card-check" />
        </Show>
      </button>
      <Show when={props.onRemove && props.state !== 'done'}>
        <IconButton label={t('uploadRemove')} icon={<X size={20} />} onClick={() => props.onRemove?.()} />
      </Show>
      <Show when={props.state === 'sending'}>
        <div class="upload-card-progress">
          <ProgressLine done={props.progress ?? 0} total={1} label={props.fileName} />
        </div>
      </Show>
    </article>
  )
}
