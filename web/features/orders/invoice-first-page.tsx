import { useNavigate, useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Note } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/orders.zh-CN.ts'
import { createInvoiceFirst } from '../invoices/create-invoice-first.ts'
import { InvoiceFirstForm } from '../invoices/invoice-first-form.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { BillingOr } from './order-form-parts.tsx'
import { mayAskFirst } from './order-invoice.tsx'

const formId = 'invoice-first'

/** 先开票后付款 for an order that is open and unpaid: asks for its invoice now. */
export default function InvoiceFirstPage(): JSX.Element {
  const params = useParams<{ orderId: string }>()
  const order = api.orders.get.use(() => ({ id: params.orderId }))
  const ready = () => (order.isSuccess && mayAskFirst(order.data) ? order.data : null)
  return (
    <Show
      when={ready()}
      fallback={
        <OrganisationShell title={t('askInvoice')} back={`/orders/${params.orderId}`}>
          <Loaded query={order} errorTitle={t('notOpened')}>
            {() => (
              <EmptyState
                title={t('askInvoiceNot')}
                action={<ButtonLink href={`/orders/${params.orderId}`}>{t('seeOrder')}</ButtonLink>}
              />
            )}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(data) => <AskForm order={data()} />}
    </Show>
  )
}

function AskForm(props: { order: OrderView }): JSX.Element {
  const navigate = useNavigate()
  // Pressing twice asks once.
  const requestId = newId()
  const back = () => `/orders/${props.order.id}`
  const invoice = createInvoiceFirst(
    () => props.order.organisationId,
    () => true,
  )
  const ask = api.orders.changeMode.use({
    onSuccess: () => {
      invoice.clear()
      showToast({ text: t('invoiceAsked') })
      navigate(back(), { replace: true })
    },
    onError: (error) => invoice.refuse(error),
  })
  const send = () => {
    const details = invoice.details()
    if (ask.isPending || details === null || !invoice.judge.judge()) return
    ask.mutate({ id: props.order.id, mode: 'invoiceFirst', requestId, invoiceDetails: details })
  }
  return (
    <OrganisationShell
      title={t('askInvoice')}
      back={back()}
      actionBar={
        <Button type="submit" form={formId} kind="primary" size="main" wide busy={ask.isPending}>
          {ask.isPending ? t('askingInvoice') : t('askInvoiceSend')}
        </Button>
      }
    >
      <Card>
        <CardLine
          label={<OrderNumber>{props.order.number}</OrderNumber>}
          note={props.order.planName}
          value={<Money amount={fen(props.order.amountFen)} />}
        />
      </Card>
      <Note>{t('askInvoiceText')}</Note>
      <Form id={formId} onSubmit={send}>
        <InvoiceFirstForm invoice={invoice} />
        <BillingOr error={ask.error} organisationId={props.order.organisationId} returnTo={`${back()}/invoice`} />
      </Form>
    </OrganisationShell>
  )
}
