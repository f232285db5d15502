import { type JSX, Show } from 'solid-js'
import type { GivenUpJob } from '../../../server/features/jobs/jobs.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-jobs.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatDateTime, formatTableTime } from '../../texts/format.ts'
import { t as named, namedQueues } from '../../texts/job-names.zh-CN.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'

/** What a job is called; a queue of a newer server keeps its own name. */
const jobWord = (queue: string) => (namedQueues.has(queue) ? named(queue as Parameters<typeof named>[0]) : queue)

const pages: Readonly<Record<string, (id: string) => string>> = {
  voucherId: (id) => `/desk/vouchers/${id}`,
  registrationId: (id) => `/desk/registrations/${id}`,
  noticeId: (id) => `/desk/mail/${id}`,
  paymentId: (id) => `/desk/payments/${id}`,
  refundId: (id) => `/desk/refunds/${id}`,
  planId: (id) => `/desk/plans/${id}`,
}

/** Where what a job is about can be looked at, when its payload names it. */
function subjectHref({ payload }: GivenUpJob): string | null {
  for (const [key, href] of Object.entries(pages)) {
    const id = payload[key]
    if (typeof id === 'string') return href(id)
  }
  return null
}

/** 任务: work that gave up after all its tries, why, and once more. */
export default function DeskJobsPage(): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const filters = createFilters('/desk/jobs', ['tab'])
  const all = () => filters.value('tab') === 'all'
  const list = createKeysetList(
    api.jobs.listGivenUp,
    () => ({ all: all(), limit: 50 }),
    () => ({ refreshMs: 15_000 }),
  )
  const resend = api.jobs.resend.use({
    onSuccess: () => void showToast({ text: t('resent') }),
    onError: (error) => void showToast({ text: errorSentence(error) }),
  })
  const columns = (): Column<GivenUpJob>[] => [
    { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.givenUpAt, now()), width: '112px' },
    { id: 'what', header: t('columnWhat'), cell: (row) => jobWord(row.queue), width: '200px' },
    {
      id: 'error',
      header: t('columnError'),
      cell: (row) => <LongName>{row.error}</LongName>,
      long: true,
    },
    {
      id: 'about',
      header: t('columnAbout'),
      cell: (row) => (
        <Show when={subjectHref(row)} fallback="–">
          {(href) => (
            <ButtonLink size="dense" kind="quiet" href={href()}>
              {t('see')}
            </ButtonLink>
          )}
        </Show>
      ),
      width: '84px',
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) =>
        row.resentAt === null ? (
          <StateMark tone="rejected">{t('stopped')}</StateMark>
        ) : (
          <StateMark tone="neutral">{t('resentAt', { when: formatDateTime(row.resentAt, now()) })}</StateMark>
        ),
      width: '196px',
    },
    {
      id: 'action',
      header: t('columnAction'),
      cell: (row) => (
        <Show when={row.resentAt === null}>
          <Button
            size="dense"
            disabled={!staff.may('systemAdmin') || resend.isPending}
            title={staff.may('systemAdmin') ? undefined : t('mayNotResend')}
            onClick={() => resend.mutate({ id: row.id })}
          >
            {t('resend')}
          </Button>
        </Show>
      ),
      width: '132px',
    },
  ]
  return (
    <DeskPage
      title={t('title')}
      keys
      tabs={
        <LinkTabs
          label={t('list')}
          tabs={[
            { label: t('waiting'), href: filters.href({ tab: null }), current: !all() },
            { label: t('all'), href: filters.href({ tab: 'all' }), current: all() },
          ]}
        />
      }
    >
      <Panes columns="minmax(0, 1fr)">
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns()}
          rowName={(row) => jobWord(row.queue)}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
        />
      </Panes>
    </DeskPage>
  )
}
