import { type JSX, Show } from 'solid-js'
import { addFen, formatFen } from '../../../server/core/money.ts'
import type { QueueRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import type { Verdict } from '../../components/check-row.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { QueueItem } from '../../components/queue-item.tsx'
import { checkTitle } from '../../texts/checks.ts'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { DeskQueuePane } from '../shell/desk-queue-pane.tsx'
import { type Due, dueWord, isOverdue, QueueHead } from '../shell/review-desk.tsx'
import { passedAll, type ReviewQueue } from './create-review-queue.ts'

/** What stands out about a voucher, in a line: the worst check, or who is deciding on it just now. */
export function findingOf(row: QueueRow): { verdict: Verdict; text: string } {
  if (row.decision) {
    const verdict = t(row.decision.verdict === 'approve' ? 'approveVerb' : 'rejectVerb')
    return { verdict: 'pending', text: t('beingDecided', { name: row.decision.decidedByName, verdict }) }
  }
  if (row.state === 'submitted' && !row.checked) return { verdict: 'pending', text: t('reading') }
  if (row.worst) return { verdict: row.worst.verdict, text: checkTitle(row.worst) }
  if (row.checksPassed === 0) return { verdict: 'pending', text: t(row.state === 'rejected' ? 'rejected' : 'approved') }
  return { verdict: 'pass', text: t('allPassed', { count: row.checksPassed }) }
}

/** The left part of the desk: what waits, with ticks and what is done to all that are ticked. */
export function ReviewQueuePane(props: {
  queue: ReviewQueue
  /** Whether they may decide: without that there are no ticks. */
  mayDecide: boolean
  onApproveTicked: () => void
}): JSX.Element {
  const now = createNow()
  const counts = api.vouchers.queueCounts.use(
    () => undefined,
    () => ({ refreshMs: 15_000 }),
  )
  const waiting = () => props.queue.state() === 'submitted'
  const passed = () => props.queue.tickedRows().filter(passedAll)
  const sum = () => addFen(...passed().flatMap((row) => (row.amountFen === null ? [] : [row.amountFen])))
  const due = ({ state, dueAt, decidedAt }: QueueRow): Due => ({ waiting: state === 'submitted', dueAt, decidedAt })
  const tickText = () => {
    const count = props.queue.tickedRows().length
    if (passed().length === 0) return t('tickedNone', { count })
    return passed().length === count
      ? t('tickedPassed', { count })
      : t('tickedSome', { count, passed: passed().length })
  }
  return (
    <DeskQueuePane
      queue={props.queue}
      label={t('queue')}
      head={<QueueHead waiting={waiting()} overdue={counts.isSuccess ? counts.data.overdue : 0} />}
      foot={
        props.queue.tickedRows().length > 0 ? (
          <BulkBar
            narrow
            count={props.queue.tickedRows().length}
            text={tickText()}
            amount={passed().length > 0 ? <Money amount={sum()} /> : undefined}
            onClear={props.queue.clearTicks}
          >
            <Show when={passed().length > 0}>
              <BulkAction keyHint={['Shift', 'A']} onClick={props.onApproveTicked}>
                {t('approveAll', { count: passed().length })}
              </BulkAction>
            </Show>
          </BulkBar>
        ) : undefined
      }
      failedTitle={t('queueFailed')}
      moreLabel={t('moreInQueue')}
      emptyTitle={t(emptyTitles[props.queue.state()])}
      emptyText={waiting() ? t('emptyText') : t('emptyDecidedText')}
    >
      {(row) => (
        <QueueItem
          id={row.id}
          due={dueWord(due(row), now())}
          overdue={isOverdue(due(row), now())}
          amount={row.amountFen === null ? t('noAmount') : formatFen(row.amountFen)}
          name={row.organisationName}
          verdict={findingOf(row).verdict}
          finding={findingOf(row).text}
          selected={props.queue.selectedId() === row.id}
          onOpen={() => props.queue.open(row.id)}
          ticked={props.queue.ticked().has(row.id)}
          onTick={waiting() && props.mayDecide ? (on) => props.queue.tick(row.id, on) : undefined}
        />
      )}
    </DeskQueuePane>
  )
}

const emptyTitles = { submitted: 'emptyTitle', approved: 'emptyApproved', rejected: 'emptyRejected' } as const
