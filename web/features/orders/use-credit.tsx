import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { type Fen, fen, minFen } from '../../../server/core/money.ts'
import type { OrderCredit } from '../../../server/features/credit/credit.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Quiet } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'

const formId = 'use-credit'

/** Pays an order from 预存款, whole or in part. */
export default function UseCredit(props: {
  orderId: string
  credit: OrderCredit
  open: boolean
  onClose: () => void
}): JSX.Element {
  // Pressing twice is one payment; another amount needs an id of its own.
  const [id, setId] = createSignal(newId())
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [typed, setTyped] = createSignal<{ readonly amount: Fen | null } | null>(null)
  const [asked, setAsked] = createSignal(false)
  const source = () =>
    props.credit.sources.find((one) => one.organisationId === chosen()) ?? props.credit.sources[0] ?? null
  const most = () => minFen(fen(source()?.balanceFen ?? 0), fen(props.credit.outstandingFen))
  const amount = () => {
    const given = typed()
    return given ? given.amount : most()
  }
  const wrong = () => {
    const given = amount()
    return given === null || given <= 0 || given > most()
  }
  const pay = api.credit.pay.use({
    onSuccess: () => {
      props.onClose()
      showToast({ text: t('creditDone') })
    },
    // A refusal paid nothing; what got lost on the way may have, and is sent again as the same.
    onError: (error) => error instanceof AppError && setId(newId()),
  })
  const submit = () => {
    setAsked(true)
    const [from, amountFen] = [source(), amount()]
    if (!from || amountFen === null || wrong() || pay.isPending) return
    pay.mutate({ id: id(), orderId: props.orderId, organisationId: from.organisationId, amountFen })
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t('creditTitle')}
      text={t('creditText')}
      actions={
        <Button kind="primary" type="submit" form={formId} busy={pay.isPending}>
          {pay.isPending ? t('creditPaying') : t('creditPay')}
        </Button>
      }
    >
      <Form id={formId} onSubmit={submit}>
        <Show
          when={props.credit.sources.length > 1}
          fallback={
            <Quiet>
              {t('creditOf', {
                name: source()?.organisationName ?? '',
                amount: formatYuan(fen(source()?.balanceFen ?? 0)),
              })}
            </Quiet>
          }
        >
          <Field label={t('creditFrom')}>
            <RadioGroup
              value={source()?.organisationId ?? ''}
              onChange={(value) => {
                setChosen(value)
                setTyped(null)
              }}
              choices={props.credit.sources.map((one) => ({
                value: one.organisationId,
                label: one.organisationName,
                hint: formatYuan(fen(one.balanceFen)),
              }))}
            />
          </Field>
        </Show>
        <Field
          label={t('creditAmount')}
          hint={t('creditMost', { amount: formatYuan(most()) })}
          error={asked() && wrong() ? t('creditAmountMissing', { amount: formatYuan(most()) }) : null}
        >
          <AmountInput value={amount()} onChange={(value) => setTyped({ amount: value })} />
        </Field>
        <ErrorNote error={pay.error} />
      </Form>
    </Dialog>
  )
}
