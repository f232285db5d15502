import { useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-organisations.zh-CN.ts'
import { formatTableDay } from '../../texts/format.ts'
import { createFilters } from '../shell/desk-filters.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { createNameRoom, KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { DeskOrganisation } from './desk-organisation.tsx'
import { OrganisationState } from './desk-organisation-state.tsx'

const states = ['enabled', 'disabled'] as const

/** 单位: found by name or code, one of them open beside the list. */
export default function DeskOrganisationsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/organisations', ['state', 'q'])
  const now = createNow()
  const state = () => states.find((one) => one === filters.value('state')) ?? null
  const list = createKeysetList(api.organisations.search, () => ({
    limit: 50,
    ...(state() ? { enabled: state() === 'enabled' } : {}),
    ...(filters.value('q') ? { text: filters.value('q') ?? '' } : {}),
  }))
  const opened = () => params.id ?? null
  const room = createNameRoom(() => opened() !== null)
  createKeys(() => (opened() ? [{ key: 'Esc', label: t('keyClose'), run: () => filters.open(null) }] : []))
  const columns = (): Column<FoundOrganisation>[] => {
    const all: (Column<FoundOrganisation> & { readonly wide?: boolean })[] = [
      {
        id: 'name',
        header: t('columnName'),
        cell: (row) => <LongName fitsCharacters={room()}>{row.name}</LongName>,
        long: true,
      },
      {
        id: 'parent',
        header: t('columnParent'),
        cell: (row) => <LongName fitsCharacters={13}>{row.parentName ?? '–'}</LongName>,
        long: true,
        width: '220px',
        wide: true,
      },
      {
        id: 'code',
        header: t('columnCode'),
        cell: (row) =>
          row.creditCode ? <AccountNumber>{row.creditCode}</AccountNumber> : (row.organisationCode ?? '–'),
        width: '196px',
      },
      { id: 'member', header: t('columnMember'), cell: (row) => row.memberNo ?? '–', width: '80px', wide: true },
      {
        id: 'kind',
        header: t('columnKind'),
        cell: (row) => t(row.kind === 'department' ? 'kindDepartment' : 'kindOrganisation'),
        width: '108px',
        wide: true,
      },
      { id: 'state', header: t('columnState'), cell: (row) => <OrganisationState row={row} />, width: '112px' },
      {
        id: 'at',
        header: t('columnAt'),
        cell: (row) => formatTableDay(row.createdAt, now()),
        width: '104px',
        wide: true,
      },
    ]
    return all.filter((column) => opened() === null || !column.wide)
  }
  return (
    <DeskPage
      title={t('title')}
      keys
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          <FilterSelect
            label={t('state')}
            value={state()}
            onChange={(value) => filters.set({ state: value })}
            choices={states.map((value) => ({ value, label: t(value) }))}
          />
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns={opened() ? 'minmax(0, 1fr) clamp(400px, 38vw, 540px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns()}
          rowName={(row) => row.name}
          selected={opened()}
          onOpen={(row) => filters.open(row.id)}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
        <Show when={opened()}>
          {(id) => (
            <DeskOrganisation id={id()} onClose={() => filters.open(null)} onOpen={(next) => filters.open(next)} />
          )}
        </Show>
      </Panes>
    </DeskPage>
  )
}
