import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { type Fact, Facts, Headline, Line, Note } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-accounts.zh-CN.ts'
import { formatDateTime, formatList } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { type AccountRow, rolesText } from './desk-account-roles.ts'
import { ChangeRoles } from './desk-change-roles.tsx'
import { OneTimePassword } from './desk-one-time-password.tsx'
import { ResendActivation } from './resend-activation.tsx'

/** One account: what it is, and disabling, enabling and resetting it. */
export function DeskAccount(props: { row: AccountRow; onClose: () => void }): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const [asking, setAsking] = createSignal<'enabled' | 'reset' | 'roles' | null>(null)
  const [password, setPassword] = createSignal<string | null>(null)
  createEffect(
    on(
      createMemo(() => props.row.id),
      () => {
        setAsking(null)
        setPassword(null)
      },
    ),
  )
  const isSelf = () => props.row.id === staff.me.accountId
  const facts = (): Fact[] => {
    const { logInNames, mobile, email, organisations, secondFactor, createdAt, lastSeenAt } = props.row
    const rows: readonly [string, string][] = [
      [t('logInNames'), logInNames.join(' ')],
      [t('roles'), rolesText(props.row)],
      [t('organisations'), formatList(organisations)],
      [t('mobile'), mobile],
      [t('email'), email],
      [t('secondFactor'), t(secondFactor ? 'bound' : 'notBound')],
      [t('created'), formatDateTime(createdAt, now())],
      [t('seen'), lastSeenAt ? formatDateTime(lastSeenAt, now()) : t('never')],
    ]
    return rows.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]))
  }
  const changeRoles = () => (
    <Button size="verdict" onClick={() => setAsking('roles')}>
      {t('changeRoles')}
    </Button>
  )
  const foot = () => {
    if (password() !== null) return undefined
    if (asking() === 'roles') return <ChangeRoles row={props.row} onClose={() => setAsking(null)} />
    if (isSelf()) return <VerdictBar>{changeRoles()}</VerdictBar>
    if (asking() === 'enabled') return <SetEnabled row={props.row} onClose={() => setAsking(null)} />
    if (asking() === 'reset') {
      return <ResetPassword row={props.row} onClose={() => setAsking(null)} onPassword={setPassword} />
    }
    return (
      <VerdictBar>
        <Show when={props.row.staffRoles.length > 0}>{changeRoles()}</Show>
        <Show when={waitsForActivation(props.row)}>
          <ResendActivation accountId={props.row.id} size="verdict" />
        </Show>
        <Button size="verdict" onClick={() => setAsking('reset')}>
          {t('reset')}
        </Button>
        <Button kind={props.row.enabled ? 'danger' : 'secondary'} size="verdict" onClick={() => setAsking('enabled')}>
          {t(props.row.enabled ? 'disable' : 'enable')}
        </Button>
      </VerdictBar>
    )
  }
  return (
    <Pane label={t('detail')} foot={foot()}>
      <PanePart>
        <Line apart>
          <Headline>{props.row.name}</Headline>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Show when={password()}>
          {(secret) => (
            <OneTimePassword
              name={props.row.name}
              password={secret()}
              onDone={() => {
                setPassword(null)
                setAsking(null)
              }}
            />
          )}
        </Show>
        <Show when={isSelf()}>
          <Note>{t('self')}</Note>
        </Show>
        <Facts beside facts={facts()} />
      </PanePart>
    </Pane>
  )
}

/** Whether nobody has taken the account into use yet, and a link can be mailed to its owner. */
function waitsForActivation(row: AccountRow): boolean {
  return row.mustChangePassword && row.enabled && row.email !== '' && row.staffRoles.length === 0
}

function SetEnabled(props: { row: AccountRow; onClose: () => void }): JSX.Element {
  const [reason, setReason] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const wanted = !props.row.enabled
  const set = api.accounts.setEnabled.use({
    onSuccess: () => {
      showToast({ text: t(wanted ? 'enabledDone' : 'disabledDone') })
      props.onClose()
    },
  })
  const send = () => {
    setComplained(true)
    if (reason().trim() !== '') set.mutate({ accountId: props.row.id, enabled: wanted, reason: reason().trim() })
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  return (
    <VerdictBar
      before={
        <>
          <ErrorNote error={set.error} />
          <Field
            label={t('reason')}
            hint={t(wanted ? 'reasonEnableHint' : 'reasonDisableHint')}
            error={complained() && reason().trim() === '' ? t('reasonNeeded') : null}
            required
          >
            <TextInput
              value={reason()}
              onInput={setReason}
              maxLength={200}
              ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.isComposing) send()
                if (event.key === 'Escape') {
                  event.preventDefault()
                  props.onClose()
                }
              }}
            />
          </Field>
        </>
      }
    >
      <Button kind={wanted ? 'primary' : 'danger'} size="verdict" keyHint="Enter" busy={set.isPending} onClick={send}>
        {t(wanted ? 'enableSend' : 'disableSend')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}

function ResetPassword(props: {
  row: AccountRow
  onClose: () => void
  onPassword: (password: string) => void
}): JSX.Element {
  const [removeSecondFactor, setRemoveSecondFactor] = createSignal(false)
  const reset = api.accounts.resetPassword.use({
    onSuccess: ({ oneTimePassword }) => props.onPassword(oneTimePassword),
    stale: [api.accounts.list.key()],
  })
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  return (
    <VerdictBar
      before={
        <>
          <ErrorNote error={reset.error} />
          <Note>{t('resetText')}</Note>
          <Show when={props.row.secondFactor}>
            <Checkbox checked={removeSecondFactor()} onChange={setRemoveSecondFactor}>
              {t('resetSecondFactor')}
            </Checkbox>
          </Show>
        </>
      }
    >
      <Button
        kind="primary"
        size="verdict"
        busy={reset.isPending}
        onClick={() => reset.mutate({ accountId: props.row.id, removeSecondFactor: removeSecondFactor() })}
      >
        {t('resetSend')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}
