import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Note } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/registrations.zh-CN.ts'
import type { RegistrationFormState } from './create-registration-form.ts'
import { firstProblem, RegistrationField } from './registration-field.tsx'
import { longest, stepFields, stepHref } from './registration-steps.ts'
import { StepShell } from './step-shell.tsx'

const formId = 'registration-contact'

/** Who the centre talks to. The first step: with the mobile the server begins to know of the registration. */
export function ContactStep(props: {
  id: string
  code: string
  form: RegistrationFormState
  /** Makes it known to the server, or says that it is. */
  onBegin: () => Promise<void>
  beginning: boolean
  error: unknown
}): JSX.Element {
  const navigate = useNavigate()
  const [asked, setAsked] = createSignal(false)
  const busy = () => props.beginning || props.form.saving()
  const next = async () => {
    setAsked(true)
    if (firstProblem(props.form, stepFields.contact) || busy()) return
    try {
      await props.onBegin()
      await props.form.save()
    } catch {
      // Said above the button; what was typed stays.
      return
    }
    navigate(stepHref(props.id, 'unit'))
  }
  const text = (field: 'contactName' | 'mobile' | 'email') => ({
    value: props.form.value(field),
    onInput: (typed: string) => props.form.set(field, typed),
    maxLength: longest[field],
  })
  return (
    <StepShell
      registrationId={props.id}
      step="contact"
      actionBar={
        <Button type="submit" form={formId} kind="primary" size="main" wide busy={busy()}>
          {busy() ? t('saving') : t('next')}
        </Button>
      }
    >
      <Note>
        {t('registeringCode')} <AccountNumber strong>{props.code}</AccountNumber>
      </Note>
      <Form id={formId} onSubmit={() => void next()}>
        <FieldGroup>
          <RegistrationField form={props.form} field="contactName" asked={asked()} hint={t('contactNameHint')}>
            <TextInput {...text('contactName')} autocomplete="name" />
          </RegistrationField>
          <RegistrationField form={props.form} field="mobile" asked={asked()} hint={t('mobileHint')}>
            <TextInput {...text('mobile')} inputMode="tel" autocomplete="tel-national" />
          </RegistrationField>
          <RegistrationField form={props.form} field="email" asked={asked()} hint={t('emailHint')}>
            <TextInput {...text('email')} type="email" inputMode="email" autocomplete="email" spellcheck={false} />
          </RegistrationField>
        </FieldGroup>
        <ErrorNote error={props.error ?? props.form.error()} />
      </Form>
    </StepShell>
  )
}
