import { type RouteSectionProps, useNavigate } from '@solidjs/router'
import { createEffect, type JSX, Show, Suspense } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { DeskPage, DeskShell } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { homeOf, useMe } from '../accounts/session.ts'
import { createStaffRail } from './desk-rail.ts'
import { StaffContext, staffOf } from './desk-staff.ts'
import { UserMenu } from './desk-user-menu.tsx'

/** Every desk page stands in it: who is at the desk, the rail with the places they may use, and what waits in each. */
export default function DeskFrame(props: RouteSectionProps): JSX.Element {
  const navigate = useNavigate()
  const me = useMe()
  const known = (): Me | null => (me.isPending || me.isLoadingError ? null : (me.data ?? null))
  createEffect(() => {
    const who = known()
    if (!me.isSuccess || who?.gate === 'open') return
    const page = who === null ? '/log-in' : homeOf(who)
    navigate(`${page}?return=${encodeURIComponent(location.pathname + location.search)}`, { replace: true })
  })
  return (
    <Show
      when={known()?.gate === 'open' ? known() : null}
      fallback={
        <DeskShell groups={[]} user={{ name: '', role: '' }}>
          <Show when={me.isError} fallback={<Waiting />}>
            <DeskPage title={t('deskNotOpened')}>
              <ErrorState title={t('deskNotOpened')} error={me.error} onRetry={() => void me.refetch()} />
            </DeskPage>
          </Show>
        </DeskShell>
      }
    >
      {(who) => (
        <Show when={who().staffRoles.length > 0} fallback={<NotStaff />}>
          <StaffContext.Provider value={staffOf(who)}>
            <Desk me={who()}>{props.children}</Desk>
          </StaffContext.Provider>
        </Show>
      )}
    </Show>
  )
}

function roleOf(me: Me): string {
  return formatList(me.staffRoles.map((role) => t(role)))
}

function Waiting(): JSX.Element {
  return (
    <DeskPage title={shared('loading')}>
      <SkeletonRows count={12} />
    </DeskPage>
  )
}

function NotStaff(): JSX.Element {
  return (
    <DeskShell groups={[]} user={{ name: '', role: '' }}>
      <EmptyState title={t('notStaff')} action={<ButtonLink href="/">{shared('goHome')}</ButtonLink>}>
        {t('notStaffText')}
      </EmptyState>
    </DeskShell>
  )
}

function Desk(props: { me: Me; children: JSX.Element }): JSX.Element {
  const staff = staffOf(() => props.me)
  const groups = createStaffRail(staff)
  const user = () => ({ name: props.me.name, role: roleOf(props.me) })
  return (
    <DeskShell
      groups={groups()}
      user={user()}
      userMenu={(trigger) => (
        <UserMenu user={user()} accountHref="/desk/settings">
          {trigger}
        </UserMenu>
      )}
    >
      <Suspense fallback={<Waiting />}>{props.children}</Suspense>
    </DeskShell>
  )
}
