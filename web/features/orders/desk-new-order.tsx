import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Headline, Line, Quiet, Stack } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-orders.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { orderModes, orderModeWord } from './desk-order-states.ts'

const formId = 'new-order'

/** A study-card order made by staff for an organisation: which one, which plan, how much, and what comes first. */
export function NewOrder(props: { onClose: () => void; onCreated: (id: string) => void }): JSX.Element {
  const id = newId()
  const [organisation, setOrganisation] = createSignal<FoundOrganisation | null>(null)
  const [planId, setPlanId] = createSignal<string | null>(null)
  const [amount, setAmount] = createSignal<Fen | null>(null)
  const [mode, setMode] = createSignal<OrderListRow['mode']>('payFirst')
  const [complained, setComplained] = createSignal(false)
  const plans = api.plans.list.use(() => ({ limit: 100 }))
  const create = api.orders.createStudyCardOrder.use({
    onSuccess: (order) => {
      showToast({ text: t('newCreated', { number: order.number }) })
      props.onCreated(order.id)
    },
  })
  const choices = () =>
    (plans.isSuccess ? plans.data.rows : []).map((plan) => ({
      value: plan.id,
      label: plan.name,
      hint: plan.takesOrders ? plan.number : t('newPlanClosed'),
      disabled: !plan.takesOrders,
    }))
  const send = () => {
    setComplained(true)
    const [chosen, plan, amountFen] = [organisation(), planId(), amount()]
    if (!chosen || !plan || amountFen === null || create.isPending) return
    create.mutate({ id, organisationId: chosen.id, planId: plan, amountFen, mode: mode() })
  }
  const incompleteId = () => {
    const { error } = create
    if (!(error instanceof AppError) || error.code !== 'billingProfileIncomplete') return null
    return typeof error.details.organisationId === 'string' ? error.details.organisationId : null
  }
  return (
    <Pane
      label={t('newTitle')}
      foot={
        <VerdictBar
          before={
            create.error ? (
              <ErrorNote
                error={create.error}
                actions={
                  <Show when={incompleteId()}>
                    {(organisationId) => (
                      <ButtonLink size="dense" href={`/desk/organisations/${organisationId()}`}>
                        {t('seeOrganisation')}
                      </ButtonLink>
                    )}
                  </Show>
                }
              />
            ) : undefined
          }
        >
          <Button kind="primary" size="verdict" type="submit" form={formId} busy={create.isPending}>
            {create.isPending ? t('newCreating') : t('newCreate')}
          </Button>
          <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
            {shared('cancel')}
          </Button>
        </VerdictBar>
      }
    >
      <PanePart>
        <Line apart>
          <Headline>{t('newTitle')}</Headline>
          <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Form id={formId} onSubmit={send}>
          <PickOrganisation
            chosen={organisation()}
            onChoose={setOrganisation}
            error={complained() && organisation() === null ? t('newOrganisationNeeded') : null}
          />
          <Field label={t('newPlan')} error={complained() && planId() === null ? t('newPlanNeeded') : null} required>
            <Select choices={choices()} value={planId()} onChange={setPlanId} />
          </Field>
          <Field
            label={t('newAmount')}
            hint={t('newAmountHint')}
            error={complained() && amount() === null ? t('newAmountNeeded') : null}
            required
          >
            <AmountInput value={amount()} onChange={(value) => setAmount(value)} />
          </Field>
          <Field label={t('newMode')}>
            <RadioGroup
              value={mode()}
              onChange={setMode}
              choices={orderModes.map((value) => ({
                value,
                label: orderModeWord(value),
                hint: t(value === 'payFirst' ? 'newModePayHint' : 'newModeInvoiceHint'),
              }))}
            />
          </Field>
        </Form>
      </PanePart>
    </Pane>
  )
}

/** A pause in typing that is long enough to ask, in milliseconds. */
const pauseMs = 250

function PickOrganisation(props: {
  chosen: FoundOrganisation | null
  onChoose: (organisation: FoundOrganisation | null) => void
  error: string | null
}): JSX.Element {
  const [typed, setTyped] = createSignal('')
  const [asked, setAsked] = createSignal('')
  createEffect(() => {
    const text = typed().trim()
    const timer = setTimeout(() => setAsked(text), pauseMs)
    onCleanup(() => clearTimeout(timer))
  })
  const found = api.organisations.search.use(
    () => ({ text: asked(), state: 'approved' as const, limit: 8 }),
    () => ({ enabled: asked().length >= 2, keepPrevious: true }),
  )
  const rows = () => (asked().length >= 2 && found.isSuccess ? found.data.rows.filter((row) => row.enabled) : [])
  const codeOf = (row: FoundOrganisation) =>
    row.creditCode ?? row.organisationCode ?? row.memberNo ?? row.parentName ?? ''
  return (
    <Show
      when={props.chosen}
      fallback={
        <Stack gap={2}>
          <Field label={t('newOrganisation')} hint={t('newOrganisationHint')} error={props.error} required>
            <TextInput
              value={typed()}
              onInput={setTyped}
              ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
            />
          </Field>
          <Show when={rows().length > 0}>
            <RadioGroup
              label={t('newOrganisation')}
              value={null}
              onChange={(id) => props.onChoose(rows().find((row) => row.id === id) ?? null)}
              choices={rows().map((row) => ({ value: row.id, label: row.name, hint: codeOf(row) }))}
            />
          </Show>
          <Show when={asked().length >= 2 && found.isSuccess && rows().length === 0}>
            <Quiet>{t('newOrganisationNone')}</Quiet>
          </Show>
        </Stack>
      }
    >
      {(chosen) => (
        <Line apart>
          <Stack gap={1}>
            <Quiet>{t('newOrganisation')}</Quiet>
            <strong>{chosen().name}</strong>
            <Quiet>{codeOf(chosen())}</Quiet>
          </Stack>
          <Button size="dense" onClick={() => props.onChoose(null)}>
            {desk('change')}
          </Button>
        </Line>
      )}
    </Show>
  )
}
