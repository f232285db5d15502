import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Note, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { isWide } from '../../components/wide.ts'
import { unsentCount } from '../../offline/outbox.ts'
import { t } from '../../texts/me.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { CentreLine } from './centre-line.tsx'
import { DeviceSettings } from './device-settings.tsx'
import { InstallHint } from './install-hint.tsx'
import { createLogOut, useMe } from './session.ts'

const SwitchOrganisation = lazy(() => import('../organisations/switch-organisation.tsx'))

/** 我的: whose account this is, what belongs to it, how this device shows it, and the way out. */
export default function MePage(): JSX.Element {
  const me = useMe()
  return (
    <OrganisationShell title={t('title')} places>
      <Loaded query={me} errorTitle={t('notOpened')}>
        {(data) => <Show when={data()}>{(person) => <MyAccount me={person()} />}</Show>}
      </Loaded>
    </OrganisationShell>
  )
}

function MyAccount(props: { me: Me }): JSX.Element {
  const [switching, setSwitching] = createSignal(false)
  const notices = api.notices.unreadCount.use(() => undefined)
  const unread = () => (notices.isSuccess ? (notices.data?.unread ?? 0) : 0)
  const many = () => props.me.organisations.length > 1
  return (
    <>
      <Section title={props.me.name}>
        <Card>
          <CardLine
            label={props.me.organisation?.name ?? ''}
            note={t('organisation')}
            value={many() ? t('switchOrganisation') : undefined}
            onOpen={many() ? () => setSwitching(true) : undefined}
          />
          <Show when={!isWide()}>
            <CardLine label={t('menu')} href="/menu" />
            <CardLine label={t('learners')} href="/learners" />
            <CardLine label={t('tree')} href="/tree" />
            <CardLine label={t('audit')} href="/audit" />
            <CardLine label={t('notices')} value={unread() > 0 ? String(unread()) : undefined} href="/notices" />
          </Show>
        </Card>
        <Card>
          <CardLine label={t('billing')} href="/billing?return=/me" />
          <Show when={!isWide()}>
            <CardLine label={t('invoices')} href="/invoices" />
            <CardLine label={t('vouchers')} href="/vouchers" />
          </Show>
          <CardLine
            label={t('outbox')}
            value={unsentCount() > 0 ? t('outboxCount', { count: unsentCount() }) : undefined}
            href="/outbox"
          />
        </Card>
      </Section>
      <InstallHint />
      <DeviceSettings />
      <AccountLines me={props.me} />
      <CentreLine />
      <LogOut />
      <Show when={switching()}>
        <Suspense>
          <SwitchOrganisation me={props.me} onClose={() => setSwitching(false)} />
        </Suspense>
      </Show>
    </>
  )
}

/** Profile, password, devices, and for staff the second factor. */
export function AccountLines(props: { me: Me }): JSX.Element {
  return (
    <Section title={t('account')}>
      <Card>
        <CardLine label={t('profile')} href="/me/profile" />
        <CardLine label={t('password')} href="/me/password" />
        <CardLine label={t('sessions')} href="/me/devices" />
        <Show when={props.me.staffRoles.length > 0 && !props.me.secondFactor.enabled}>
          <CardLine label={t('authenticator')} href="/log-in/second-factor" />
        </Show>
      </Card>
    </Section>
  )
}

export function LogOut(): JSX.Element {
  const logOut = createLogOut()
  return (
    <>
      <Show when={unsentCount() > 0}>
        <Note tone="waiting">{t('unsentStay', { count: unsentCount() })}</Note>
      </Show>
      <Button wide busy={logOut.isPending} onClick={() => logOut.mutate()}>
        {logOut.isPending ? t('loggingOut') : t('logOut')}
      </Button>
    </>
  )
}
