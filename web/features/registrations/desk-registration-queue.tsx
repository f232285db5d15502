import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { RegistrationQueueRow } from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import type { Verdict } from '../../components/check-row.tsx'
import { createNow } from '../../components/now.ts'
import { QueueItem } from '../../components/queue-item.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'
import { registrationCheckTitle } from '../../texts/registration-checks.ts'
import { createDeskQueue, type DeskQueue } from '../shell/desk-queue.ts'
import { DeskQueuePane } from '../shell/desk-queue-pane.tsx'
import { createKeysetList } from '../shell/keyset-list.ts'
import { type Due, dueWord, isOverdue, QueueHead } from '../shell/review-desk.tsx'
import { pictureHref } from './licence-fields.ts'

export const queueStates = ['pending', 'approved', 'rejected'] as const
export type QueueState = (typeof queueStates)[number]
export type RegistrationQueue = DeskQueue<RegistrationQueueRow, QueueState>

/** New applications and other reviewers' decisions show within this, in milliseconds. */
const waitingRefreshMs = 5_000
const decidedRefreshMs = 30_000

export function createRegistrationQueue(): RegistrationQueue {
  const queries = useQueryClient()
  return createDeskQueue<RegistrationQueueRow, QueueState>({
    path: '/desk/registrations',
    states: queueStates,
    list: (state, search) =>
      createKeysetList(
        api.registrations.queue,
        () => ({ state: state(), search: search(), limit: 50 }),
        () => ({ refreshMs: state() === 'pending' ? waitingRefreshMs : decidedRefreshMs }),
      ),
    loadAhead: async (id) => {
      const view = await queries.fetchQuery({
        queryKey: api.registrations.review.key({ id }),
        queryFn: () => api.registrations.review.query({ id }),
        staleTime: 30_000,
      })
      for (const file of view.files) if (file.hasPicture) new Image().src = pictureHref(file.id, 'picture')
    },
  })
}

/** What stands out about an application, in a line: the worst check, or what became of it. */
export function findingOf(row: RegistrationQueueRow): { verdict: Verdict; text: string } {
  if (row.state === 'pending' && !row.checked) return { verdict: 'pending', text: t('reading') }
  // Once it is decided, what stood out then is nobody's work any more.
  if (row.state === 'rejected') return { verdict: 'pending', text: row.rejectedReason ?? t('rejected') }
  if (row.state === 'approved') return { verdict: 'pass', text: t('approvedBy', { name: row.decidedByName ?? '' }) }
  if (row.worst) return { verdict: row.worst.verdict, text: registrationCheckTitle(row.worst) }
  return { verdict: 'pass', text: t('allPassed', { count: row.checksPassed }) }
}

/** The left part: who waits for an answer, the one that is due first on top. */
export function RegistrationQueuePane(props: { queue: RegistrationQueue; overdueCount: number }): JSX.Element {
  const now = createNow()
  const waiting = () => props.queue.state() === 'pending'
  const due = ({ state, dueAt, decidedAt }: RegistrationQueueRow): Due => ({
    waiting: state === 'pending',
    dueAt,
    decidedAt,
  })
  return (
    <DeskQueuePane
      queue={props.queue}
      label={t('queue')}
      head={<QueueHead waiting={waiting()} overdue={props.overdueCount} />}
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
          name={row.name}
          verdict={findingOf(row).verdict}
          finding={findingOf(row).text}
          selected={props.queue.selectedId() === row.id}
          onOpen={() => props.queue.open(row.id)}
        />
      )}
    </DeskQueuePane>
  )
}

const emptyTitles = { pending: 'emptyTitle', approved: 'emptyApproved', rejected: 'emptyRejected' } as const
