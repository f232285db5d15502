import { useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { formatHours } from '../../../server/core/hours.ts'
import { newId } from '../../../server/core/ids.ts'
import { type Fen, fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button, ButtonLink } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Select } from '../../components/select.tsx'
import { showToast } from '../../components/toast.tsx'
import { createDraft } from '../../offline/draft.ts'
import { formatDay, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { createInvoiceFirst } from '../invoices/create-invoice-first.ts'
import { InvoiceFirstForm } from '../invoices/invoice-first-form.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { BillingOr, ModeChoice } from './order-form-parts.tsx'

const formId = 'new-order'
/** So many Chinese characters fit a picker of a phone 360 px wide. */
const fitsCharacters = 16
/** Amounts for so many people are one tap away. */
const offeredPeople = [1, 5, 10] as const

interface NewOrder {
  /** Made here: pressing twice is one order. */
  id: string
  planId: string | null
  organisationId: string | null
  amountFen: Fen | null
  mode: OrderListRow['mode']
}

/** Study cards: plan, organisation, amount, and whether the invoice comes before the money. */
export function NewCardOrder(props: { choice: JSX.Element }): JSX.Element {
  const plans = api.plans.list.use(() => ({ limit: 100 }))
  const tree = api.organisations.tree.use(() => undefined)
  const takers = () => (plans.isSuccess ? (plans.data?.rows ?? []).filter((plan) => plan.takesOrders) : [])
  const open = () => (tree.isSuccess ? (tree.data ?? []).filter((node) => node.enabled) : [])
  const ready = () => plans.isSuccess && tree.isSuccess
  return (
    <Switch
      fallback={
        <OrganisationShell title={t('newTitle')} back="/orders">
          <Show
            when={plans.isSuccess}
            fallback={
              <Loaded query={plans} errorTitle={t('listNotOpened')}>
                {() => null}
              </Loaded>
            }
          >
            <Loaded query={tree} errorTitle={t('listNotOpened')}>
              {() => null}
            </Loaded>
          </Show>
        </OrganisationShell>
      }
    >
      <Match when={ready() && takers().length === 0}>
        <OrganisationShell title={t('newTitle')} back="/orders">
          {props.choice}
          <EmptyState title={t('noPlans')}>{t('noPlansText')}</EmptyState>
        </OrganisationShell>
      </Match>
      <Match when={ready()}>
        <NewOrderForm plans={takers()} organisations={open()} choice={props.choice} />
      </Match>
    </Switch>
  )
}

function NewOrderForm(props: {
  plans: readonly PlanView[]
  organisations: readonly TreeNode[]
  choice: JSX.Element
}): JSX.Element {
  const navigate = useNavigate()
  const [asked, setAsked] = createSignal(false)
  const { draft, setDraft, clear } = createDraft<NewOrder>('new-order', {
    id: newId(),
    planId: props.plans.length === 1 ? (props.plans[0]?.id ?? null) : null,
    organisationId: props.organisations[0]?.id ?? null,
    amountFen: null,
    mode: 'payFirst',
  })
  const plan = () => props.plans.find((one) => one.id === draft.planId)
  const organisation = () => props.organisations.find((one) => one.id === draft.organisationId)
  const asksFirst = () => draft.mode === 'invoiceFirst'
  const invoice = createInvoiceFirst(() => draft.organisationId, asksFirst)
  const create = api.orders.createStudyCardOrder.use({
    onSuccess: (order) => {
      clear()
      if (order.invoice) invoice.clear()
      showToast({ text: t(order.invoice ? 'invoiceAsked' : 'created') })
      navigate(`/orders/${order.id}`, { replace: true })
    },
    // Another order than the one this number was sent with: it needs a number of its own.
    onError: (error) => {
      if (error instanceof AppError && error.code === 'idempotencyKeyReused') setDraft('id', newId())
      invoice.refuse(error)
    },
  })
  const amountRefused = () => create.error instanceof AppError && create.error.code === 'amountInvalid'
  const like = () => (create.error instanceof AppError && create.error.code === 'orderLikeIt' ? create.error : null)
  const submit = (another = false) => {
    setAsked(true)
    const chosen = plan()
    const forWhom = organisation()
    if (!chosen || !forWhom || draft.amountFen === null || create.isPending) {
      queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    const details = asksFirst() ? invoice.details() : null
    if (asksFirst() && (details === null || !invoice.judge.judge())) return
    create.mutate({
      id: draft.id,
      planId: chosen.id,
      organisationId: forWhom.id,
      amountFen: draft.amountFen,
      mode: draft.mode,
      alone: !another,
      ...(details ? { invoiceDetails: details } : {}),
    })
  }
  return (
    <OrganisationShell
      title={t('newTitle')}
      back="/orders"
      actionBar={
        <Button type="submit" form={formId} kind="primary" size="main" wide busy={create.isPending}>
          {create.isPending ? t('creating') : t(asksFirst() ? 'createAndAskCards' : 'create')}
        </Button>
      }
    >
      <Form id={formId} onSubmit={() => submit()} gap={5}>
        {props.choice}
        <Quiet>{t('newLead')}</Quiet>
        <FieldGroup>
          <Field
            label={t('choosePlan')}
            hint={plan() ? planFacts(plan()) : undefined}
            error={asked() && !plan() ? t('planMissing') : null}
          >
            <Select
              value={plan() ? draft.planId : null}
              onChange={(id) => setDraft('planId', id)}
              choices={props.plans.map((one) => ({ value: one.id, label: one.name }))}
            />
          </Field>
          <Field
            label={t('chooseOrganisation')}
            hint={longName(organisation()?.name)}
            error={asked() && !organisation() ? t('organisationMissing') : null}
          >
            <Select
              value={organisation() ? draft.organisationId : null}
              onChange={(id) => setDraft('organisationId', id)}
              choices={props.organisations.map((one) => ({
                value: one.id,
                label: `${'　'.repeat(one.depth)}${one.name}`,
              }))}
            />
          </Field>
          <Field
            label={t('chooseAmount')}
            aside={feeOf(plan())}
            hint={t('amountHint')}
            error={(asked() && draft.amountFen === null) || amountRefused() ? t('amountMissing') : null}
            repairs={
              <Show when={plan()?.feePerLearnerFen}>
                {(fee) => (
                  <For each={offeredPeople}>
                    {(people) => (
                      <Button onClick={() => setDraft('amountFen', fen(fee() * people))}>
                        {t('peopleAmount', { people, amount: formatYuan(fen(fee() * people)) })}
                      </Button>
                    )}
                  </For>
                )}
              </Show>
            }
          >
            <AmountInput value={draft.amountFen} onChange={(amount) => setDraft('amountFen', amount)} />
          </Field>
          <Field label={t('chooseMode')}>
            <ModeChoice value={draft.mode} onChange={(mode) => setDraft('mode', mode)} />
          </Field>
        </FieldGroup>
        <Show when={asksFirst()}>
          <InvoiceFirstForm invoice={invoice} />
        </Show>
        <Show when={like()}>
          {(refusal) => (
            <Note tone="waiting">
              <p>
                {t('likeIt', {
                  number: String(refusal().details.orderNumber),
                  amount: formatYuan(fen(Number(refusal().details.amountFen))),
                })}
              </p>
              <Line>
                <ButtonLink kind="primary" href={`/orders/${refusal().details.orderId}`}>
                  {t('useIt')}
                </ButtonLink>
                <Button onClick={() => submit(true)}>{t('another')}</Button>
              </Line>
            </Note>
          )}
        </Show>
        <BillingOr
          error={amountRefused() || like() ? null : create.error}
          organisationId={draft.organisationId}
          returnTo="/orders/new?kind=cards"
        />
      </Form>
    </OrganisationShell>
  )
}

/** The phone's own picker cuts long names; what tells them apart stands whole below it. */
function longName(name: string | undefined): string | undefined {
  return name !== undefined && name.length > fitsCharacters ? name : undefined
}

function planFacts(plan: PlanView | undefined): string {
  if (!plan) return ''
  return t('planFacts', {
    hours: formatHours(plan.requiredHours),
    from: formatDay(plan.startsAt),
    to: formatDay(plan.endsAt),
  })
}

function feeOf(plan: PlanView | undefined): string | undefined {
  return plan && plan.feePerLearnerFen > 0 ? t('planFee', { fee: formatYuan(fen(plan.feePerLearnerFen)) }) : undefined
}
