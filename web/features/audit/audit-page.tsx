import { useParams, useSearchParams } from '@solidjs/router'
import { type JSX, lazy, Show } from 'solid-js'
import type { AuditRow } from '../../../server/features/audit/audit.schema.ts'
import { api } from '../../api.ts'
import { CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/audit.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { AuditEntry } from './audit-entry.tsx'
import { actionWord, actorWord, nounWord, organisationNouns, subjectWord } from './audit-words.ts'

const DeskAudit = lazy(async () => {
  const { DeskAudit: Desk } = await import('./desk-audit.tsx')
  await textsReady()
  return { default: () => <Desk base="/audit" staff={false} /> }
})

const pageSize = 20

/** 操作记录 of the organisation's subtree: cards on a phone, the same dense list as the staff's on a wide window. */
export default function AuditPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<AuditPhone />}>
          {(id) => <EntryPhone id={id()} />}
        </Show>
      }
      desk={<DeskAudit />}
    />
  )
}

function EntryPhone(props: { id: string }): JSX.Element {
  const query = api.audit.get.use(() => ({ id: props.id }))
  return (
    <OrganisationShell title={t('detail')} back="/audit">
      <Loaded query={query} errorTitle={t('detailFailed')}>
        {(entry) => <AuditEntry entry={entry()} />}
      </Loaded>
    </OrganisationShell>
  )
}

function AuditPhone(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ q?: string; noun?: string }>()
  const noun = () => organisationNouns.find((one) => one === search.noun) ?? null
  const filter = () => ({ actor: search.q ?? '', noun: noun(), limit: pageSize })
  const filtered = () => Boolean(search.q) || noun() !== null
  const list = createPagedList(api.audit.search, filter)
  return (
    <OrganisationShell title={t('title')} back="/me">
      <SearchBox
        placeholder={t('searchActor')}
        value={search.q ?? ''}
        onSearch={(q) => setSearch({ q: q || null }, { replace: true })}
      />
      <Select
        label={t('noun')}
        value={noun() ?? 'all'}
        onChange={(value) => setSearch({ noun: value === 'all' ? null : value }, { replace: true })}
        choices={[
          { value: 'all', label: t('allNouns') },
          ...organisationNouns.map((value) => ({ value, label: nounWord(value) })),
        ]}
      />
      <PagedRows
        list={list}
        errorTitle={t('notOpened')}
        together
        empty={
          <EmptyState title={filtered() ? shared('nothingFound') : t('empty')}>
            {filtered() ? shared('nothingFoundHint') : t('emptyText')}
          </EmptyState>
        }
      >
        {(row) => <Entry row={row} />}
      </PagedRows>
    </OrganisationShell>
  )
}

function Entry(props: { row: AuditRow }): JSX.Element {
  const now = createNow()
  return (
    <CardEntry
      href={`/audit/${props.row.id}`}
      main={<strong>{actionWord(props.row.action)}</strong>}
      amount={<Quiet>{formatDateTime(props.row.at, now())}</Quiet>}
      note={subjectWord(props.row)}
    >
      {actorWord(props.row)}
      <Show when={props.row.actorRole !== 'system'}>
        {' '}
        <Quiet>{t(props.row.actorRole)}</Quiet>
      </Show>
    </CardEntry>
  )
}
