import type { JSX } from 'solid-js'
import { type Fen, formatFen } from '../../server/core/money.ts'
import './money.css'

export interface MoneyProps {
  amount: Fen
  /** `figure` is the one number of a screen. */
  size?: 'body' | 'title' | 'figure' | undefined
  strong?: boolean | undefined
  /** False in columns, whose head already says that it is money. */
  sign?: boolean | undefined
  tone?: 'settled' | 'waiting' | 'rejected' | 'quiet' | undefined
}

/** An amount: tabular, never broken over lines, its ¥ small when the number is large. */
export function Money(props: MoneyProps): JSX.Element {
  const digits = () => formatFen(props.amount)
  return (
    <span
      class={`money money-${props.size ?? 'body'}${props.tone ? ` money-${props.tone}` : ''}${props.strong === false ? ' money-plain' : ''}`}
    >
      {digits().startsWith('-') ? '-' : ''}
      {props.sign === false ? '' : <span class="money-sign">¥</span>}
      {digits().replace('-', '')}
    </span>
  )
}
