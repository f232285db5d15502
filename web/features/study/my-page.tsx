import { type JSX, Show } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t as meTexts } from '../../texts/me.zh-CN.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { CentreLine } from '../accounts/centre-line.tsx'
import { DeviceSettings } from '../accounts/device-settings.tsx'
import { InstallHint } from '../accounts/install-hint.tsx'
import { AccountLines, LogOut } from '../accounts/me-page.tsx'
import { useMe } from '../accounts/session.ts'
import { LearnerShell } from './learner-shell.tsx'

/** 我的: the account, this device, whom to call, and the way out. What needs no account is there without a network too. */
export default function MyPage(): JSX.Element {
  const me = useMe()
  return (
    <LearnerShell title={t('me')}>
      <Section title={(me.isSuccess && me.data?.name) || t('me')}>
        <Card>
          <CardLine label={t('history')} href="/learner/history" />
          <CardLine label={t('wallet')} href="/learner/wallet" />
          <CardLine label={t('myData')} href="/learner/data" />
        </Card>
      </Section>
      <InstallHint />
      <DeviceSettings />
      <Loaded query={me} errorTitle={meTexts('notOpened')} skeleton={<SkeletonCards count={1} />}>
        {(data) => (
          <Show when={data()}>
            {(person) => (
              <>
                <AccountLines me={person()} />
                <CentreLine />
                <LogOut />
              </>
            )}
          </Show>
        )}
      </Loaded>
    </LearnerShell>
  )
}
