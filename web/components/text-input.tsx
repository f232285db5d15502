import { For, type JSX, Show, splitProps } from 'solid-js'
import { useField } from './field.tsx'
import './text-input.css'

/** Characters to mark as wrong, by index of the shown text; `to` is exclusive. */
export interface TextMark {
  readonly from: number
  readonly to: number
}

export interface TextInputProps
  extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'value' | 'onInput' | 'prefix'> {
  value: string
  onInput: (value: string, event: InputEvent & { currentTarget: HTMLInputElement }) => void
  /** Stands inside the border, before or after what is typed. */
  prefix?: JSX.Element | undefined
  suffix?: JSX.Element | undefined
  /** Amounts: tabular, bold, at the right. */
  align?: 'start' | 'end' | undefined
  strong?: boolean | undefined
  marks?: readonly TextMark[] | undefined
}

function markedPieces(text: string, marks: readonly TextMark[]): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = []
  let at = 0
  for (const mark of [...marks].sort((a, b) => a.from - b.from)) {
    if (mark.from > at) pieces.push({ text: text.slice(at, mark.from), marked: false })
    pieces.push({ text: text.slice(Math.max(at, mark.from), mark.to), marked: true })
    at = Math.max(at, mark.to)
  }
  pieces.push({ text: text.slice(at), marked: false })
  return pieces.filter((piece) => piece.text !== '')
}

/** One line of text. Inside a `Field` it is labelled and described by it. */
export function TextInput(props: TextInputProps): JSX.Element {
  const field = useField()
  const [own, rest] = splitProps(props, [
    'value',
    'onInput',
    'prefix',
    'suffix',
    'align',
    'strong',
    'marks',
    'class',
    'disabled',
  ])
  return (
    <span
      class="text-input"
      classList={{
        'text-input-end': own.align === 'end',
        'text-input-strong': own.strong === true,
        'text-input-disabled': own.disabled === true,
        [own.class ?? '']: Boolean(own.class),
      }}
    >
      <Show when={own.prefix}>
        <span class="text-input-prefix">{own.prefix}</span>
      </Show>
      <span class="text-input-area">
        <Show when={own.marks && own.marks.length > 0}>
          <span class="text-input-marks" aria-hidden="true">
            <For each={markedPieces(own.value, own.marks ?? [])}>
              {(piece) => (piece.marked ? <mark>{piece.text}</mark> : <span>{piece.text}</span>)}
            </For>
          </span>
        </Show>
        <input
          type="text"
          autocomplete="off"
          id={field.id}
          aria-describedby={field['aria-describedby']}
          aria-invalid={field['aria-invalid']}
          aria-required={field['aria-required']}
          {...rest}
          class="text-input-box"
          disabled={own.disabled}
          value={own.value}
          onInput={(event) => own.onInput(event.currentTarget.value, event)}
        />
      </span>
      <Show when={own.suffix}>
        <span class="text-input-suffix">{own.suffix}</span>
      </Show>
    </span>
  )
}

export interface TextAreaProps extends Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onInput'> {
  value: string
  onInput: (value: string) => void
}

/** One line that may be long, a company's whole name: it wraps instead of being cut, and has no line breaks in it. */
export function WrappingInput(props: TextAreaProps): JSX.Element {
  return (
    <TextArea
      rows={2}
      {...props}
      onInput={(text) => props.onInput(text.replace(/\s*\n\s*/g, ''))}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.isComposing) return
        event.preventDefault()
        event.currentTarget.form?.requestSubmit()
      }}
    />
  )
}

/** Several lines; grows with what is typed where the browser can. */
export function TextArea(props: TextAreaProps): JSX.Element {
  const field = useField()
  const [own, rest] = splitProps(props, ['value', 'onInput', 'class'])
  return (
    <textarea
      rows={2}
      id={field.id}
      aria-describedby={field['aria-describedby']}
      aria-invalid={field['aria-invalid']}
      aria-required={field['aria-required']}
      {...rest}
      class={`text-area${own.class ? ` ${own.class}` : ''}`}
      style={{ '--rows': rest.rows ?? 2 }}
      value={own.value}
      onInput={(event) => own.onInput(event.currentTarget.value)}
    />
  )
}
