import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId, normaliseMobile } from '../../../server/core/ids.ts'
import type { StaffRole } from '../../../server/core/roles.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Headline, Line, Note, Section } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-accounts.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { RoleChoice } from './desk-change-roles.tsx'
import { OneTimePassword } from './desk-one-time-password.tsx'
import { isMailAddress } from './mail-address.ts'

const formId = 'new-staff'

/** Opens an account of staff and shows its one-time password once. */
export function NewStaff(props: { onClose: () => void }): JSX.Element {
  const id = newId()
  const [name, setName] = createSignal('')
  const [logInName, setLogInName] = createSignal('')
  const [mobile, setMobile] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [roles, setRoles] = createSignal<readonly StaffRole[]>([])
  const [complained, setComplained] = createSignal(false)
  const [password, setPassword] = createSignal<string | null>(null)
  const create = api.accounts.createStaff.use({
    onSuccess: ({ oneTimePassword }) => void setPassword(oneTimePassword),
    stale: [api.accounts.list.key()],
  })
  const problems = () => ({
    name: name().trim() === '' ? t('nameNeeded') : null,
    logInName: [...logInName().trim()].length < 2 ? t('logInNameNeeded') : null,
    mobile: mobile() !== '' && normaliseMobile(mobile()) === null ? t('mobileWrong') : null,
    email: email() !== '' && !isMailAddress(email()) ? t('emailWrong') : null,
    roles: roles().length === 0 ? t('rolesNeeded') : null,
  })
  const problem = (field: keyof ReturnType<typeof problems>) => (complained() ? problems()[field] : null)
  const nameTaken = () =>
    create.error instanceof AppError && create.error.code === 'logInNameTaken' ? errorSentence(create.error) : null
  const send = () => {
    setComplained(true)
    if (Object.values(problems()).some((one) => one !== null) || create.isPending) return
    create.mutate({
      id,
      name: name().trim(),
      logInName: logInName().trim(),
      staffRoles: [...roles()],
      ...(mobile() === '' ? {} : { mobile: mobile() }),
      ...(email() === '' ? {} : { email: email().trim() }),
    })
  }
  const foot = () => (
    <VerdictBar before={create.error && nameTaken() === null ? <ErrorNote error={create.error} /> : undefined}>
      <Button kind="primary" size="verdict" type="submit" form={formId} busy={create.isPending}>
        {create.isPending ? t('creating') : t('createSend')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
  return (
    <Pane label={t('createTitle')} foot={password() === null ? foot() : undefined}>
      <PanePart>
        <Line apart>
          <Headline>{t('createTitle')}</Headline>
          <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Show
          when={password()}
          fallback={
            <Form id={formId} onSubmit={send} gap={3}>
              <Field label={t('name')} error={problem('name')} required>
                <TextInput
                  value={name()}
                  onInput={setName}
                  maxLength={60}
                  ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
                />
              </Field>
              <Field
                label={t('logInName')}
                hint={t('logInNameHint')}
                error={problem('logInName') ?? nameTaken()}
                required
              >
                <TextInput value={logInName()} onInput={setLogInName} maxLength={60} spellcheck={false} />
              </Field>
              <Section title={t('roles')}>
                <RoleChoice chosen={roles()} onChange={setRoles} />
                <Show when={problem('roles')}>{(text) => <Note tone="rejected">{text()}</Note>}</Show>
              </Section>
              <Field label={t('mobile')} error={problem('mobile')} optional>
                <TextInput value={mobile()} onInput={setMobile} inputMode="tel" maxLength={20} />
              </Field>
              <Field label={t('email')} error={problem('email')} optional>
                <TextInput value={email()} onInput={setEmail} type="email" inputMode="email" maxLength={200} />
              </Field>
            </Form>
          }
        >
          {(secret) => <OneTimePassword name={name()} password={secret()} onDone={() => props.onClose()} />}
        </Show>
      </PanePart>
    </Pane>
  )
}
