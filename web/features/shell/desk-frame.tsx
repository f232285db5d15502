import { type RouteSectionProps, useNavigate } from '@solidjs/router'
import { createEffect, type JSX, Show, Suspense } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { needsFinance } from '../../../server/features/payments/payments.rules.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { DeskPage, type DeskPlace, DeskShell } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { homeOf, useMe } from '../accounts/session.ts'
import { StaffContext, staffOf } from './desk-staff.ts'
import { UserMenu } from './desk-user-menu.tsx'

/** How often the rail asks what waits, in milliseconds: new work shows within a cup of tea, without being asked for. */
const countsMs = 15_000

/** Where the rail stops counting invoice requests: as many as one page of them. */
const mostCounted = 100

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
  const vouchers = api.vouchers.queueCounts.use(
    () => undefined,
    () => ({ refreshMs: countsMs }),
  )
  const registrations = api.registrations.queueCounts.use(
    () => undefined,
    () => ({ refreshMs: countsMs, enabled: staff.may('reviewer') }),
  )
  const enrolments = api.enrolments.reviewCounts.use(
    () => undefined,
    () => ({ refreshMs: countsMs, enabled: staff.may('reviewer') }),
  )
  const gatewayNotices = api.payments.notices.use(
    () => ({ limit: mostCounted }),
    () => ({ refreshMs: 4 * countsMs, enabled: staff.may('finance') }),
  )
  const refunds = api.refunds.waiting.use(
    () => undefined,
    () => ({ refreshMs: 2 * countsMs, enabled: staff.may('finance') }),
  )
  const statements = api.statements.overview.use(
    () => undefined,
    () => ({ refreshMs: 4 * countsMs, enabled: staff.may('finance') }),
  )
  const matching = api.matching.counts.use(
    () => undefined,
    () => ({ refreshMs: 2 * countsMs, enabled: staff.may('finance') }),
  )
  const invoices = api.invoices.listRequests.use(
    () => ({ states: ['requested', 'approved'], limit: mostCounted }),
    () => ({ refreshMs: 2 * countsMs, enabled: staff.may('finance') }),
  )
  const inbox = api.inbox.counts.use(
    () => undefined,
    () => ({ refreshMs: 4 * countsMs, enabled: staff.may('finance') }),
  )
  const jobs = api.jobs.counts.use(
    () => undefined,
    () => ({ refreshMs: 4 * countsMs }),
  )
  const groups = (): DeskPlace[][] => {
    const place = (label: string, href: string, count?: number): DeskPlace => ({ label, href, count })
    const waitingVouchers = vouchers.isSuccess ? vouchers.data.submitted : 0
    const waitingRegistrations = registrations.isSuccess ? registrations.data.pending : 0
    const waitingEnrolments = enrolments.isSuccess ? enrolments.data.submitted : 0
    const oddNotices = gatewayNotices.isSuccess
      ? gatewayNotices.data.rows.filter(({ verdict }) => needsFinance(verdict)).length
      : 0
    const waitingRefunds = refunds.isSuccess ? refunds.data.toDecide + refunds.data.toTransfer : 0
    const oddStatements = statements.isSuccess ? statements.data.attention : 0
    const waitingLines = matching.isSuccess ? matching.data.unmatched + matching.data.suggested : 0
    const waitingInvoices = invoices.isSuccess ? invoices.data.rows.length : 0
    const inInbox = inbox.isSuccess ? inbox.data.ready + inbox.data.check + inbox.data.unmatched : 0
    const stopped = jobs.isSuccess ? jobs.data.waiting : 0
    return [
      [place(t('today'), '/desk/today')],
      [
        ...(staff.may('reviewer') ? [place(t('registrations'), '/desk/registrations', waitingRegistrations)] : []),
        place(t('enrolments'), '/desk/enrolments', waitingEnrolments),
        place(t('vouchers'), '/desk/vouchers', waitingVouchers),
        place(t('orders'), '/desk/orders'),
        ...(staff.may('finance')
          ? [place(t('payments'), '/desk/payments', oddNotices), place(t('refunds'), '/desk/refunds', waitingRefunds)]
          : []),
        place(t('reconciliation'), '/desk/reconciliation'),
        ...(staff.may('finance') ? [place(t('statements'), '/desk/statements', oddStatements)] : []),
        ...(staff.may('finance') ? [place(t('matching'), '/desk/matching', waitingLines)] : []),
        ...(staff.may('finance')
          ? [place(t('invoices'), '/desk/invoices', waitingInvoices), place(t('inbox'), '/desk/inbox', inInbox)]
          : []),
        ...(staff.may('finance') ? [place(t('figures'), '/desk/finance')] : []),
        place(t('mail'), '/desk/mail'),
      ],
      [
        place(t('plans'), '/desk/plans'),
        place(t('organisations'), '/desk/organisations'),
        ...(staff.may('reviewer')
          ? [place(t('learners'), '/desk/learners'), place(t('imports'), '/desk/imports')]
          : []),
      ],
      [
        ...(staff.may('systemAdmin')
          ? [place(t('accounts'), '/desk/accounts'), place(t('templates'), '/desk/templates')]
          : []),
        place(t('audit'), '/desk/audit'),
        place(t('jobs'), '/desk/jobs', stopped),
        place(t('settings'), '/desk/settings'),
      ],
    ]
  }
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
