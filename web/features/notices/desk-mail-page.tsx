import { useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { MailRow, NoticeKind, NoticeState } from '../../../server/features/notices/notices.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { createFilters } from '../shell/desk-filters.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { createNameRoom, KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { DeskMail } from './desk-mail.tsx'
import { mailStateWord, mailTones } from './desk-mail-states.ts'

const tabs = {
  all: null,
  failed: 'failed',
  retrying: 'retrying',
  waiting: 'queued',
  sent: 'sent',
} as const satisfies Record<string, NoticeState | null>
type Tab = keyof typeof tabs
const tabNames: readonly Tab[] = ['all', 'failed', 'retrying', 'waiting', 'sent']

const kindWords = {
  voucherApproved: 'kindVoucherApproved',
  voucherRejected: 'kindVoucherRejected',
  invoiceIssued: 'kindInvoiceIssued',
  invoiceRejected: 'kindInvoiceRejected',
  activation: 'kindActivation',
  passwordReset: 'kindPasswordReset',
  passwordChanged: 'kindPasswordChanged',
  mobileCode: 'kindMobileCode',
  mobileChanged: 'kindMobileChanged',
  learnerMobileChanged: 'kindLearnerMobileChanged',
  learnerTransferred: 'kindLearnerTransferred',
  registrationApproved: 'kindRegistrationApproved',
  registrationRejected: 'kindRegistrationRejected',
  registrationCode: 'kindRegistrationCode',
  registrationDue: 'kindRegistrationDue',
  emailChanged: 'kindEmailChanged',
  adminAdded: 'kindAdminAdded',
} as const satisfies Record<NoticeKind, string>
const noticeKinds = Object.keys(kindWords) as readonly NoticeKind[]

const refreshMs = 10_000

/** 通知: all mail that was written, readable here even where none leaves. */
export default function DeskMailPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/mail', ['tab', 'kind', 'q'])
  const now = createNow()
  const tab = (): Tab => tabNames.find((name) => name === filters.value('tab')) ?? 'all'
  const kind = (): NoticeKind | null => noticeKinds.find((one) => one === filters.value('kind')) ?? null
  const list = createKeysetList(
    api.notices.listMail,
    () => ({ state: tabs[tab()], kind: kind(), search: filters.value('q') ?? '', limit: 50 }),
    () => ({ refreshMs }),
  )
  const opened = () => params.id ?? null
  const room = createNameRoom(() => opened() !== null)
  createKeys(() => (opened() ? [{ key: 'Esc', label: t('keyClose'), run: () => filters.open(null) }] : []))
  const columns = (): Column<MailRow>[] => {
    const all: (Column<MailRow> & { readonly wide?: boolean })[] = [
      { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.createdAt, now()), width: '104px' },
      {
        id: 'subject',
        header: t('columnSubject'),
        cell: (row) => <LongName fitsCharacters={room()}>{row.subject}</LongName>,
        long: true,
      },
      {
        id: 'organisation',
        header: t('columnOrganisation'),
        cell: (row) => <LongName>{row.organisationName}</LongName>,
        long: true,
        wide: true,
      },
      { id: 'to', header: t('columnTo'), cell: (row) => row.recipient, width: '220px', wide: true },
      {
        id: 'state',
        header: t('columnState'),
        cell: (row) => <StateMark tone={mailTones[row.state]}>{mailStateWord(row.state)}</StateMark>,
        width: '124px',
      },
      { id: 'tries', header: t('columnTries'), cell: (row) => row.attempts, width: '64px', align: 'end', wide: true },
      {
        id: 'files',
        header: t('columnFiles'),
        cell: (row) => (row.attachmentCount === 0 ? '–' : row.attachmentCount),
        width: '64px',
        align: 'end',
        wide: true,
      },
    ]
    return all.filter((column) => opened() === null || !column.wide)
  }
  return (
    <DeskPage
      title={t('title')}
      tabs={
        <LinkTabs
          label={t('list')}
          tabs={tabNames.map((name) => ({
            label: t(name),
            href: filters.href({ tab: name === 'all' ? null : name }),
            current: tab() === name,
          }))}
        />
      }
      keys
      filters={
        <FilterBar onClear={filters.value('q') || kind() ? () => filters.set({ q: null, kind: null }) : undefined}>
          <FilterSelect
            label={t('kind')}
            value={kind()}
            onChange={(value) => filters.set({ kind: value })}
            choices={noticeKinds.map((value) => ({ value, label: t(kindWords[value]) }))}
          />
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Show when={list.firstPage()?.mailLeaves === false}>
        <Note tone="waiting">{t('staysHere')}</Note>
      </Show>
      <Panes columns={opened() ? 'minmax(0, 1fr) clamp(420px, 46vw, 720px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns()}
          rowName={(row) => row.subject}
          selected={opened()}
          onOpen={(row) => filters.open(row.id)}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
        <Show when={opened()}>{(id) => <DeskMail id={id()} onClose={() => filters.open(null)} />}</Show>
      </Panes>
    </DeskPage>
  )
}
