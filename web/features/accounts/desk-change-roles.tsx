import { createSignal, For, type JSX, Show } from 'solid-js'
import { type StaffRole, staffRoles } from '../../../server/core/roles.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-accounts.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { type AccountRow, roleWords } from './desk-account-roles.ts'

/** What a member of staff may do: one tick a role. */
export function RoleChoice(props: {
  chosen: readonly StaffRole[]
  onChange: (roles: readonly StaffRole[]) => void
}): JSX.Element {
  return (
    <For each={staffRoles}>
      {(role) => (
        <Checkbox
          checked={props.chosen.includes(role)}
          onChange={(on) => props.onChange(on ? [...props.chosen, role] : props.chosen.filter((one) => one !== role))}
        >
          {t(roleWords[role])}
        </Checkbox>
      )}
    </For>
  )
}

/** Other roles for somebody who is staff already; they log in anew, and so does whoever changes their own. */
export function ChangeRoles(props: { row: AccountRow; onClose: () => void }): JSX.Element {
  const staff = useStaff()
  const seen = props.row.staffRoles
  const [roles, setRoles] = createSignal<readonly StaffRole[]>(seen)
  const [reason, setReason] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const isSelf = () => props.row.id === staff.me.accountId
  const set = api.accounts.setStaffRoles.use({
    onSuccess: () => {
      showToast({ text: t('rolesChanged') })
      props.onClose()
    },
  })
  const send = () => {
    setComplained(true)
    if (roles().length === 0 || reason().trim() === '' || set.isPending) return
    set.mutate({ accountId: props.row.id, expected: [...seen], staffRoles: [...roles()], reason: reason().trim() })
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  return (
    <VerdictBar
      before={
        <>
          <RoleChoice chosen={roles()} onChange={setRoles} />
          <Show when={complained() && roles().length === 0}>
            <Note tone="rejected">{t('rolesNeeded')}</Note>
          </Show>
          <ErrorNote error={set.error} />
          <Field
            label={t('reason')}
            hint={t(isSelf() ? 'rolesOwnHint' : 'rolesHint')}
            error={complained() && reason().trim() === '' ? t('reasonNeeded') : null}
            required
          >
            <TextInput value={reason()} onInput={setReason} maxLength={200} />
          </Field>
        </>
      }
    >
      <Button kind="primary" size="verdict" busy={set.isPending} onClick={send}>
        {t('rolesSend')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}
