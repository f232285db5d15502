import { type JSX, Show } from 'solid-js'
import type { MailRow, NoticeKind, NoticeState } from '../../../server/features/notices/notices.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { Note } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type BesidePane, type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskAddressLog } from './desk-address-log.tsx'
import { DeskMail } from './desk-mail.tsx'
import { mailStateWord, mailTones } from './desk-mail-states.ts'
import { DeskReturnedMail } from './desk-returned-mail.tsx'
import { noticeKinds, noticeKindWord } from './notice-kinds.ts'

const tabs = {
  all: null,
  failed: 'failed',
  retrying: 'retrying',
  waiting: 'queued',
  sent: 'sent',
} as const satisfies Record<string, NoticeState | null>
type Tab = keyof typeof tabs
const tabNames: readonly Tab[] = ['all', 'failed', 'retrying', 'waiting', 'sent']

const refreshMs = 10_000

/** 通知: all mail that was written, readable here even where none leaves. */
export default function DeskMailPage(): JSX.Element {
  const filters = createFilters('/desk/mail', ['tab', 'kind', 'address', 'organisation', 'q'])
  const now = createNow()
  const staff = useStaff()
  const tab = (): Tab => tabNames.find((name) => name === filters.value('tab')) ?? 'all'
  const kind = (): NoticeKind | null => noticeKinds.find((one) => one === filters.value('kind')) ?? null
  const list = createKeysetList(
    api.notices.listMail,
    () => ({
      state: tabs[tab()],
      kind: kind(),
      search: filters.value('q') ?? '',
      address: filters.value('address'),
      organisationId: filters.value('organisation'),
      limit: 50,
    }),
    () => ({ refreshMs }),
  )
  const organisationName = () => list.firstPage()?.rows[0]?.organisationName || t('onlyThis')
  const lead = () => {
    const address = filters.value('address')
    return address === null
      ? undefined
      : { width: 'clamp(280px, 24vw, 360px)', pane: () => <DeskAddressLog address={address} /> }
  }
  // A function and no expression in the markup: the list's keys ask for it too, outside of what is drawn.
  const create = () => {
    if (!staff.may('finance')) return undefined
    return {
      label: t('recordReturned'),
      pane: (pane: BesidePane) => (
        <DeskReturnedMail
          onClose={pane.close}
          onOpen={pane.open}
          onAddress={(address) => {
            pane.close()
            filters.set({ address })
          }}
        />
      ),
    }
  }
  const columns = (): DeskColumn<MailRow>[] => [
    { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.createdAt, now()), width: '104px' },
    {
      id: 'subject',
      header: t('columnSubject'),
      cell: (row) => <LongName>{row.subject}</LongName>,
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
      width: '144px',
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
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => row.subject}
      tabs={{
        name: 'tab',
        label: t('list'),
        current: tab(),
        choices: tabNames.map((name) => ({ value: name, label: t(name) })),
        narrow: true,
      }}
      selects={
        <>
          <FilterSelect
            label={t('kind')}
            value={kind()}
            onChange={(value) => filters.set({ kind: value })}
            choices={noticeKinds.map((value) => ({ value, label: noticeKindWord(value) }))}
          />
          <Show when={filters.value('address')}>
            {(address) => (
              <FilterSelect
                label={t('addressFilter')}
                value={address()}
                onChange={() => filters.set({ address: null })}
                choices={[{ value: address(), label: address() }]}
              />
            )}
          </Show>
          <Show when={filters.value('organisation')}>
            {(id) => (
              <FilterSelect
                label={t('organisationFilter')}
                value={id()}
                onChange={() => filters.set({ organisation: null })}
                choices={[{ value: id(), label: organisationName() }]}
              />
            )}
          </Show>
        </>
      }
      search={t('search')}
      above={
        <Show when={list.firstPage()?.mailLeaves === false}>
          <Note tone="waiting">{t('staysHere')}</Note>
        </Show>
      }
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth={filters.value('address') ? 'clamp(400px, 38vw, 600px)' : 'clamp(420px, 46vw, 720px)'}
      lead={lead()}
      create={create()}
    >
      {(id, pane) => <DeskMail id={id()} onClose={pane.close} />}
    </DeskList>
  )
}
