import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { OrdersPreview } from '../../../server/features/orders/enrolment-orders.schema.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatDateTime, formatList, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { createInvoiceFirst } from '../invoices/create-invoice-first.ts'
import { InvoiceFirstForm } from '../invoices/invoice-first-form.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import type { Selection } from './chosen-people.ts'
import { BillingOr, billingHref, ModeChoice } from './order-form-parts.tsx'
import { OrderItems } from './order-items.tsx'

/** An order for people whose enrolment is confirmed: who, how much and how it comes about, in one order or one a unit. */
export function NewEnrolmentOrder(props: { selection: Selection; choice: JSX.Element }): JSX.Element {
  const navigate = useNavigate()
  // Pressing twice is one order; another choice needs an id of its own.
  const [id, setId] = createSignal(newId())
  const [split, setSplit] = createSignal(false)
  const [payerId, setPayerId] = createSignal<string | null>(null)
  const [mode, setMode] = createSignal<OrderListRow['mode']>('payFirst')
  const asked = () => ({
    selection: props.selection,
    split: split(),
    ...(split() || payerId() === null ? {} : { payerId: payerId() ?? undefined }),
  })
  const preview = api.orders.previewEnrolments.use(asked, () => ({ keepPrevious: true, staleMs: 0 }))
  createEffect(on([split, payerId, mode, () => JSON.stringify(props.selection)], () => setId(newId()), { defer: true }))
  const shown = () => (preview.isSuccess ? preview.data : undefined)
  const payer = () => {
    const orders = shown()?.orders ?? []
    return orders.length === 1 ? (orders[0]?.organisationId ?? null) : null
  }
  // Of several orders each has its own unit's billing data: there is no one form for them.
  const asksHere = () => mode() === 'invoiceFirst' && payer() !== null
  const invoice = createInvoiceFirst(payer, asksHere)
  const create = api.orders.createFromEnrolments.use({
    onSuccess: ({ orders }) => {
      const [first] = orders
      const only = orders.length === 1 && first ? first : null
      if (only) invoice.clear()
      const done = mode() === 'invoiceFirst' ? t('invoiceAsked') : t('created')
      showToast({ text: only ? done : t('createdMany', { count: orders.length }) })
      navigate(only ? `/orders/${only.id}` : '/orders?state=open', { replace: true })
    },
    onError: (error) => {
      if (!(error instanceof AppError)) return
      invoice.refuse(error)
      setId(newId())
      void preview.refetch()
    },
  })
  const send = (data: OrdersPreview) => {
    if (create.isPending || preview.isFetching) return
    const { peopleCount, amountFen } = data
    const details = asksHere() ? invoice.details() : null
    if (asksHere() && (details === null || !invoice.judge.judge())) return
    create.mutate({
      ...asked(),
      id: id(),
      mode: mode(),
      expected: { peopleCount, amountFen },
      ...(details ? { invoiceDetails: details } : {}),
    })
  }
  const changed = () => create.error instanceof AppError && create.error.code === 'selectionChanged'
  const ready = () => {
    const data = shown()
    return data && data.peopleCount > 0 && data.billingMissing.length === 0 ? data : null
  }
  return (
    <OrganisationShell
      title={t('enrolmentsTitle')}
      back="/orders"
      actionBar={
        <Show when={ready()}>
          {(data) => (
            <Button
              kind="primary"
              size="main"
              wide
              busy={create.isPending || preview.isFetching}
              onClick={() => send(data())}
            >
              {create.isPending
                ? t('creating')
                : t(mode() === 'invoiceFirst' ? 'createAndAsk' : 'createFor', {
                    count: data().peopleCount,
                    amount: yuan(data().amountFen),
                  })}
            </Button>
          )}
        </Show>
      }
    >
      {props.choice}
      <Loaded query={preview} errorTitle={t('listNotOpened')}>
        {(data) => (
          <Show when={data().peopleCount > 0} fallback={<Nobody preview={data()} />}>
            <Stack gap={5}>
              <Stack gap={2}>
                <Money amount={fen(data().amountFen)} size="figure" />
                <Quiet>{t('peopleCount', { count: data().peopleCount })}</Quiet>
                <Quiet>{t('payUntil', { when: formatDateTime(data().expiresAt) })}</Quiet>
                <LeftOut preview={data()} />
              </Stack>
              <For each={data().orders}>
                {(order) => (
                  <Section
                    title={
                      data().orders.length > 1
                        ? t('ofOrder', { name: order.organisationName, count: order.peopleCount })
                        : t('make')
                    }
                  >
                    <OrderItems label={order.organisationName} items={order.items} amountFen={order.amountFen} people />
                  </Section>
                )}
              </For>
              <FieldGroup>
                <Show when={data().unitCount > 1}>
                  <Field label={t('oneOrSplit')}>
                    <RadioGroup
                      value={split() ? 'split' : 'one'}
                      onChange={(value) => setSplit(value === 'split')}
                      choices={[
                        { value: 'one', label: t('oneOrder'), hint: t('oneOrderHint') },
                        {
                          value: 'split',
                          label: t('splitOrders', { units: data().unitCount }),
                          hint: t('splitOrdersHint'),
                        },
                      ]}
                    />
                  </Field>
                </Show>
                <Show when={!split() && data().payers.length > 1}>
                  <Field label={t('payer')}>
                    <Select
                      value={data().orders[0]?.organisationId ?? null}
                      onChange={setPayerId}
                      choices={data().payers.map((unit) => ({ value: unit.id, label: unit.name }))}
                    />
                  </Field>
                </Show>
                <Field label={t('chooseMode')}>
                  <ModeChoice value={mode()} onChange={setMode} />
                </Field>
              </FieldGroup>
              <Show when={asksHere()}>
                <InvoiceFirstForm invoice={invoice} />
              </Show>
              <Show when={mode() === 'invoiceFirst' && data().orders.length > 1}>
                <Note>{t('splitInvoices')}</Note>
              </Show>
              <BillingMissing units={data().billingMissing} />
              <Show when={changed()} fallback={<Refusal error={create.error} />}>
                <Note tone="waiting">{t('changed')}</Note>
              </Show>
            </Stack>
          </Show>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

const here = () => `${location.pathname}${location.search}`

function Refusal(props: { error: unknown }): JSX.Element {
  return <BillingOr error={props.error} organisationId={null} returnTo={here()} />
}

function BillingMissing(props: { units: OrdersPreview['billingMissing'] }): JSX.Element {
  return (
    <Show when={props.units.length > 0}>
      <Note tone="waiting">
        <p>{t('billingOf', { names: formatList(props.units.map((unit) => unit.name)) })}</p>
        <For each={props.units}>
          {(unit) => <ButtonLink href={billingHref(unit.id, here())}>{t('fillBilling')}</ButtonLink>}
        </For>
      </Note>
    </Show>
  )
}

/** Who is not in it, and why. */
function LeftOut(props: { preview: OrdersPreview }): JSX.Element {
  return (
    <>
      <Show when={props.preview.freeCount > 0}>
        <Quiet>{t('freeLeft', { count: props.preview.freeCount })}</Quiet>
      </Show>
      <Show when={props.preview.leftOutCount > 0}>
        <Note tone="waiting">{t('othersLeft', { count: props.preview.leftOutCount })}</Note>
      </Show>
    </>
  )
}

function Nobody(props: { preview: OrdersPreview }): JSX.Element {
  return (
    <EmptyState
      title={t('nobody')}
      action={
        <ButtonLink kind="primary" href="/enrolments">
          {t('goEnrol')}
        </ButtonLink>
      }
    >
      {t('nobodyText')}
      <LeftOut preview={props.preview} />
    </EmptyState>
  )
}

const yuan = (amount: number) => formatYuan(fen(amount))
