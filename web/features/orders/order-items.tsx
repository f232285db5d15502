import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderItemView } from '../../../server/features/orders/orders.schema.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { Money } from '../../components/money.tsx'
import { formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/orders.zh-CN.ts'

/** How an amount comes about: a line for each plan and subject, people × fee, and the sum. */
export function OrderItems(props: {
  items: readonly OrderItemView[]
  amountFen: number
  label: string
  /** For study cards there is nobody to count. */
  people: boolean
}): JSX.Element {
  const several = () => new Set(props.items.map((item) => item.planId)).size > 1
  const note = (item: OrderItemView) =>
    joinParts(
      several() && item.description !== item.planName ? item.planName : null,
      props.people ? t('itemLine', { quantity: item.quantity, unit: formatYuan(fen(item.unitFen)) }) : null,
    )
  return (
    <Card label={props.label}>
      <For each={props.items}>
        {(item) => (
          <CardLine
            label={item.description}
            note={<Show when={note(item)}>{(text) => text()}</Show>}
            value={<Money amount={fen(item.amountFen)} strong={false} />}
          />
        )}
      </For>
      <CardLine label={<strong>{t('sum')}</strong>} value={<Money amount={fen(props.amountFen)} />} />
    </Card>
  )
}
