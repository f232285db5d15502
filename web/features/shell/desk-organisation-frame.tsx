import { Navigate, useLocation } from '@solidjs/router'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { DeskPage, type DeskPlace, DeskShell } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/places.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { useMe } from '../accounts/session.ts'
import { UserMenu } from './desk-user-menu.tsx'
import { organisationMenu, railPlace } from './organisation-menu.ts'
import { organisationOf } from './organisation-shell.tsx'

const SwitchOrganisation = lazy(() => import('../organisations/switch-organisation.tsx'))

/** How often the rail asks for new notices, in milliseconds. */
const noticesMs = 60_000

/** The desk of an organisation's admin: the staff's frame with the places of an organisation. */
export default function DeskOrganisationFrame(props: { children: JSX.Element }): JSX.Element {
  const me = useMe()
  const location = useLocation()
  const known = () => (me.isSuccess ? (me.data ?? null) : null)
  const elsewhere = () => (me.isSuccess ? organisationOf(me.data ?? null, location.pathname + location.search) : null)
  return (
    <Show
      when={elsewhere()}
      fallback={
        <Known me={known()} retry={me}>
          {props.children}
        </Known>
      }
    >
      {(href) => <Navigate href={href()} />}
    </Show>
  )
}

function Known(props: { me: Me | null; retry: ReturnType<typeof useMe>; children: JSX.Element }): JSX.Element {
  return (
    <Show
      when={props.me}
      fallback={
        <DeskShell groups={[]} user={{ name: '', role: '' }}>
          <DeskPage title={props.retry.isError ? t('notOpened') : shared('loading')}>
            <Show when={props.retry.isError} fallback={<SkeletonRows count={12} />}>
              <ErrorState title={t('notOpened')} error={props.retry.error} onRetry={() => void props.retry.refetch()} />
            </Show>
          </DeskPage>
        </DeskShell>
      }
    >
      {(me) => <Desk me={me()}>{props.children}</Desk>}
    </Show>
  )
}

function Desk(props: { me: Me; children: JSX.Element }): JSX.Element {
  const [switching, setSwitching] = createSignal(false)
  const notices = api.notices.unreadCount.use(
    () => undefined,
    () => ({ refreshMs: noticesMs }),
  )
  const hours = api.hours.ownReviewCounts.use(
    () => undefined,
    () => ({ refreshMs: noticesMs }),
  )
  const groups = (): DeskPlace[][] => [
    [
      { label: t('home'), href: '/home', also: ['/menu'] },
      { label: t('deskEnrolments'), href: '/enrolments' },
      railPlace(organisationMenu.organisationPayment),
      railPlace(organisationMenu.reconciliation),
      railPlace(organisationMenu.learnerPayment),
    ],
    [
      railPlace(organisationMenu.learners),
      railPlace(organisationMenu.training),
      railPlace(organisationMenu.archive, { '/hours': hours.isSuccess ? hours.data.waiting : 0 }),
    ],
    [
      { label: t('notices'), href: '/notices', count: notices.isSuccess ? (notices.data?.unread ?? 0) : 0 },
      railPlace(organisationMenu.system),
    ],
  ]
  const many = () => props.me.organisations.length > 1
  const user = () => ({ name: props.me.name, role: t('admin') })
  return (
    <DeskShell
      groups={groups()}
      owner={props.me.organisation?.name ?? ''}
      onSwitchOwner={many() ? () => setSwitching(true) : undefined}
      user={user()}
      userMenu={(trigger) => (
        <UserMenu
          user={user()}
          accountHref="/me"
          items={many() ? [{ label: t('chooseOrganisation'), run: () => setSwitching(true) }] : undefined}
        >
          {trigger}
        </UserMenu>
      )}
    >
      <Suspense
        fallback={
          <DeskPage title={shared('loading')}>
            <SkeletonRows count={12} />
          </DeskPage>
        }
      >
        {props.children}
      </Suspense>
      <Show when={switching()}>
        <Suspense>
          <SwitchOrganisation me={props.me} onClose={() => setSwitching(false)} />
        </Suspense>
      </Show>
    </DeskShell>
  )
}
