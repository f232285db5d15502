import type { JSX } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-organisations.zh-CN.ts'
import { formatTableDay } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskOrganisation } from './desk-organisation.tsx'
import { OrganisationState } from './desk-organisation-state.tsx'

const states = ['enabled', 'disabled'] as const

/** 单位: found by name or code, one of them open beside the list. */
export default function DeskOrganisationsPage(): JSX.Element {
  const filters = createFilters('/desk/organisations', ['state', 'q'])
  const now = createNow()
  const state = () => states.find((one) => one === filters.value('state')) ?? null
  const list = createKeysetList(api.organisations.search, () => ({
    limit: 50,
    ...(state() ? { enabled: state() === 'enabled' } : {}),
    ...(filters.value('q') ? { text: filters.value('q') ?? '' } : {}),
  }))
  const columns = (): DeskColumn<FoundOrganisation>[] => [
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{row.name}</LongName>,
      long: true,
    },
    {
      id: 'parent',
      header: t('columnParent'),
      cell: (row) => <LongName>{row.parentName ?? '–'}</LongName>,
      long: true,
      width: '220px',
      wide: true,
    },
    {
      id: 'code',
      header: t('columnCode'),
      cell: (row) => (row.creditCode ? <AccountNumber>{row.creditCode}</AccountNumber> : (row.organisationCode ?? '–')),
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
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => row.name}
      selects={
        <FilterSelect
          label={t('state')}
          value={state()}
          onChange={(value) => filters.set({ state: value })}
          choices={states.map((value) => ({ value, label: t(value) }))}
        />
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth="clamp(400px, 38vw, 540px)"
    >
      {(id, pane) => <DeskOrganisation id={id()} onClose={pane.close} onOpen={pane.open} />}
    </DeskList>
  )
}
