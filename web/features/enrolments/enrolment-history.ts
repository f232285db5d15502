import { fen } from '../../../server/core/money.ts'
import type { EnrolmentHistoryEntry, EnrolmentView } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { TimelineStep } from '../../components/timeline.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'

const words = {
  created: 'created',
  updated: 'updated',
  submitted: 'historySubmitted',
  submissionWithdrawn: 'submissionWithdrawn',
  confirmed: 'historyConfirmed',
  rejected: 'historyRejected',
  reopened: 'reopened',
  withdrawn: 'historyWithdrawn',
  revoked: 'historyRevoked',
  refunded: 'historyRefunded',
  attended: 'attended',
  attendanceRemoved: 'attendanceRemoved',
} as const

function title(entry: EnrolmentHistoryEntry): string {
  return entry.what === 'ordered' ? t('ordered', { number: entry.orderNumber ?? '' }) : t(words[entry.what])
}

const failed: ReadonlySet<EnrolmentHistoryEntry['what']> = new Set(['rejected', 'revoked'])

/** Who did what when, oldest first, and who has it next. */
export function historySteps(one: EnrolmentView, now: Date): readonly TimelineStep[] {
  const done = one.history.map(
    (entry): TimelineStep => ({
      state: failed.has(entry.what) ? 'failed' : 'done',
      title: title(entry),
      at: formatDateTime(entry.at, now),
      note: joinParts(entry.byName, entry.feeFen === null ? null : formatYuan(fen(entry.feeFen)), entry.reason),
    }),
  )
  return [...done, ...next(one, now)]
}

/** The step that comes next, and by when; nothing where it waits for the organisation itself. */
function next(one: EnrolmentView, now: Date): readonly TimelineStep[] {
  if (one.state === 'submitted' && one.dueAt !== null)
    return [
      { state: 'now', title: t('nextReview'), at: t('windowUntil', { when: formatDateTime(one.dueAt, now) }) },
      { state: 'later', title: t('nextPay') },
    ]
  if (one.paymentStatus === 'due' || one.paymentStatus === 'underWay') return [{ state: 'now', title: t('nextPay') }]
  return []
}
