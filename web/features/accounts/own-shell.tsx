import { Navigate, useLocation } from '@solidjs/router'
import { type Accessor, type JSX, Show } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { Loaded } from '../../components/loaded.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { t } from '../../texts/me.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { accountHome, homeOf, useMe } from './session.ts'

/** A page of one's own account, for everybody: an organisation's admin on their desk or phone, a learner, staff. */
export function OwnShell(props: {
  title: string
  back?: string | undefined
  children: (me: Accessor<Me>) => JSX.Element
}): JSX.Element {
  const me = useMe()
  const location = useLocation()
  const known = () => (me.isSuccess ? (me.data ?? null) : null)
  const back = () => {
    const person = known()
    return props.back ?? (person ? accountHome(person) : '/me')
  }
  const page = () => (
    <Loaded query={me} errorTitle={t('notOpened')}>
      {(data) => (
        <Show when={data()} fallback={<Navigate href={`/log-in?return=${encodeURIComponent(location.pathname)}`} />}>
          {(person) => (
            <Show when={person().gate === 'open'} fallback={<Navigate href={homeOf(person())} />}>
              {props.children(person)}
            </Show>
          )}
        </Show>
      )}
    </Loaded>
  )
  return (
    <Show
      when={known()?.organisation}
      fallback={
        <PhoneShell title={props.title} back={back()}>
          {page()}
        </PhoneShell>
      }
    >
      <OrganisationShell title={props.title} back={back()}>
        {page()}
      </OrganisationShell>
    </Show>
  )
}
