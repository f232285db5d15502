import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceRequestState, RequestRow } from '../../../server/features/invoices/invoices.schema.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/invoices.zh-CN.ts'

const tones: Record<InvoiceRequestState, StateTone> = {
  requested: 'waiting',
  approved: 'waiting',
  issuing: 'waiting',
  issued: 'settled',
  delivered: 'settled',
  rejected: 'rejected',
  redFlushed: 'neutral',
  withdrawn: 'neutral',
}

export function InvoiceChop(props: { request: Pick<RequestRow, 'state' | 'stateSince'> }): JSX.Element {
  return (
    <Chop tone={tones[props.request.state]} since={formatDateTime(props.request.stateSince)}>
      {t(props.request.state)}
    </Chop>
  )
}

/** Invoice requests as cards; `named` also says which order each is for. */
export function InvoiceCards(props: {
  requests: readonly RequestRow[]
  named?: boolean | undefined
  fallback?: JSX.Element | undefined
}): JSX.Element {
  return (
    <Show when={props.requests.length > 0} fallback={props.fallback}>
      <Card>
        <For each={props.requests}>
          {(request) => (
            <CardEntry
              href={`/invoices/${request.id}`}
              state={<InvoiceChop request={request} />}
              action={request.state === 'rejected' ? t('fix') : t('look')}
              main={
                props.named ? (
                  <>
                    {t('order')} <OrderNumber>{request.orderNumber}</OrderNumber>
                  </>
                ) : (
                  t(request.kind)
                )
              }
              amount={<Money amount={fen(request.amountFen)} />}
              note={request.title}
            >
              <Show when={request.state === 'rejected' && request.rejectedReason}>
                {(reason) => t('rejectedBecause', { reason: reason() })}
              </Show>
            </CardEntry>
          )}
        </For>
      </Card>
    </Show>
  )
}
