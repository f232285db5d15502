import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { Fen } from '../../server/core/money.ts'
import { AmountInput } from './amount-input.tsx'
import { IconButton } from './button.tsx'
import { VerdictMark } from './check-row.tsx'
import { Money } from './money.tsx'
import './split-list.css'

/** One sum shared out over several things, down to nothing left. */
export function SplitList(props: { label: string; children: JSX.Element }): JSX.Element {
  return (
    <ul class="split-list" aria-label={props.label}>
      {props.children}
    </ul>
  )
}

export interface SplitRowProps {
  /** What gets a share: an order's number, 预存款. */
  title: JSX.Element
  /** At the right of the title: what it wants. */
  wants?: JSX.Element | undefined
  /** Under the title: whose it is. */
  name?: JSX.Element | undefined
  /** What will become of the share, where that is not plain. */
  note?: JSX.Element | undefined
  amount: Fen | null
  amountLabel: string
  onAmount?: ((amount: Fen | null) => void) | undefined
  removeLabel: string
  onRemove?: (() => void) | undefined
}

export function SplitRow(props: SplitRowProps): JSX.Element {
  return (
    <li class="split-row">
      <div class="split-row-words">
        <div class="split-row-title">
          {props.title}
          <span class="split-row-wants">{props.wants}</span>
        </div>
        <Show when={props.name}>
          <div class="split-row-name">{props.name}</div>
        </Show>
        <Show when={props.note}>
          <div class="split-row-note">{props.note}</div>
        </Show>
      </div>
      <Show
        when={props.onAmount}
        fallback={
          <span class="split-row-fixed">
            <Show when={props.amount !== null}>
              <Money amount={props.amount as Fen} sign={false} />
            </Show>
          </span>
        }
      >
        <div class="split-row-amount">
          <AmountInput
            value={props.amount}
            onChange={(amount) => props.onAmount?.(amount)}
            aria-label={props.amountLabel}
            onFocus={(event: FocusEvent) => (event.currentTarget as HTMLInputElement).select()}
          />
        </div>
      </Show>
      <Show when={props.onRemove} fallback={<span />}>
        <IconButton label={props.removeLabel} icon={<X size={16} />} onClick={() => props.onRemove?.()} />
      </Show>
    </li>
  )
}

export interface SplitSum {
  readonly label: JSX.Element
  readonly amount: Fen
}

/** What was shared out, and what is left of it: nothing, and it is done. */
export function SplitSums(props: {
  sums: readonly SplitSum[]
  leftLabel: JSX.Element
  left: Fen
  /** Done with nothing left; open while something is; over when more was given than there is. */
  tone: 'done' | 'open' | 'over'
}): JSX.Element {
  return (
    <div class="split-sums">
      <For each={props.sums}>
        {(sum) => (
          <div class="split-sum">
            <span>{sum.label}</span>
            <Money amount={sum.amount} sign={false} strong={false} />
          </div>
        )}
      </For>
      <div class={`split-sum split-left split-left-${props.tone}`} role="status">
        <span>{props.leftLabel}</span>
        <span class="split-left-amount">
          <Money amount={props.left} sign={false} />
          <Show when={props.tone === 'done'}>
            <VerdictMark verdict="pass" />
          </Show>
        </span>
      </div>
    </div>
  )
}
