import { type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { needsFinance } from '../../../server/features/payments/payments.rules.ts'
import { api } from '../../api.ts'
import { DeskPage } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Columns, Quiet, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { checkTitle } from '../../texts/checks.ts'
import { t } from '../../texts/desk-today.zh-CN.ts'
import { formatDue } from '../../texts/format.ts'
import { registrationCheckTitle } from '../../texts/registration-checks.ts'
import { groupId } from '../hours/training-key.ts'
import { LedgerAlarmNote } from '../ledger/desk-ledger-alarm.tsx'
import { verdictWord } from '../payments/desk-payment-words.ts'
import { useStaff } from './desk-staff.ts'
import { mostCounted, Waiting } from './desk-waiting.tsx'

const refreshMs = 15_000
/** How many of each are named; the rest is one step away. */
const named = 5

/** 今日: what is due and overdue, with the first few of each, one step from doing it. */
export default function DeskTodayPage(): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const counts = api.vouchers.queueCounts.use(
    () => undefined,
    () => ({ refreshMs }),
  )
  const vouchers = api.vouchers.queue.use(
    () => ({ state: 'submitted' as const, limit: named }),
    () => ({ refreshMs }),
  )
  const registrationCounts = api.registrations.queueCounts.use(
    () => undefined,
    () => ({ refreshMs, enabled: staff.may('reviewer') }),
  )
  const registrations = api.registrations.queue.use(
    () => ({ state: 'pending' as const, limit: named }),
    () => ({ refreshMs, enabled: staff.may('reviewer') }),
  )
  const enrolmentCounts = api.enrolments.reviewCounts.use(
    () => undefined,
    () => ({ refreshMs, enabled: staff.may('reviewer') }),
  )
  const enrolments = api.enrolments.reviewGroups.use(
    () => ({ limit: named }),
    () => ({ refreshMs, enabled: staff.may('reviewer') }),
  )
  const hourCounts = api.hours.reviewCounts.use(
    () => undefined,
    () => ({ refreshMs, enabled: staff.may('reviewer') }),
  )
  const hours = api.hours.reviewGroups.use(
    () => ({ waitsFor: 'staff' as const, limit: named }),
    () => ({ refreshMs, enabled: staff.may('reviewer') }),
  )
  const notices = api.payments.notices.use(
    () => ({ limit: mostCounted }),
    () => ({ refreshMs: 2 * refreshMs, enabled: staff.may('finance') }),
  )
  const refunds = api.refunds.waiting.use(
    () => undefined,
    () => ({ refreshMs: 2 * refreshMs, enabled: staff.may('finance') }),
  )
  const statements = api.statements.overview.use(
    () => undefined,
    () => ({ refreshMs: 2 * refreshMs, enabled: staff.may('finance') }),
  )
  const matching = api.matching.counts.use(
    () => undefined,
    () => ({ refreshMs: 2 * refreshMs, enabled: staff.may('finance') }),
  )
  const inbox = api.inbox.counts.use(
    () => undefined,
    () => ({ refreshMs: 2 * refreshMs, enabled: staff.may('finance') }),
  )
  const invoices = api.invoices.listRequests.use(
    () => ({ states: ['requested' as const, 'approved' as const], limit: mostCounted }),
    () => ({ refreshMs: 2 * refreshMs, enabled: staff.may('finance') }),
  )
  const alarm = api.ledger.alarm.use(
    () => undefined,
    () => ({ refreshMs: 4 * refreshMs, enabled: staff.may('finance') }),
  )
  const mails = api.notices.listMail.use(
    () => ({ state: 'failed' as const, limit: mostCounted }),
    () => ({ refreshMs: 2 * refreshMs }),
  )
  const jobs = api.jobs.counts.use(
    () => undefined,
    () => ({ refreshMs: 4 * refreshMs }),
  )
  const voucherCount = () => (counts.isSuccess ? counts.data.submitted : 0)
  const overdueCount = () => (counts.isSuccess ? counts.data.overdue : 0)
  const registrationCount = () => (registrationCounts.isSuccess ? registrationCounts.data.pending : 0)
  const lateRegistrations = () => (registrationCounts.isSuccess ? registrationCounts.data.overdue : 0)
  const enrolmentCount = () => (enrolmentCounts.isSuccess ? enrolmentCounts.data.submitted : 0)
  const lateEnrolments = () => (enrolmentCounts.isSuccess ? enrolmentCounts.data.overdue : 0)
  const hourCount = () => (hourCounts.isSuccess ? hourCounts.data.waiting : 0)
  const lateHours = () => (hourCounts.isSuccess ? hourCounts.data.overdue : 0)
  const noticeRows = () => (notices.isSuccess ? notices.data.rows.filter(({ verdict }) => needsFinance(verdict)) : [])
  const refundCount = () => (refunds.isSuccess ? refunds.data.toDecide + refunds.data.toTransfer : 0)
  const statementCount = () => (statements.isSuccess ? statements.data.attention : 0)
  const suggestedCount = () => (matching.isSuccess ? matching.data.suggested : 0)
  const lineCount = () => (matching.isSuccess ? matching.data.suggested + matching.data.unmatched : 0)
  const inboxCount = () => (inbox.isSuccess ? inbox.data.ready + inbox.data.check + inbox.data.unmatched : 0)
  const invoiceRows = () => (invoices.isSuccess ? invoices.data.rows : [])
  const mailRows = () => (mails.isSuccess ? mails.data.rows : [])
  const ledgerAlarm = () => (alarm.isSuccess && alarm.data.count > 0 ? alarm.data : null)
  const jobCount = () => (jobs.isSuccess ? jobs.data.waiting : 0)
  const total = () =>
    registrationCount() +
    enrolmentCount() +
    hourCount() +
    voucherCount() +
    noticeRows().length +
    refundCount() +
    statementCount() +
    lineCount() +
    inboxCount() +
    invoiceRows().length +
    mailRows().length +
    jobCount() +
    (ledgerAlarm() ? 1 : 0)
  const failed = () => counts.isLoadingError || vouchers.isLoadingError
  return (
    <DeskPage
      title={t('title')}
      scrolls
      keys
      actions={total() > 0 ? <Quiet>{t('things', { count: total() })}</Quiet> : null}
    >
      <Switch>
        <Match when={counts.isPending || vouchers.isPending}>
          <SkeletonRows count={8} />
        </Match>
        <Match when={failed()}>
          <ErrorState
            title={t('listFailed')}
            error={counts.error ?? vouchers.error}
            onRetry={() => {
              void counts.refetch()
              void vouchers.refetch()
            }}
          />
        </Match>
        <Match when={total() === 0}>
          <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>
        </Match>
        <Match when={true}>
          <Stack gap={4}>
            <LedgerAlarmNote alarm={ledgerAlarm()} />
            <Columns>
              <Show when={registrationCount() > 0}>
                <Waiting
                  title={t('registrations')}
                  count={registrationCount()}
                  note={lateRegistrations() > 0 ? t('overdueCount', { count: lateRegistrations() }) : undefined}
                  urgent={lateRegistrations() > 0}
                  href="/desk/registrations"
                  action={t('goRegistrations')}
                  rows={(registrations.isSuccess ? registrations.data.rows : []).map((row) => {
                    const overdue = Date.parse(row.dueAt) < now().getTime()
                    return {
                      id: row.id,
                      href: `/desk/registrations/${row.id}`,
                      tone: overdue ? 'rejected' : 'waiting',
                      state: t(overdue ? 'overdue' : 'toReview'),
                      since: formatDue(row.dueAt, now()),
                      name: row.name,
                      amountFen: null,
                      note: row.worst ? registrationCheckTitle(row.worst) : '',
                    }
                  })}
                />
              </Show>
              <Show when={enrolmentCount() > 0}>
                <Waiting
                  title={t('enrolments')}
                  count={enrolmentCount()}
                  note={lateEnrolments() > 0 ? t('overdueCount', { count: lateEnrolments() }) : undefined}
                  urgent={lateEnrolments() > 0}
                  href="/desk/enrolments"
                  action={t('goEnrolments')}
                  rows={(enrolments.isSuccess ? enrolments.data.rows : []).map((row) => {
                    const overdue = Date.parse(row.dueAt) < now().getTime()
                    return {
                      id: `${row.plan.id} ${row.organisation.id}`,
                      href: `/desk/enrolments?plan=${row.plan.id}&organisation=${row.organisation.id}`,
                      tone: overdue ? 'rejected' : 'waiting',
                      state: t(overdue ? 'overdue' : 'toReview'),
                      since: formatDue(row.dueAt, now()),
                      name: row.organisation.name,
                      amountFen: fen(row.feeFen),
                      note: t('enrolmentsNote', { plan: row.plan.name, count: row.count }),
                    }
                  })}
                />
              </Show>
              <Waiting
                title={t('vouchers')}
                count={voucherCount()}
                note={overdueCount() > 0 ? t('overdueCount', { count: overdueCount() }) : undefined}
                urgent={overdueCount() > 0}
                href="/desk/vouchers"
                action={t('goReview')}
                rows={(vouchers.isSuccess ? vouchers.data.rows : []).map((row) => {
                  const overdue = Date.parse(row.dueAt) < now().getTime()
                  const when = formatDue(row.dueAt, now())
                  return {
                    id: row.id,
                    href: `/desk/vouchers/${row.id}`,
                    tone: overdue ? 'rejected' : 'waiting',
                    state: t(overdue ? 'overdue' : 'toReview'),
                    since: when,
                    name: row.organisationName,
                    amountFen: row.amountFen,
                    note: row.worst ? checkTitle(row.worst) : '',
                  }
                })}
              />
              <Show when={hourCount() > 0}>
                <Waiting
                  title={t('hours')}
                  count={hourCount()}
                  note={lateHours() > 0 ? t('overdueCount', { count: lateHours() }) : undefined}
                  urgent={lateHours() > 0}
                  href="/desk/hours"
                  action={t('goHours')}
                  rows={(hours.isSuccess ? hours.data.rows.filter(({ free }) => free > 0) : []).map((row) => {
                    const overdue = Date.parse(row.dueAt) < now().getTime()
                    return {
                      id: groupId(row),
                      href: `/desk/hours/${groupId(row)}`,
                      tone: overdue ? 'rejected' : 'waiting',
                      state: t(overdue ? 'overdue' : 'toReview'),
                      since: formatDue(row.dueAt, now()),
                      name: row.organisation.name,
                      amountFen: null,
                      note: t('hoursNote', { title: row.title, count: row.free }),
                    }
                  })}
                />
              </Show>
              <Show when={noticeRows().length > 0}>
                <Waiting
                  title={t('gatewayNotices')}
                  count={noticeRows().length}
                  urgent
                  href="/desk/payments?tab=open"
                  action={t('goMail')}
                  rows={noticeRows()
                    .slice(0, named)
                    .map((row) => ({
                      id: row.id,
                      href: `/desk/payments/${row.id}?tab=open`,
                      tone: 'rejected',
                      state: verdictWord(row.verdict),
                      since: formatDue(row.receivedAt, now()),
                      name: row.tradeNo || row.providerTradeNo,
                      amountFen: row.amountFen === null ? null : fen(row.amountFen),
                      note: '',
                    }))}
                />
              </Show>
              <Show when={staff.may('finance')}>
                <Waiting
                  title={t('invoices')}
                  count={invoiceRows().length}
                  href="/desk/invoices"
                  action={t('goIssue')}
                  rows={invoiceRows()
                    .slice(0, named)
                    .map((row) => ({
                      id: row.id,
                      href: `/desk/invoices/${row.id}`,
                      tone: 'waiting',
                      state: t('toIssue'),
                      since: formatDue(row.createdAt, now()),
                      name: row.title,
                      amountFen: fen(row.amountFen),
                      note: <OrderNumber>{row.orderNumber}</OrderNumber>,
                    }))}
                />
              </Show>
              <Show when={mailRows().length > 0}>
                <Waiting
                  title={t('failedMail')}
                  count={mailRows().length}
                  urgent
                  href="/desk/mail?tab=failed"
                  action={t('goMail')}
                  rows={mailRows()
                    .slice(0, named)
                    .map((row) => ({
                      id: row.id,
                      href: `/desk/mail/${row.id}?tab=failed`,
                      tone: 'rejected',
                      state: t('notDelivered'),
                      since: formatDue(row.stateSince, now()),
                      name: row.organisationName,
                      amountFen: null,
                      note: row.subject,
                    }))}
                />
              </Show>
              <Show when={refundCount() > 0}>
                <Waiting
                  title={t('refunds')}
                  count={refundCount()}
                  href="/desk/refunds"
                  action={t('goRefunds')}
                  rows={[]}
                />
              </Show>
              <Show when={statementCount() > 0}>
                <Waiting
                  title={t('statements')}
                  count={statementCount()}
                  href="/desk/statements?tab=attention"
                  action={t('goStatements')}
                  rows={[]}
                />
              </Show>
              <Show when={lineCount() > 0}>
                <Waiting
                  title={t('lines')}
                  count={lineCount()}
                  note={suggestedCount() > 0 ? t('suggestedCount', { count: suggestedCount() }) : undefined}
                  href={suggestedCount() > 0 ? '/desk/matching' : '/desk/matching?tab=unmatched'}
                  action={t('goMatching')}
                  rows={[]}
                />
              </Show>
              <Show when={inboxCount() > 0}>
                <Waiting title={t('inbox')} count={inboxCount()} href="/desk/inbox" action={t('goInbox')} rows={[]} />
              </Show>
              <Show when={jobCount() > 0}>
                <Waiting title={t('jobs')} count={jobCount()} urgent href="/desk/jobs" action={t('goJobs')} rows={[]} />
              </Show>
            </Columns>
          </Stack>
        </Match>
      </Switch>
    </DeskPage>
  )
}
