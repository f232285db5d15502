import { type JSX, Match, Show, Switch } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { InvoiceChop } from '../invoices/invoice-cards.tsx'

/** Whether the invoice can be asked for before the money: nothing was paid or claimed, and none is asked for. */
export function mayAskFirst(order: OrderView): boolean {
  const untouched = order.state === 'open' && order.paidFen === 0 && !order.underWay.voucher
  return untouched && (order.invoice === null || order.invoice.state === 'rejected')
}

/** The invoice of an order is on its way or out, so that its time to pay does not run out. */
export function awaitsInvoice(order: OrderView): boolean {
  return order.state === 'open' && order.invoice !== null && order.invoice.state !== 'rejected'
}

/** 先开票后付款: how far the invoice is, until when it is to be paid, and the way back; or the offer to ask for it. */
export function OrderInvoice(props: { order: OrderView }): JSX.Element {
  return (
    <Show
      when={props.order.state === 'open' ? props.order.invoice : null}
      fallback={
        <Show when={mayAskFirst(props.order)}>
          <Card>
            <CardLine label={t('askInvoice')} note={t('invoiceFirstHint')} href={`/orders/${props.order.id}/invoice`} />
          </Card>
        </Show>
      }
    >
      {(invoice) => (
        <Section title={t('invoiceFirst')}>
          <Card>
            <CardEntry
              href={`/invoices/${invoice().requestId}`}
              state={<InvoiceChop request={invoice()} />}
              action={t(invoice().state === 'rejected' ? 'fixInvoice' : 'seeInvoice')}
              amount={<Money amount={fen(invoice().amountFen)} />}
              main={
                <Switch fallback={t('invoiceWaits')}>
                  <Match when={invoice().state === 'rejected'}>{t('invoiceSentBack')}</Match>
                  <Match when={invoice().payBy}>
                    {(payBy) => t('invoicePayBy', { when: formatDateTime(payBy()) })}
                  </Match>
                  <Match when={invoice().state !== 'requested'}>{t('invoiceComes')}</Match>
                </Switch>
              }
            >
              <Show when={invoice().state === 'rejected' && invoice().rejectedReason}>
                {(reason) => t('invoiceSentBackBecause', { reason: reason() })}
              </Show>
            </CardEntry>
          </Card>
          <Show when={invoice().state === 'requested' || invoice().state === 'rejected'}>
            <Withdraw order={props.order} />
          </Show>
        </Section>
      )}
    </Show>
  )
}

function Withdraw(props: { order: OrderView }): JSX.Element {
  const change = api.orders.changeMode.use({
    onSuccess: () => {
      showToast({ text: t('invoiceWithdrawn') })
    },
  })
  const overdue = () => Date.parse(props.order.expiresAt) <= Date.now()
  return (
    <Show when={props.order.paidFen === 0 && !props.order.underWay.voucher}>
      <Stack gap={2}>
        <Show when={overdue()} fallback={<Quiet>{t('withdrawHint')}</Quiet>}>
          <Note tone="waiting">{t('withdrawOverdue')}</Note>
        </Show>
        <Button
          wide
          busy={change.isPending}
          onClick={() => change.mutate({ id: props.order.id, mode: 'payFirst', requestId: newId() })}
        >
          {change.isPending ? t('withdrawing') : t('withdraw')}
        </Button>
        <ErrorNote error={change.error} />
      </Stack>
    </Show>
  )
}
