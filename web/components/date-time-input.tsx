import Calendar from 'lucide-solid/icons/calendar'
import { type JSX, splitProps } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { IconButton } from './button.tsx'
import { TextInput, type TextInputProps } from './text-input.tsx'

export interface DateTimeInputProps extends Omit<TextInputProps, 'type' | 'suffix'> {
  /** Shanghai wall time: `2026-05-02` for `date`, `2026-05-02T12:19` for `minute`. Empty when unknown. */
  value: string
  precision: 'date' | 'minute'
}

/** The system's own picker: right on a phone, typed by keyboard on the desk. */
export function DateTimeInput(props: DateTimeInputProps): JSX.Element {
  const [own, rest] = splitProps(props, ['precision', 'ref', 'class'])
  let input: HTMLInputElement | undefined
  return (
    <TextInput
      {...rest}
      class={`date-time-input${rest.value === '' ? ' date-time-input-empty' : ''}`}
      type={own.precision === 'date' ? 'date' : 'datetime-local'}
      ref={(element: HTMLInputElement) => {
        input = element
        if (typeof own.ref === 'function') own.ref(element)
      }}
      suffix={
        <IconButton
          class="text-input-button"
          label={t('pickDate')}
          icon={<Calendar size={16} />}
          disabled={rest.disabled}
          onClick={() => {
            input?.focus()
            // Older Safari has no showPicker; focusing opens its picker there.
            input?.showPicker?.()
          }}
        />
      }
    />
  )
}
