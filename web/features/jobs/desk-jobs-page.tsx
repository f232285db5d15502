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
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'

const words: Readonly<Record<string, Parameters<typeof t>[0]>> = {
  'voucher.compress': 'queueCompress',
  'voucher.read': 'queueRead',
  'order.check-amount': 'queueCheck',
  'voucher.settle': 'queueSettle',
  'voucher.tidy': 'queueTidy',
  'registration.compress': 'queueLicenceCompress',
  'registration.read': 'queueLicenceRead',
  'registration.check': 'queueRegistrationCheck',
  'registration.tidy': 'queueRegistrationTidy',
  'registrations.remind': 'queueRegistrationRemind',
  'registrations.forget': 'queueRegistrationForget',
  'orders.expire': 'queueExpire',
  'notice.mail': 'queueMail',
  'audit.seal': 'queueSeal',
}

/** What a job is called; a queue of a newer server keeps its own name. */
function jobWord(queue: string): string {
  const word = words[queue]
  return word === undefined ? queue : (t as (key: typeof word) => string)(word)
}

/** Where what a job is about can be looked at, when its payload names it. */
function subjectHref({ payload }: GivenUpJob): string | null {
  if (typeof payload.voucherId === 'string') return `/desk/vouchers/${payload.voucherId}`
  if (typeof payload.registrationId === 'string') return `/desk/registrations/${payload.registrationId}`
  return typeof payload.noticeId === 'string' ? `/desk/mail/${payload.noticeId}` : null
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
