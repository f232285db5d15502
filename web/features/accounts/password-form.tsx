import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { normaliseMobile } from '../../../server/core/ids.ts'
import type { ChangePasswordInput, Entered, Me } from '../../../server/features/accounts/accounts.schema.ts'
import { judgePassword, passwordMinLength } from '../../../server/features/accounts/password.rules.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { createWait } from './create-wait.ts'
import { isMailAddress } from './mail-address.ts'

type Weakness = 'tooShort' | 'tooLong' | 'common' | 'containsName' | 'sameAsOld'

/** A new password, judged while it is typed; the first time also how the person can be reached. */
export function PasswordForm(props: { me: Me; first: boolean; onChanged: (entered: Entered) => void }): JSX.Element {
  const [current, setCurrent] = createSignal('')
  const [next, setNext] = createSignal('')
  const [mobile, setMobile] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const change = api.accounts.changePassword.use({ onSuccess: (entered) => props.onChanged(entered), stale: [] })
  const wait = createWait(() => change.error)

  const refusal = () => (change.error instanceof AppError ? change.error : null)
  const currentNeeded = () => !props.first || refusal()?.code === 'passwordWrong'
  const missing = () => (props.first ? (props.me.profile?.missing ?? []) : [])
  const names = () => [
    props.me.name,
    props.me.profile?.mobile ?? mobile(),
    (props.me.profile?.email || email()).split('@')[0] ?? '',
    ...props.me.organisations.map((one) => one.name),
  ]
  const weakness = (): Weakness | null => {
    const judged = next() === '' ? null : judgePassword(next(), names())
    if (judged) return judged
    const said = refusal()
    return said?.code === 'passwordTooWeak' ? (said.details.reason as Weakness) : null
  }
  const weaknessWords = (what: Weakness) =>
    what === 'tooShort' ? t('tooShort', { min: passwordMinLength, length: [...next()].length }) : t(what)
  const nextProblem = () => {
    if (next() === '') return asked() ? t('newPasswordMissing') : null
    const what = weakness()
    // While somebody is still typing, being short is no mistake yet.
    if (!what || (what === 'tooShort' && !asked())) return null
    return weaknessWords(what)
  }
  const mobileProblem = () =>
    (asked() && normaliseMobile(mobile()) === null) || errorField(change.error) === 'profile.mobile'
      ? t('mobileWrong')
      : null
  const emailProblem = () =>
    (asked() && !isMailAddress(email())) || errorField(change.error) === 'profile.email' ? t('emailWrong') : null
  const currentProblem = () => {
    if (asked() && current() === '' && !props.first) return t('currentMissing')
    return refusal()?.code === 'passwordWrong' && current() === '' ? t('currentMissing') : null
  }
  const submit = () => {
    setAsked(true)
    const blocked =
      next() === '' ||
      judgePassword(next(), names()) !== null ||
      (currentNeeded() && current() === '') ||
      (missing().includes('mobile') && mobileProblem() !== null) ||
      (missing().includes('email') && emailProblem() !== null)
    if (blocked || change.isPending || wait.left()) return
    const profile: ChangePasswordInput['profile'] = {
      ...(missing().includes('mobile') ? { mobile: mobile() } : {}),
      ...(missing().includes('email') ? { email: email().trim() } : {}),
    }
    change.mutate({
      next: next(),
      ...(current() === '' ? {} : { current: current() }),
      ...(missing().length > 0 ? { profile } : {}),
    })
  }
  const shownInFields = () =>
    refusal()?.code === 'passwordTooWeak' ||
    errorField(change.error)?.startsWith('profile.') ||
    (refusal()?.code === 'passwordWrong' && current() === '')
  return (
    <Form onSubmit={submit} gap={5}>
      {/* Password managers store the new password under this name. */}
      <input type="text" autocomplete="username" value={props.me.name} hidden readonly />
      <FieldGroup>
        <Show when={currentNeeded()}>
          <Field
            label={t('currentPassword')}
            hint={props.first ? t('currentPasswordHint') : undefined}
            error={currentProblem()}
          >
            <PasswordInput value={current()} onInput={setCurrent} autocomplete="current-password" maxLength={512} />
          </Field>
        </Show>
        <Field
          label={t('newPassword')}
          hint={next() !== '' && !weakness() ? t('goodPassword') : t('newPasswordHint')}
          error={nextProblem()}
        >
          <PasswordInput
            value={next()}
            onInput={(text) => {
              setNext(text)
              if (refusal()?.code === 'passwordTooWeak') change.reset()
            }}
            autocomplete="new-password"
            maxLength={512}
          />
        </Field>
      </FieldGroup>
      <Show when={missing().length > 0}>
        <Section title={t('contactTitle')} ruled>
          <Quiet>{t('contactLead')}</Quiet>
          <FieldGroup>
            <Show when={missing().includes('mobile')}>
              <Field label={t('mobile')} error={mobileProblem()}>
                <TextInput value={mobile()} onInput={setMobile} inputMode="tel" autocomplete="tel" maxLength={20} />
              </Field>
            </Show>
            <Show when={missing().includes('email')}>
              <Field label={t('email')} error={emailProblem()}>
                <TextInput
                  value={email()}
                  onInput={setEmail}
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
      <ErrorNote error={shownInFields() ? null : change.error} />
      <Button type="submit" kind="primary" size="main" wide busy={change.isPending} disabled={Boolean(wait.left())}>
        {change.isPending ? t('saving') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('savePassword')}
      </Button>
    </Form>
  )
}
