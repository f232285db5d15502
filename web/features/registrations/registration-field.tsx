import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { errorField } from '../../texts/errors.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import type { RegistrationFormState } from './create-registration-form.ts'
import { type FormField, problemOf } from './registration-steps.ts'

const labels = {
  contactName: 'contactName',
  mobile: 'mobile',
  email: 'email',
  name: 'name',
  address: 'address',
} as const satisfies Record<FormField, string>
const missing = {
  contactName: 'contactNameMissing',
  mobile: 'mobileWrong',
  email: 'emailMissing',
  name: 'nameMissing',
  address: 'addressMissing',
} as const satisfies Record<FormField, string>

export function fieldLabel(field: FormField): string {
  return t(labels[field])
}

/** One question of the form, with what is wrong with the answer, or what another device answered meanwhile. */
export function RegistrationField(props: {
  form: RegistrationFormState
  field: FormField
  /** They wanted to go on: now an empty field is a mistake. */
  asked: boolean
  hint?: JSX.Element | undefined
  children: JSX.Element
}): JSX.Element {
  const theirs = () => props.form.theirs(props.field)
  const problem = () => {
    const other = theirs()
    if (other !== null) return t('theirs', { value: other })
    const found = problemOf(props.field, props.form.value(props.field))
    const refused = errorField(props.form.error()) === `form.${props.field}`
    if (!props.asked || (!found && !refused)) return null
    return t(found === 'wrong' && props.field === 'email' ? 'emailWrong' : missing[props.field])
  }
  return (
    <Field
      label={fieldLabel(props.field)}
      hint={props.hint}
      error={problem()}
      repairs={
        <Show when={theirs() !== null}>
          <Button onClick={() => props.form.takeTheirs(props.field)}>{t('useTheirs')}</Button>
        </Show>
      }
    >
      {props.children}
    </Field>
  )
}

/** The first field of a step that stops them, for the focus to go to; null when they can go on. */
export function firstProblem(form: RegistrationFormState, fields: readonly FormField[]): FormField | null {
  return fields.find((field) => problemOf(field, form.value(field)) !== null) ?? null
}
