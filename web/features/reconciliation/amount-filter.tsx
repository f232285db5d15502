import { createSignal, type JSX } from 'solid-js'
import { type Fen, formatFen, parseYuan } from '../../../server/core/money.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Field } from '../../components/field.tsx'
import { FilterChip } from '../../components/filter-bar.tsx'
import { Stack } from '../../components/layout.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

/** Amounts from and to, either end open; kept in the address as yuan, as people write them. */
export function FilterAmounts(props: {
  from: string | null
  to: string | null
  onChange: (from: string | null, to: string | null) => void
}): JSX.Element {
  return (
    <FilterChip
      label={t('amount')}
      value={amountsWord(props.from, props.to)}
      set={props.from !== null || props.to !== null}
      onClear={() => props.onChange(null, null)}
    >
      {() => <Amounts {...props} />}
    </FilterChip>
  )
}

function Amounts(props: {
  from: string | null
  to: string | null
  onChange: (from: string | null, to: string | null) => void
}): JSX.Element {
  const [from, setFrom] = createSignal(yuanOf(props.from))
  const [to, setTo] = createSignal(yuanOf(props.to))
  const word = (amount: Fen | null) => (amount === null ? null : formatFen(amount).replaceAll(',', ''))
  const change = () => props.onChange(word(from()), word(to()))
  return (
    <div class="filter-dates">
      <Stack gap={2}>
        <Field label={t('amountFrom')}>
          <AmountInput value={from()} onChange={(amount) => setFrom(amount)} onBlur={change} />
        </Field>
        <Field label={t('amountTo')}>
          <AmountInput value={to()} onChange={(amount) => setTo(amount)} onBlur={change} />
        </Field>
      </Stack>
    </div>
  )
}

/** What stands in the address, if it is an amount. */
export function yuanOf(value: string | null): Fen | null {
  return value === null ? null : parseYuan(value)
}

function amountsWord(from: string | null, to: string | null): string {
  if (from && to) return t('amountBetween', { from, to })
  if (from) return t('amountAtLeast', { from })
  return to ? t('amountAtMost', { to }) : shared('all')
}
