import Camera from 'lucide-solid/icons/camera'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './button.css'
import './pick-files.css'

/** Photos and PDFs of slips. HEIC is named, because some browsers know it by its extension only. */
const slipTypes = 'image/*,.heic,.heif,application/pdf'

/**
 * One tap opens the camera. An input of its own with `capture`: WeChat and Android then skip the question "camera or
 * album", which the second button answers.
 */
export function CameraButton(props: {
  children: JSX.Element
  onFiles: (files: File[]) => void
  disabled?: boolean | undefined
  /** Where something else is the first thing to do. */
  kind?: 'primary' | 'secondary' | undefined
}): JSX.Element {
  const id = createUniqueId()
  return (
    <label
      for={id}
      class={`button button-${props.kind ?? 'primary'} button-main button-wide pick-files`}
      classList={{ 'pick-files-off': props.disabled === true }}
    >
      <Camera size={24} />
      <span class="button-label">{props.children}</span>
      <FileInput id={id} accept="image/*" capture onFiles={props.onFiles} disabled={props.disabled} />
    </label>
  )
}

/** Pictures or PDFs that are there already. */
export function AlbumButton(props: {
  children?: JSX.Element
  onFiles: (files: File[]) => void
  accept?: string | undefined
  disabled?: boolean | undefined
  size?: 'main' | 'normal' | undefined
  kind?: 'primary' | 'secondary' | undefined
}): JSX.Element {
  const id = createUniqueId()
  return (
    <label
      for={id}
      class={`button button-${props.kind ?? 'secondary'} button-${props.size ?? 'main'} pick-files`}
      classList={{ 'pick-files-off': props.disabled === true }}
    >
      <span class="button-label">{props.children ?? t('pickPicture')}</span>
      <FileInput
        id={id}
        accept={props.accept ?? slipTypes}
        multiple
        onFiles={props.onFiles}
        disabled={props.disabled}
      />
    </label>
  )
}

function FileInput(props: {
  id: string
  accept: string
  multiple?: boolean | undefined
  capture?: boolean | undefined
  disabled?: boolean | undefined
  onFiles: (files: File[]) => void
}): JSX.Element {
  return (
    <input
      type="file"
      id={props.id}
      class="pick-files-input"
      accept={props.accept}
      multiple={props.multiple}
      disabled={props.disabled}
      {...(props.capture ? { capture: 'environment' } : {})}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])]
        // The same file can be chosen again after it was removed.
        event.currentTarget.value = ''
        if (files.length > 0) props.onFiles(files)
      }}
    />
  )
}

/** On the desk: drop files here or click. */
export function FileDrop(props: {
  accept: string
  onFiles: (files: File[]) => void
  /** What belongs here: 发票的 PDF、OFD、XML 或者整个 zip. */
  text?: JSX.Element | undefined
  disabled?: boolean | undefined
}): JSX.Element {
  const id = createUniqueId()
  const [over, setOver] = createSignal(false)
  return (
    <label
      for={id}
      class="file-drop"
      classList={{ 'file-drop-over': over(), 'pick-files-off': props.disabled === true }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length > 0 && !props.disabled) props.onFiles(files)
      }}
    >
      <Upload size={20} />
      <span>{over() ? t('dropNow') : t('dropFiles')}</span>
      <Show when={props.text}>
        <span class="file-drop-text">{props.text}</span>
      </Show>
      <FileInput id={id} accept={props.accept} multiple onFiles={props.onFiles} disabled={props.disabled} />
    </label>
  )
}
