import { type JSX, Show } from 'solid-js'
import { type Verdict, VerdictMark } from './check-row.tsx'
import { Checkbox } from './checkbox.tsx'
import './queue-item.css'

export interface QueueItemProps {
  id: string
  /** Due when; overdue is vermilion. */
  due: JSX.Element
  overdue?: boolean | undefined
  /** How much, where it is about money. */
  amount?: JSX.Element | undefined
  name: string
  /** Left out where nothing is checked. */
  verdict?: Verdict | undefined
  /** The one thing that stands out: 付款人名称差一个字, 9 项全部通过. */
  finding: JSX.Element
  selected: boolean
  onOpen: () => void
  /** Without it there is no tick. */
  ticked?: boolean | undefined
  onTick?: ((ticked: boolean) => void) | undefined
}

/** One waiting thing in a queue: due, how much, whose, and what was found. */
export function QueueItem(props: QueueItemProps): JSX.Element {
  return (
    <li class="queue-item" classList={{ 'queue-item-selected': props.selected }} data-queue-item={props.id}>
      <Show when={props.onTick}>
        <Checkbox
          class="queue-item-tick"
          aria-label={props.name}
          checked={Boolean(props.ticked)}
          onChange={(ticked) => props.onTick?.(ticked)}
        />
      </Show>
      <button
        type="button"
        class="queue-item-main"
        aria-current={props.selected ? 'true' : undefined}
        onClick={() => props.onOpen()}
      >
        <span class="queue-item-line">
          <span class="queue-item-due" classList={{ 'queue-item-overdue': Boolean(props.overdue) }}>
            {props.due}
          </span>
          <span class="queue-item-amount">{props.amount}</span>
        </span>
        <span class="queue-item-name">{props.name}</span>
        <span class={`queue-item-finding queue-item-${props.verdict ?? 'pending'}`}>
          <Show when={props.verdict}>{(verdict) => <VerdictMark verdict={verdict()} />}</Show>
          <span>{props.finding}</span>
        </span>
      </button>
    </li>
  )
}
