import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { CardEntry, TickEntry } from '../../components/card.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t as credit } from '../../texts/credit.zh-CN.ts'
import { formatDateTime, formatDuration, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { PlanOf } from '../organisations/whose.tsx'
import type { Merge } from './create-merge.ts'
import { OrderChop } from './order-state.tsx'

const dayMs = 86_400_000

/** An order in a list: state and until when, which and how much, for which plan and how many people. */
export function OrderEntry(props: {
  order: OrderListRow
  /** While orders are being ticked to be merged. */
  merge?: Merge | undefined
}): JSX.Element {
  const now = createNow()
  const leftMs = () => Date.parse(props.order.expiresAt) - now().getTime()
  const open = () => props.order.state === 'open'
  const entry = () => ({
    state: (
      <OrderChop
        order={props.order}
        since={
          open() ? t('until', { when: formatDateTime(props.order.expiresAt) }) : formatDateTime(props.order.stateSince)
        }
        urgent={open() && leftMs() < dayMs}
      />
    ),
    main: <OrderNumber>{props.order.number}</OrderNumber>,
    amount: <Money amount={fen(open() ? props.order.outstandingFen : props.order.amountFen)} />,
    note: <PlanOf planName={props.order.planName} organisationName={props.order.organisationName} />,
    noteEnd: open() ? (leftMs() > 0 ? t('left', { duration: formatDuration(leftMs()) }) : t('overdue')) : undefined,
    noteEndUrgent: leftMs() < dayMs,
  })
  const words = () =>
    joinParts(
      props.order.peopleCount > 0 ? t('peopleCount', { count: props.order.peopleCount }) : t('kindStudyCards'),
      open() && props.order.paidFen > 0
        ? t('paidOf', {
            paid: formatYuan(fen(props.order.paidFen)),
            amount: formatYuan(fen(props.order.amountFen)),
          })
        : null,
      props.order.paidOnlineFen > 0 ? credit('online', { amount: formatYuan(fen(props.order.paidOnlineFen)) }) : null,
    )
  return (
    <Show
      when={props.merge}
      fallback={
        <CardEntry {...entry()} href={`/orders/${props.order.id}`} action={open() ? t('goPay') : t('look')}>
          {words()}
        </CardEntry>
      }
    >
      {(merge) => (
        <TickEntry
          {...entry()}
          ticked={merge().ticked().has(props.order.id)}
          onTick={(on) => merge().tick(props.order.id, on)}
          tickLabel={t('mergeTick', { number: props.order.number })}
          tickable={merge().canTick(props.order)}
        >
          {words()}
        </TickEntry>
      )}
    </Show>
  )
}
