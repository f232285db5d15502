import { needsFinance } from '../../../server/features/payments/payments.rules.ts'
import { api } from '../../api.ts'
import type { DeskPlace } from '../../components/desk-shell.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import type { Staff } from './desk-staff.ts'

/** How often the rail asks what waits, in milliseconds: new work shows within a cup of tea, without being asked for. */
const countsMs = 15_000

/** Where the rail stops counting invoice requests: as many as one page of them. */
const mostCounted = 100

const place = (label: string, href: string, count?: number): DeskPlace => ({ label, href, count })

/** Places that belong together under one name; one alone needs none, and none is nothing. */
function menu(label: string, ...places: readonly (DeskPlace | null)[]): DeskPlace[] {
  const there = places.filter((one) => one !== null)
  const [first, ...others] = there
  if (!first) return []
  return others.length === 0 ? [first] : [{ label, href: first.href, places: there }]
}

/** The places of the staff's rail, those that they may use, with what waits in each. Asks again and again. */
export function createStaffRail(staff: Staff): () => DeskPlace[][] {
  const every =
    (times: number, enabled = true) =>
    () => ({ refreshMs: times * countsMs, enabled })
  const reviewer = () => staff.may('reviewer')
  const finance = () => staff.may('finance')
  const nothing = () => undefined
  const vouchers = api.vouchers.queueCounts.use(nothing, every(1))
  const registrations = api.registrations.queueCounts.use(nothing, () => every(1, reviewer())())
  const enrolments = api.enrolments.reviewCounts.use(nothing, () => every(1, reviewer())())
  const hours = api.hours.reviewCounts.use(nothing, () => every(2, reviewer())())
  const gatewayNotices = api.payments.notices.use(
    () => ({ limit: mostCounted }),
    () => every(4, finance())(),
  )
  const refunds = api.refunds.waiting.use(nothing, () => every(2, finance())())
  const statements = api.statements.overview.use(nothing, () => every(4, finance())())
  const matching = api.matching.counts.use(nothing, () => every(2, finance())())
  const invoices = api.invoices.listRequests.use(
    () => ({ states: ['requested', 'approved'], limit: mostCounted }),
    () => every(2, finance())(),
  )
  const inbox = api.inbox.counts.use(nothing, () => every(4, finance())())
  const ledger = api.ledger.alarm.use(nothing, () => every(4, finance())())
  const platforms = api.learningPlatforms.refusedCounts.use(nothing, () => every(4, staff.may('systemAdmin'))())
  const privacy = api.privacy.waiting.use(nothing, () => every(4, staff.may('systemAdmin'))())
  const jobs = api.jobs.counts.use(nothing, every(4))
  return () => {
    const oddNotices = gatewayNotices.isSuccess
      ? gatewayNotices.data.rows.filter(({ verdict }) => needsFinance(verdict)).length
      : 0
    const waitingRefunds = refunds.isSuccess ? refunds.data.toDecide + refunds.data.toTransfer : 0
    const waitingLines = matching.isSuccess ? matching.data.unmatched + matching.data.suggested : 0
    const inInbox = inbox.isSuccess ? inbox.data.ready + inbox.data.check + inbox.data.unmatched : 0
    const ofFinance = (label: string, href: string, count?: number) => (finance() ? place(label, href, count) : null)
    const ofReviewer = (label: string, href: string, count?: number) => (reviewer() ? place(label, href, count) : null)
    const ofAdmin = (label: string, href: string, count?: number) =>
      staff.may('systemAdmin') ? place(label, href, count) : null
    return [
      [place(t('today'), '/desk/today')],
      [
        ...(reviewer()
          ? [place(t('registrations'), '/desk/registrations', registrations.isSuccess ? registrations.data.pending : 0)]
          : []),
        place(t('enrolments'), '/desk/enrolments', enrolments.isSuccess ? enrolments.data.submitted : 0),
        place(t('vouchers'), '/desk/vouchers', vouchers.isSuccess ? vouchers.data.submitted : 0),
        place(t('hours'), '/desk/hours', hours.isSuccess ? hours.data.waiting : 0),
      ],
      [
        ...menu(
          t('orders'),
          place(t('orders'), '/desk/orders'),
          ofFinance(t('payments'), '/desk/payments', oddNotices),
          ofFinance(t('refunds'), '/desk/refunds', waitingRefunds),
        ),
        ...menu(
          t('reconciling'),
          place(t('reconciliation'), '/desk/reconciliation'),
          ofFinance(t('statements'), '/desk/statements', statements.isSuccess ? statements.data.attention : 0),
          ofFinance(t('matching'), '/desk/matching', waitingLines),
        ),
        ...menu(
          t('invoices'),
          ofFinance(t('invoices'), '/desk/invoices', invoices.isSuccess ? invoices.data.rows.length : 0),
          ofFinance(t('inbox'), '/desk/inbox', inInbox),
        ),
        ...menu(
          t('cards'),
          place(t('cardBatches'), '/desk/cards'),
          ofFinance(t('recharge'), '/desk/cards/recharge'),
          place(t('cardHistory'), '/desk/cards/history'),
        ),
        place(t('ledger'), '/desk/ledger', ledger.isSuccess ? ledger.data.count : 0),
      ],
      [
        place(t('plans'), '/desk/plans'),
        place(t('organisations'), '/desk/organisations'),
        ...menu(
          t('learners'),
          ofReviewer(t('learners'), '/desk/learners'),
          ofReviewer(t('imports'), '/desk/imports'),
          ofAdmin(t('privacy'), '/desk/privacy', privacy.isSuccess ? privacy.data.erasures : 0),
        ),
        ...menu(
          t('certificates'),
          place(t('certificates'), '/desk/certificates'),
          place(t('letters'), '/desk/letters'),
        ),
      ],
      [
        ...menu(
          t('reports'),
          { ...place(t('reports'), '/desk/reports/plans'), also: ['/desk/reports'] },
          ofFinance(t('figures'), '/desk/finance'),
        ),
        ...menu(t('mail'), place(t('mail'), '/desk/mail'), ofAdmin(t('templates'), '/desk/templates')),
        place(t('audit'), '/desk/audit'),
        place(t('jobs'), '/desk/jobs', jobs.isSuccess ? jobs.data.waiting : 0),
        ...menu(
          t('settings'),
          place(t('settings'), '/desk/settings'),
          ofAdmin(t('accounts'), '/desk/accounts'),
          ofAdmin(t('platforms'), '/desk/platforms', platforms.isSuccess ? platforms.data.total : 0),
        ),
      ],
    ]
  }
}
