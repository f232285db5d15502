import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
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
import { Headline, Line } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-orders.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { PickOrganisation } from '../organisations/desk-pick-organisation.tsx'
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
    if (!(error instanceof AppError) || !error.code.startsWith('billing')) return null
    return organisation()?.id ?? null
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
            label={t('newOrganisation')}
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
