import { createSignal, For, type JSX } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { BillingFields, BillingView } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Headline, Note } from '../../components/layout.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { TextArea, TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-organisations.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

type TextField = Exclude<keyof BillingFields, 'invoiceKind'>

const labels = {
  title: 'fieldTitle',
  taxNumber: 'fieldTaxNumber',
  registeredAddress: 'fieldRegisteredAddress',
  registeredTelephone: 'fieldRegisteredTelephone',
  bank: 'fieldBank',
  bankAccount: 'fieldBankAccount',
  email: 'fieldEmail',
  mobile: 'fieldMobile',
} as const satisfies Record<TextField, string>
const fieldNames = Object.keys(labels) as TextField[]

/** What a field of the billing details is called; a name that this version does not know stays as it is. */
export function billingFieldLabel(field: string): string {
  return field in labels ? t(labels[field as TextField]) : field
}

const formId = 'billing-exception'

const blank: BillingFields = {
  invoiceKind: 'normal',
  title: '',
  taxNumber: '',
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: '',
  mobile: '',
}

/** Staff save billing details whose title or tax number differ from the registration, with the reason. */
export function BillingException(props: { billing: BillingView; onClose: () => void }): JSX.Element {
  const [fields, setFields] = createStore<BillingFields>({
    ...blank,
    title: props.billing.organisationName,
    taxNumber: props.billing.creditCode ?? '',
    ...props.billing.profile,
  })
  const [note, setNote] = createSignal(props.billing.exceptionNote ?? '')
  const [complained, setComplained] = createSignal(false)
  const allow = api.organisations.allowBillingException.use({
    onSuccess: () => {
      showToast({ text: t('saved') })
      props.onClose()
    },
  })
  const send = () => {
    setComplained(true)
    if (note().trim() === '' || allow.isPending) return
    allow.mutate({ organisationId: props.billing.organisationId, ...fields, note: note().trim() })
  }
  const registered = (field: TextField): string | null => {
    const value = field === 'title' ? props.billing.organisationName : props.billing.creditCode
    if (field !== 'title' && field !== 'taxNumber') return null
    return value && value !== fields[field] ? t('differsFromName', { name: value }) : null
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  return (
    <Pane
      label={t('allowTitle')}
      foot={
        <VerdictBar
          before={errorField(allow.error) === null && allow.error ? <ErrorNote error={allow.error} /> : undefined}
        >
          <Button kind="primary" size="verdict" type="submit" form={formId} busy={allow.isPending}>
            {allow.isPending ? t('saving') : t('save')}
          </Button>
          <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
            {shared('cancel')}
          </Button>
        </VerdictBar>
      }
    >
      <PanePart>
        <Headline>{t('allowTitle')}</Headline>
        <Note>{t('allowText')}</Note>
        <Form id={formId} onSubmit={send} gap={3}>
          <Field label={t('kind')}>
            <Segmented
              value={fields.invoiceKind}
              onChange={(kind) => setFields('invoiceKind', kind)}
              choices={[
                { value: 'normal', label: t('kindNormal') },
                { value: 'special', label: t('kindSpecial') },
              ]}
            />
          </Field>
          <For each={fieldNames}>
            {(field) => (
              <Field
                label={billingFieldLabel(field)}
                hint={registered(field) ?? undefined}
                error={errorField(allow.error) === field ? t('fieldWrong') : null}
              >
                <TextInput value={fields[field]} onInput={(text) => setFields(field, text)} maxLength={200} />
              </Field>
            )}
          </For>
          <Field
            label={t('note')}
            hint={t('noteHint')}
            error={complained() && note().trim() === '' ? t('noteNeeded') : null}
            required
          >
            <TextArea value={note()} onInput={setNote} maxLength={500} />
          </Field>
        </Form>
      </PanePart>
    </Pane>
  )
}
