import CloudUpload from 'lucide-solid/icons/cloud-upload'
import { type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './phone-shell.css'

/** How many files are not at the server yet, beside the camera. Nothing when nothing waits. */
export function QueueButton(props: { count: number; href: string }): JSX.Element {
  return (
    <Show when={props.count > 0}>
      <a class="queue-button" href={props.href}>
        <span class="queue-button-count">
          <CloudUpload size={20} />
          {t('queue', { count: props.count })}
        </span>
        <span>{t('queueHint')}</span>
      </a>
    </Show>
  )
}
