import { Navigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { Headline, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { t } from '../../texts/me.zh-CN.ts'
import { CentreLine } from '../accounts/centre-line.tsx'
import { DeviceSettings } from '../accounts/device-settings.tsx'
import { AccountLines, LogOut } from '../accounts/me-page.tsx'
import { homeOf, useMe } from '../accounts/session.ts'

/** A learner's home, as far as there is one: who they are, whom to call, and the account's settings. */
export default function LearnerPage(): JSX.Element {
  const me = useMe()
  return (
    <Loaded query={me} errorTitle={t('notOpened')}>
      {(data) => (
        <Show when={data()} fallback={<Navigate href="/log-in?return=/learner" />}>
          {(person) => (
            <Show when={person().gate === 'open' && person().learner} fallback={<Navigate href={homeOf(person())} />}>
              {(learner) => <Learner me={person()} name={learner().name} />}
            </Show>
          )}
        </Show>
      )}
    </Loaded>
  )
}

function Learner(props: { me: Me; name: string }): JSX.Element {
  return (
    <PhoneShell owner={props.me.organisation?.name ?? props.name}>
      <Headline>{t('learnerHello', { name: props.name })}</Headline>
      <Quiet>{t('learnerText')}</Quiet>
      <DeviceSettings />
      <AccountLines me={props.me} />
      <CentreLine />
      <LogOut />
    </PhoneShell>
  )
}
