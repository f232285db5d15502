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

/** The invoice requests of an order as one card. */
export function InvoiceCards(props: {
  requests: readonly RequestRow[]
  fallback?: JSX.Element | undefined
}): JSX.Element {
  return (
    <Show when={props.requests.length > 0} fallback={props.fallback}>
      <Card>
        <For each={props.requests}>{(request) => <InvoiceEntry request={request} />}</For>
      </Card>
    </Show>
  )
}

/** One invoice request in a card; `named` also says which order it is for. */
export function InvoiceEntry(props: { request: RequestRow; named?: boolean | undefined }): JSX.Element {
  return (
    <CardEntry
      href={`/invoices/${props.request.id}`}
      state={<InvoiceChop request={props.request} />}
      action={props.request.state === 'rejected' ? t('fix') : t('look')}
      main={
        props.named ? (
          <>
            {t('order')} <OrderNumber>{props.request.orderNumber}</OrderNumber>
          </>
        ) : (
          t(props.request.kind)
        )
      }
      amount={<Money amount={fen(props.request.amountFen)} />}
      note={props.request.title}
    >
      <Show when={props.request.state === 'rejected' && props.request.rejectedReason}>
        {(reason) => t('rejectedBecause', { reason: reason() })}
      </Show>
    </CardEntry>
  )
}
