import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Line, Quiet, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { TextArea, TextInput, WrappingInput } from '../../components/text-input.tsx'
import { slipField } from '../../texts/checks.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import type { Claims } from './create-claims.ts'

/** What was read on the slip and typed by the uploader, as facts; or as a form, when it is being corrected. */
function VoucherReading(props: {
  voucher: VoucherView
  claims: Claims
  editing: boolean
  onEdit: (editing: boolean) => void
}): JSX.Element {
  const editable = () => props.voucher.state !== 'approved'
  return (
    <Show
      when={props.editing && editable()}
      fallback={<ReadFacts voucher={props.voucher} onEdit={editable() ? () => props.onEdit(true) : undefined} />}
    >
      <ClaimsForm claims={props.claims} onDone={() => props.onEdit(false)} />
    </Show>
  )
}

/** What was read; brought into view when somebody asked to correct it from further up. */
export function EditableReading(props: Parameters<typeof VoucherReading>[0]): JSX.Element {
  let place: HTMLDivElement | undefined
  createEffect(
    on(
      () => props.editing,
      (editing) => editing && place?.scrollIntoView({ behavior: 'smooth', block: 'start' }),
      { defer: true },
    ),
  )
  return (
    <div ref={place}>
      <VoucherReading {...props} />
    </div>
  )
}

function ReadFacts(props: { voucher: VoucherView; onEdit: (() => void) | undefined }): JSX.Element {
  const facts = (): Fact[] => {
    const { amountFen, paidAt, ...rest } = props.voucher.effective
    const mark = (field: { source: 'typed' | 'read'; confidence: 'high' | 'low' }) =>
      field.source === 'typed' ? t('typedMark') : field.confidence === 'low' ? t('uncertain') : null
    const withMark = (value: JSX.Element, field: Parameters<typeof mark>[0]) => (
      <Line gap={2}>
        {value}
        <Show when={mark(field)}>
          <Quiet>{mark(field)}</Quiet>
        </Show>
      </Line>
    )
    const texts = ['payerName', 'payerBank', 'payerAccount', 'payeeAccount', 'orderNo', 'serialNo', 'remark'] as const
    return [
      ...(amountFen
        ? [
            {
              label: slipField('amountFen'),
              value: withMark(<Money amount={amountFen.value} />, amountFen),
              wide: !paidAt,
            },
          ]
        : []),
      ...(paidAt
        ? [{ label: slipField('paidAt'), value: withMark(<span>{paidAt.value.replace('T', ' ')}</span>, paidAt) }]
        : []),
      ...texts.flatMap((name) => {
        const field = rest[name]
        if (!field) return []
        return [
          {
            label: slipField(name),
            value: withMark(<FieldValue name={name} value={field.value} />, field),
            wide: true,
          },
        ]
      }),
    ]
  }
  return (
    <Section title={t('readTitle')}>
      <Show when={facts().length > 0} fallback={<Quiet>{t('readNothing')}</Quiet>}>
        <Facts facts={facts()} />
      </Show>
      <Show when={props.onEdit}>
        {(edit) => (
          <Line apart gap={3}>
            <Quiet>{t('readWrong')}</Quiet>
            <Button kind="quiet" onClick={() => edit()()}>
              {t('edit')}
            </Button>
          </Line>
        )}
      </Show>
    </Section>
  )
}

function FieldValue(props: { name: string; value: string }): JSX.Element {
  const digits = () => /^\d+$/.test(props.value)
  return (
    <Show
      when={props.name === 'orderNo'}
      fallback={
        <Show when={/Account$/.test(props.name) && digits()} fallback={<span>{props.value}</span>}>
          <AccountNumber>{props.value}</AccountNumber>
        </Show>
      }
    >
      <OrderNumber>{props.value}</OrderNumber>
    </Show>
  )
}

/** The form's button stands in the page's action bar, in the place of what the page does otherwise. */
const claimsFormId = 'claims'

export function SaveClaims(props: { claims: Claims }): JSX.Element {
  return (
    <Button type="submit" form={claimsFormId} kind="primary" size="main" wide busy={props.claims.saving}>
      {props.claims.saving ? t('saving') : t('save')}
    </Button>
  )
}

/** Every field that somebody may correct. Each entry is kept on the device as it is typed. */
function ClaimsForm(props: { claims: Claims; onDone: () => void }): JSX.Element {
  const [badAmount, setBadAmount] = createSignal(false)
  const text = (name: Parameters<Claims['value']>[0]) => ({
    value: props.claims.value(name),
    onInput: (typed: string) => props.claims.set(name, typed),
  })
  const save = async () => {
    if (badAmount()) return
    try {
      await props.claims.save()
      props.onDone()
    } catch {
      // Said below; what was typed stays.
    }
  }
  return (
    <Section title={t('editTitle')}>
      <Form id={claimsFormId} onSubmit={() => void save()}>
        <Quiet>{t('editHint')}</Quiet>
        <FieldGroup>
          <Field label={t('amount')} error={badAmount() ? t('amountMissing') : null}>
            <AmountInput
              value={props.claims.amount()}
              onChange={(amount, typed) => {
                setBadAmount(amount === null && typed.trim() !== '')
                props.claims.set('amountFen', amount)
              }}
            />
          </Field>
          <Field label={t('paidAt')}>
            <DateTimeInput
              precision="date"
              value={props.claims.value('paidAt').slice(0, 10)}
              onInput={(day) => props.claims.set('paidAt', day)}
            />
          </Field>
          <Field label={t('payerName')}>
            <WrappingInput {...text('payerName')} maxLength={120} />
          </Field>
          <Field label={t('payerAccount')}>
            <CodeInput {...text('payerAccount')} groups={[4]} inputMode="numeric" maxLength={40} />
          </Field>
          <Field label={t('payerBank')}>
            <TextInput {...text('payerBank')} maxLength={120} />
          </Field>
          <Field label={t('remark')} hint={t('remarkHint')}>
            <TextInput {...text('remark')} maxLength={200} />
          </Field>
          <Field label={t('serialNo')}>
            <TextInput {...text('serialNo')} maxLength={60} autocapitalize="characters" spellcheck={false} />
          </Field>
          <Field label={t('note')} hint={t('noteHint')} optional>
            <TextArea {...text('note')} maxLength={500} />
          </Field>
        </FieldGroup>
        <ErrorNote error={props.claims.error} />
      </Form>
    </Section>
  )
}
