import { createEffect, createSignal, type JSX, on, splitProps } from 'solid-js'
import { type Fen, formatFen, parseYuan } from '../../server/core/money.ts'
import { TextInput, type TextInputProps } from './text-input.tsx'

export interface AmountInputProps extends Omit<TextInputProps, 'value' | 'onInput' | 'onChange'> {
  value: Fen | null
  /** Null when what stands there is no amount; `typed` tells an empty box from a wrong one. */
  onChange: (value: Fen | null, typed: string) => void
}

/** Yuan in, fen out. What was typed stays as typed until the person leaves, then it reads `3,200.00`. */
export function AmountInput(props: AmountInputProps): JSX.Element {
  const [own, rest] = splitProps(props, ['value', 'onChange', 'onBlur'])
  const shown = (value: Fen | null) => (value === null ? '' : formatFen(value))
  const [typed, setTyped] = createSignal(shown(props.value))
  createEffect(
    on(
      () => own.value,
      (value) => {
        if (value !== null && value !== parseYuan(typed())) setTyped(shown(value))
        if (value === null && parseYuan(typed()) !== null) setTyped('')
      },
      { defer: true },
    ),
  )
  return (
    <TextInput
      {...rest}
      value={typed()}
      inputMode="decimal"
      align="end"
      strong
      prefix="¥"
      onInput={(text) => {
        setTyped(text)
        own.onChange(parseYuan(text), text)
      }}
      onBlur={() => {
        const value = parseYuan(typed())
        if (value !== null) setTyped(formatFen(value))
      }}
    />
  )
}
