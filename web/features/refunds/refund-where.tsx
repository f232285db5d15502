import { type JSX, Show } from 'solid-js'
import type { SetStoreFunction } from 'solid-js/store'
import { fen } from '../../../server/core/money.ts'
import { groupOrderNumber } from '../../../server/core/order-number.ts'
import type { RefundPreview } from '../../../server/features/refunds/refunds.schema.ts'
import { Field, FieldGroup } from '../../components/field.tsx'
import { createNow } from '../../components/now.ts'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/refunds.zh-CN.ts'
import type { RefundDraft, RefundField } from './refund-request.ts'
import { methodWord } from './refund-words.ts'

/** The ways that are open, each with what it means, and what a way needs besides. */
export function RefundWhere(props: {
  draft: RefundDraft
  setDraft: SetStoreFunction<RefundDraft>
  preview: RefundPreview
  errorOf: (field: RefundField) => string | null
}): JSX.Element {
  const now = createNow()
  const choices = () => [
    ...props.preview.payments
      .filter((payment) => payment.availableFen > 0)
      .map((payment) => ({
        value: `source:${payment.id}`,
        label: joinParts(t('source'), methodWord(payment.method)),
        hint: t('sourceHint', {
          when: payment.movedAt === null ? '' : formatDateTime(payment.movedAt, now()),
          paid: formatYuan(fen(payment.receivedFen)),
          most: formatYuan(fen(payment.availableFen)),
        }),
      })),
    ...(props.preview.canCredit ? [{ value: 'credit', label: t('credit'), hint: t('creditHint') }] : []),
    ...(props.preview.order
      ? [
          {
            value: 'order',
            label: t('order'),
            hint: props.preview.orders.length > 0 ? t('orderHint') : t('noOrders'),
            disabled: props.preview.orders.length === 0,
          },
        ]
      : []),
    { value: 'transfer', label: t('transfer'), hint: t('transferHint') },
  ]
  const setPayee = (part: 'name' | 'bank' | 'account') => (text: string) => props.setDraft('payee', part, text)
  return (
    <FieldGroup>
      <Field label={t('where')} error={props.errorOf('where')}>
        <RadioGroup
          value={props.draft.where}
          onChange={(where) => props.setDraft('where', where)}
          choices={choices()}
        />
      </Field>
      <Show when={props.draft.where === 'order'}>
        <Field label={t('targetOrder')} error={props.errorOf('target')}>
          <Select
            value={props.draft.targetOrderId}
            onChange={(id) => props.setDraft('targetOrderId', id)}
            choices={props.preview.orders.map((order) => ({
              value: order.id,
              label: t('targetOrderChoice', {
                number: groupOrderNumber(order.number),
                rest: formatYuan(fen(order.outstandingFen)),
                plan: order.planName,
              }),
            }))}
          />
        </Field>
      </Show>
      <Show when={props.draft.where === 'transfer'}>
        <Field label={t('payee')} error={props.errorOf('payeeName')}>
          <TextInput value={props.draft.payee.name} onInput={setPayee('name')} maxLength={200} />
        </Field>
        <Field label={t('bank')} error={props.errorOf('payeeBank')}>
          <TextInput value={props.draft.payee.bank} onInput={setPayee('bank')} maxLength={200} />
        </Field>
        <Field label={t('account')} error={props.errorOf('payeeAccount')}>
          <TextInput
            value={props.draft.payee.account}
            onInput={setPayee('account')}
            inputMode="numeric"
            autocomplete="off"
            maxLength={60}
          />
        </Field>
      </Show>
    </FieldGroup>
  )
}
