import { useNavigate, useParams } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/upload.zh-CN.ts'
import { InvoiceFirstForm } from '../invoices/invoice-first-form.tsx'
import { UnitField } from '../learners/unit-field.tsx'
import { BillingOr, ModeChoice } from '../orders/order-form-parts.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { voucherHref } from '../vouchers/take-photos.ts'
import { createUploadOrder, newAmount, type UploadOrder } from './create-upload-order.ts'
import { momentOf } from './plan-words.ts'

const formId = 'upload'
/** Amounts for so many people are one tap away. */
const offeredPeople = [1, 5, 10] as const

/** 上传凭证 for one plan: who pays how much and how, then the slip; or the invoice before the money. */
export default function UploadPlanPage(): JSX.Element {
  loadAhead(() => import('../vouchers/voucher-page.tsx'))
  const params = useParams<{ planId: string }>()
  const plan = api.plans.get.use(() => ({ id: params.planId }))
  const tree = api.organisations.tree.use(() => undefined)
  const ready = () => (plan.isSuccess && tree.isSuccess ? { plan: plan.data, units: tree.data } : null)
  return (
    <Show
      when={ready()}
      fallback={
        <OrganisationShell title={t('title')} back="/upload">
          <Show
            when={plan.isSuccess}
            fallback={
              <Loaded query={plan} errorTitle={t('planNotOpened')}>
                {() => null}
              </Loaded>
            }
          >
            <Loaded query={tree} errorTitle={t('planNotOpened')}>
              {() => null}
            </Loaded>
          </Show>
        </OrganisationShell>
      }
    >
      {(known) => (
        <Show
          when={known().plan.takesOrders}
          fallback={
            <OrganisationShell title={t('title')} back="/upload">
              <EmptyState title={t('planClosed')}>{known().plan.name}</EmptyState>
            </OrganisationShell>
          }
        >
          <UploadForm plan={known().plan} units={known().units.filter((unit) => unit.open)} />
        </Show>
      )}
    </Show>
  )
}

function UploadForm(props: { plan: PlanView; units: readonly TreeNode[] }): JSX.Element {
  const navigate = useNavigate()
  const order = createUploadOrder(() => props.plan)
  const [opening, setOpening] = createSignal(false)
  const [failed, setFailed] = createSignal<unknown>(null)
  // The own unit stands in the form until somebody chooses another.
  createEffect(() => {
    const known = props.units.some((unit) => unit.id === order.draft.organisationId)
    const [own] = props.units
    if (!known && own) order.choose({ organisationId: own.id })
  })
  const goOn = async (orderId: string, pay: 'transfer' | 'online') => {
    if (pay === 'online') {
      navigate(`/orders/${orderId}/pay`)
      return
    }
    const { id } = await api.vouchers.findOpen.query({ orderId })
    const voucherId = id ?? (await api.vouchers.begin.mutate({ id: newId(), orderId })).id
    navigate(voucherHref(voucherId, orderId))
  }
  const send = async (pay: 'transfer' | 'online', another = false) => {
    if (opening()) return
    setOpening(true)
    setFailed(null)
    const asksFirst = order.asksFirst()
    try {
      const orderId = await order.take(another)
      if (orderId === null) {
        queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      } else if (asksFirst) {
        showToast({ text: t('requested') })
        navigate(`/orders/${orderId}`, { replace: true })
      } else {
        await goOn(orderId, pay)
      }
    } catch (error) {
      setFailed(error)
    }
    setOpening(false)
  }
  return (
    <OrganisationShell
      title={t('title')}
      back="/upload"
      actionNote={order.asksFirst() ? undefined : t('transferHint')}
      actionBar={
        <Button type="submit" form={formId} kind="primary" size="main" wide busy={opening()}>
          <Show when={order.asksFirst()} fallback={opening() ? t('opening') : t('transfer')}>
            {opening() ? t('requesting') : t('requestInvoice')}
          </Show>
        </Button>
      }
    >
      <Card>
        <CardLine
          label={props.plan.name}
          note={t('planLine', { number: props.plan.number, until: momentOf(props.plan.endsAt).slice(0, 10) })}
        />
      </Card>
      <Form id={formId} onSubmit={() => void send('transfer')} gap={5}>
        <FirstStep plan={props.plan} units={props.units} order={order} />
        <Show when={order.like()}>
          {(like) => (
            <Note tone="waiting">
              <p>{t('likeIt', { number: like().number, amount: formatYuan(like().amountFen) })}</p>
              <Line>
                <Button kind="primary" onClick={() => void goOn(like().id, 'transfer').catch(setFailed)}>
                  {t('useIt')}
                </Button>
                <Button onClick={() => void send('transfer', true)}>{t('another')}</Button>
              </Line>
            </Note>
          )}
        </Show>
        <BillingOr
          error={order.error ?? failed()}
          organisationId={order.draft.organisationId}
          returnTo={`/upload/${props.plan.id}`}
        />
        <SecondStep order={order} onOnline={() => void send('online')} />
      </Form>
    </OrganisationShell>
  )
}

/** 第一步: the unit of the tree, and its open orders or an amount. */
function FirstStep(props: { plan: PlanView; units: readonly TreeNode[]; order: UploadOrder }): JSX.Element {
  const order = () => props.order
  const missing = (value: unknown) => order().asked() && value === null
  return (
    <Section title={t('stepOne')}>
      <FieldGroup>
        <UnitField
          label={t('organisation')}
          units={props.units}
          value={order().draft.organisationId}
          onChange={(organisationId) => order().choose({ organisationId, pays: null })}
          error={missing(order().draft.organisationId) ? t('organisationMissing') : null}
        />
        <Show when={order().open()} fallback={<SkeletonRows count={2} />}>
          {(open) => (
            <Show when={open().length > 0}>
              <Field label={t('whichOrder')}>
                <RadioGroup
                  value={order().chosen()?.id ?? newAmount}
                  onChange={(pays) => order().choose({ pays })}
                  choices={[
                    ...open().map((row) => ({
                      value: row.id,
                      label: t('existing', { number: row.number }),
                      hint: t('existingHint', { amount: formatYuan(fen(row.outstandingFen)), what: whatOf(row) }),
                      disabled: row.underWay.voucher,
                    })),
                    { value: newAmount, label: t('newAmount'), hint: t('newAmountHint') },
                  ]}
                />
              </Field>
            </Show>
          )}
        </Show>
        <Show when={order().open() !== null && order().chosen() === null}>
          <Field
            label={t('amount')}
            aside={feeOf(props.plan)}
            hint={t('amountHint')}
            error={missing(order().draft.amountFen) ? t('amountMissing') : null}
            required
            repairs={
              <Show when={props.plan.feePerLearnerFen}>
                {(fee) => (
                  <For each={offeredPeople}>
                    {(people) => (
                      <Button onClick={() => order().choose({ amountFen: fen(fee() * people) })}>
                        {t('people', { people, amount: formatYuan(fen(fee() * people)) })}
                      </Button>
                    )}
                  </For>
                )}
              </Show>
            }
          >
            <AmountInput value={order().draft.amountFen} onChange={(amountFen) => order().choose({ amountFen })} />
          </Field>
          <Field label={t('mode')}>
            <ModeChoice value={order().draft.mode} onChange={(mode) => order().choose({ mode })} />
          </Field>
        </Show>
      </FieldGroup>
    </Section>
  )
}

/** 第二步: how it is paid; or what the invoice says that comes first. */
function SecondStep(props: { order: UploadOrder; onOnline: () => void }): JSX.Element {
  const amount = () => props.order.draft.amountFen
  return (
    <Show
      when={props.order.asksFirst()}
      fallback={
        <Section title={t('stepTwo')}>
          <Stack gap={2}>
            <Show when={props.order.chosen()?.mode === 'invoiceFirst'}>
              <Note>{t('invoicedFirst')}</Note>
            </Show>
            <Quiet>{t('transferFirst')}</Quiet>
            <Card>
              <CardLine label={t('online')} note={t('onlineHint')} onOpen={() => props.onOnline()} />
            </Card>
          </Stack>
        </Section>
      }
    >
      <Section title={t('stepTwoInvoice')}>
        <Note>
          <Show when={amount()} fallback={t('invoiceLeadAny')}>
            {(sum) => t('invoiceLead', { amount: formatYuan(sum()) })}
          </Show>
        </Note>
      </Section>
      <InvoiceFirstForm invoice={props.order.invoice} />
    </Show>
  )
}

function whatOf(order: OrderListRow): string {
  if (order.underWay.voucher) return t('inReview')
  return order.kind === 'studyCards' ? t('cards') : t('enrolled', { count: order.peopleCount })
}

function feeOf(plan: PlanView): string | undefined {
  return plan.feePerLearnerFen > 0 ? t('fee', { fee: formatYuan(fen(plan.feePerLearnerFen)) }) : undefined
}
