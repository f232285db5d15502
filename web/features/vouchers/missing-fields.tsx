import { createSignal, type JSX, Show } from 'solid-js'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { TextInput, WrappingInput } from '../../components/text-input.tsx'
import { t } from '../../texts/vouchers.zh-CN.ts'
import type { Claims } from './create-claims.ts'

export type MissingField = 'amountFen' | 'payerName' | 'orderNo' | 'payerBank' | 'payerAccount' | 'paidAt'

/**
 * What the manual requires and neither the picture nor the uploader has said: 支付金额、订单号、付款单位全称 on the slip, and
 * beside it 缴费银行、缴费卡号、转账时间.
 */
export function missingFields(voucher: VoucherView): MissingField[] {
  const { amountFen, payerName, payerBank, payerAccount, paidAt, orderNo, remark } = voucher.effective
  const named = orderNo !== null || remark?.value.toUpperCase().replace(/\s/g, '').includes(voucher.order.number)
  return [
    ...(amountFen ? [] : (['amountFen'] as const)),
    ...(named ? [] : (['orderNo'] as const)),
    ...(payerName?.value ? [] : (['payerName'] as const)),
    ...(payerBank?.value ? [] : (['payerBank'] as const)),
    ...(payerAccount?.value ? [] : (['payerAccount'] as const)),
    ...(paidAt?.value ? [] : (['paidAt'] as const)),
  ]
}

/** Asks for what is missing at once, while they still hold the phone. `fields` stay while they are being filled in. */
export function MissingFields(props: {
  voucher: VoucherView
  claims: Claims
  fields: readonly MissingField[]
  /** They wanted to go on: now an empty field is a mistake. */
  asked: boolean
}): JSX.Element {
  const [badAmount, setBadAmount] = createSignal(false)
  const empty = (name: 'payerBank' | 'payerAccount' | 'paidAt') => props.asked && props.claims.value(name) === ''
  const keep = () => void props.claims.save().catch(() => {})
  return (
    <Section title={t('missingTitle')}>
      <Card padded label={t('missingTitle')}>
        <FieldGroup>
          <Quiet>{t('missingText')}</Quiet>
          <Show when={props.fields.includes('amountFen')}>
            <Field
              label={t('amount')}
              error={badAmount() || (props.asked && props.claims.amount() === null) ? t('amountMissing') : null}
            >
              <AmountInput
                value={props.claims.amount()}
                onChange={(amount, typed) => {
                  setBadAmount(amount === null && typed.trim() !== '')
                  props.claims.set('amountFen', amount)
                }}
                onFocusOut={keep}
              />
            </Field>
          </Show>
          <Show when={props.fields.includes('orderNo')}>
            <Field
              label={t('remark')}
              hint={t('remarkHint')}
              error={props.asked && props.claims.value('remark') === '' ? t('remarkMissing') : null}
              repairs={
                <Button
                  onClick={() => {
                    props.claims.set('remark', props.voucher.order.number)
                    keep()
                  }}
                >
                  {t('useOrderNumber', { number: props.voucher.order.number })}
                </Button>
              }
            >
              <TextInput
                value={props.claims.value('remark')}
                onInput={(text) => props.claims.set('remark', text)}
                onFocusOut={keep}
                maxLength={200}
              />
            </Field>
          </Show>
          <Show when={props.fields.includes('payerName')}>
            <Field
              label={t('payerName')}
              error={props.asked && props.claims.value('payerName') === '' ? t('payerNameMissing') : null}
              repairs={
                <Button
                  onClick={() => {
                    props.claims.set('payerName', props.voucher.organisationName)
                    keep()
                  }}
                >
                  {t('useOrganisation')}
                </Button>
              }
            >
              <WrappingInput
                value={props.claims.value('payerName')}
                onInput={(text) => props.claims.set('payerName', text)}
                onFocusOut={keep}
                maxLength={120}
              />
            </Field>
          </Show>
          <Show when={props.fields.includes('payerBank')}>
            <Field label={t('payerBank')} error={empty('payerBank') ? t('payerBankMissing') : null} required>
              <TextInput
                value={props.claims.value('payerBank')}
                onInput={(text) => props.claims.set('payerBank', text)}
                onFocusOut={keep}
                maxLength={120}
              />
            </Field>
          </Show>
          <Show when={props.fields.includes('payerAccount')}>
            <Field label={t('payerAccount')} error={empty('payerAccount') ? t('payerAccountMissing') : null} required>
              <CodeInput
                value={props.claims.value('payerAccount')}
                onInput={(text) => props.claims.set('payerAccount', text)}
                onFocusOut={keep}
                groups={[4]}
                inputMode="numeric"
                maxLength={40}
              />
            </Field>
          </Show>
          <Show when={props.fields.includes('paidAt')}>
            <Field label={t('paidAt')} error={empty('paidAt') ? t('paidAtMissing') : null} required>
              <DateTimeInput
                precision="date"
                value={props.claims.value('paidAt').slice(0, 10)}
                onInput={(day) => {
                  props.claims.set('paidAt', day)
                  keep()
                }}
              />
            </Field>
          </Show>
        </FieldGroup>
        <ErrorNote error={props.claims.error} />
      </Card>
    </Section>
  )
}
