import { createSignal, type JSX, Show } from 'solid-js'
import type { InvoiceDetails } from '../../../server/features/invoices/invoices.schema.ts'
import { CodeInput } from '../../components/code-input.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextArea, TextInput, WrappingInput } from '../../components/text-input.tsx'
import { t } from '../../texts/billing.zh-CN.ts'
import { type DetailsField, judgeDetails } from './judge-details.ts'

export type { DetailsField }

export type DetailsValues = InvoiceDetails

export const emptyDetails: DetailsValues = {
  kind: 'normal',
  title: '',
  taxNumber: '',
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: '',
  mobile: '',
  remark: '',
}

const labels = {
  kind: 'kind',
  title: 'invoiceTitle',
  taxNumber: 'taxNumber',
  registeredAddress: 'registeredAddress',
  registeredTelephone: 'registeredTelephone',
  bank: 'bank',
  bankAccount: 'bankAccount',
  email: 'email',
  mobile: 'mobile',
  remark: 'remark',
} as const satisfies Record<DetailsField, string>

/** A sentence for a refused field: it is empty, or it has a shape that cannot be. */
function problemOf(field: DetailsField, values: DetailsValues): string {
  if (values[field] === '') return t('missing', { what: t(labels[field]) })
  return field === 'kind' ? t('missing', { what: t('kind') }) : t(`${field}Wrong`)
}

export interface DetailsJudge {
  /** Judges all of it; true when nothing is wrong. The first wrong field gets the focus. */
  judge(): boolean
  problem(field: DetailsField): string | null
  /** Something else is wrong with a field, as only the server can know. */
  refuse(field: DetailsField): void
}

/** Which fields are wrong: judged when somebody wants to go on, and from then on as they repair it. */
export function createDetailsJudge(values: () => DetailsValues, required: readonly DetailsField[] = []): DetailsJudge {
  const [asked, setAsked] = createSignal(false)
  const [refused, setRefused] = createSignal<DetailsField | null>(null)
  const wrong = (): ReadonlySet<DetailsField> => {
    if (!asked()) return new Set()
    const fields = judgeDetails(values())
    for (const field of required) if (values()[field].trim() === '') fields.add(field)
    const more = refused()
    if (more) fields.add(more)
    return fields
  }
  return {
    judge() {
      setRefused(null)
      setAsked(true)
      if (wrong().size === 0) return true
      queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return false
    },
    problem: (field) => (wrong().has(field) ? problemOf(field, values()) : null),
    refuse: (field) => {
      setAsked(true)
      setRefused(field)
    },
  }
}

export interface DetailsFormProps {
  values: DetailsValues
  onChange: <F extends DetailsField>(field: F, value: DetailsValues[F]) => void
  judge: DetailsJudge
  /** Only an invoice has one, the billing profile does not. */
  withRemark?: boolean | undefined
  /** Sentences that know more than the shape: title and tax number against the registration, with their repairs. */
  told?: Partial<Record<DetailsField, { readonly text: string; readonly repair: JSX.Element }>> | undefined
  disabled?: boolean | undefined
}

/** What an invoice says about its buyer: the manual's 填写发票信息. A special one needs four fields that others may have. */
export function DetailsForm(props: DetailsFormProps): JSX.Element {
  // 增值税专用发票 needs these four; an ordinary one may carry them.
  const special = () => props.values.kind === 'special'
  const problem = (field: DetailsField) => props.told?.[field]?.text ?? props.judge.problem(field)
  const text = <F extends Exclude<DetailsField, 'kind'>>(field: F) => ({
    value: props.values[field],
    onInput: (typed: string) => props.onChange(field, typed as DetailsValues[F]),
    disabled: props.disabled,
  })
  return (
    <FieldGroup>
      <Field label={t('kind')}>
        <RadioGroup
          value={props.values.kind}
          onChange={(kind) => props.onChange('kind', kind)}
          choices={[
            { value: 'normal', label: t('normal'), disabled: props.disabled },
            { value: 'special', label: t('special'), hint: t('specialHint'), disabled: props.disabled },
          ]}
        />
      </Field>
      <Field label={t('invoiceTitle')} error={problem('title')} repairs={props.told?.title?.repair} required>
        <WrappingInput {...text('title')} autocomplete="organization" maxLength={100} />
      </Field>
      <Field label={t('taxNumber')} error={problem('taxNumber')} repairs={props.told?.taxNumber?.repair} required>
        <CodeInput {...text('taxNumber')} groups={[4]} maxLength={20} />
      </Field>
      <Field
        label={t('registeredAddress')}
        error={problem('registeredAddress')}
        required={special()}
        optional={!special()}
      >
        <TextInput {...text('registeredAddress')} autocomplete="street-address" maxLength={100} />
      </Field>
      <Field
        label={t('registeredTelephone')}
        error={problem('registeredTelephone')}
        required={special()}
        optional={!special()}
      >
        <TextInput {...text('registeredTelephone')} inputMode="tel" autocomplete="tel" maxLength={30} />
      </Field>
      <Field label={t('bank')} error={problem('bank')} required={special()} optional={!special()}>
        <TextInput {...text('bank')} maxLength={100} />
      </Field>
      <Field label={t('bankAccount')} error={problem('bankAccount')} required={special()} optional={!special()}>
        <CodeInput {...text('bankAccount')} groups={[4]} inputMode="numeric" maxLength={32} />
      </Field>
      <Field label={t('email')} hint={t('emailHint')} error={problem('email')} required>
        <TextInput {...text('email')} type="email" inputMode="email" autocomplete="email" maxLength={200} />
      </Field>
      <Field label={t('mobile')} error={problem('mobile')} required>
        <TextInput {...text('mobile')} inputMode="tel" autocomplete="tel" maxLength={20} />
      </Field>
      <Show when={props.withRemark}>
        <Field label={t('remark')} hint={t('remarkHint')} error={problem('remark')} optional>
          <TextArea {...text('remark')} rows={2} maxLength={200} />
        </Field>
      </Show>
    </FieldGroup>
  )
}
