import { type JSX, Show } from 'solid-js'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import type { NewPassword } from './create-new-password.ts'

/** The field for a new password. */
export function NewPasswordField(props: { of: NewPassword }): JSX.Element {
  return (
    <Field label={t('newPassword')} hint={props.of.hint()} error={props.of.problem()}>
      <PasswordInput
        value={props.of.next()}
        onInput={(text) => props.of.setNext(text)}
        autocomplete="new-password"
        maxLength={512}
      />
    </Field>
  )
}

/** Under it, how the person can be reached, as far as that is missing. */
export function MissingContact(props: { of: NewPassword }): JSX.Element {
  return (
    <Show when={props.of.missing().length > 0 || props.of.optionalEmail()}>
      <Section title={t('contactTitle')} ruled>
        <Quiet>{t('contactLead')}</Quiet>
        <FieldGroup>
          <Show when={props.of.missing().includes('mobile')}>
            <Field label={t('mobile')} error={props.of.mobileProblem()}>
              <TextInput
                value={props.of.mobile()}
                onInput={(text) => props.of.setMobile(text)}
                inputMode="tel"
                autocomplete="tel"
                maxLength={20}
              />
            </Field>
          </Show>
          <Show when={props.of.missing().includes('email') || props.of.optionalEmail()}>
            <Field
              label={t('email')}
              hint={props.of.optionalEmail() ? t('emailOptional') : undefined}
              error={props.of.emailProblem()}
              optional={props.of.optionalEmail()}
            >
              <TextInput
                value={props.of.email()}
                onInput={(text) => props.of.setEmail(text)}
                type="email"
                inputMode="email"
                autocomplete="email"
                maxLength={200}
              />
            </Field>
          </Show>
        </FieldGroup>
      </Section>
    </Show>
  )
}
