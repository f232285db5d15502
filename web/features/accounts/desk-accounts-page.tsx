import { useParams } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-accounts.zh-CN.ts'
import { formatList, formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList, type ListRoom } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskAccount } from './desk-account.tsx'
import { type AccountRow, rolesText } from './desk-account-roles.ts'
import { NewStaff } from './desk-new-staff.tsx'

const kinds = ['staff', 'organisation', 'learner'] as const

/** 账号: who may log in, disabled and enabled, passwords reset, accounts of staff opened. */
export default function DeskAccountsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/accounts', ['kind', 'enabled', 'q'])
  const now = createNow()
  const kind = () => kinds.find((one) => one === filters.value('kind')) ?? (filters.value('kind') ? null : 'staff')
  const enabled = () => filters.value('enabled')
  const list = createKeysetList(api.accounts.list, () => ({
    limit: 50,
    ...(kind() ? { kind: kind() ?? undefined } : {}),
    ...(enabled() ? { enabled: enabled() === 'yes' } : {}),
    ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
  }))
  const opened = () => list.rows().find((row) => row.id === params.id) ?? null
  const columns = (room: ListRoom): DeskColumn<AccountRow>[] => [
    { id: 'name', header: t('columnName'), cell: (row) => row.name, width: '96px' },
    {
      id: 'logIn',
      header: t('columnLogIn'),
      cell: (row) => <LongName>{row.logInNames.join(' ') || '–'}</LongName>,
      long: true,
    },
    {
      id: 'roles',
      header: t('columnRoles'),
      cell: (row) => <LongName>{rolesText(row)}</LongName>,
      long: true,
      width: room.beside() ? '124px' : '180px',
    },
    {
      id: 'organisations',
      header: t('columnOrganisations'),
      cell: (row) => <LongName>{formatList(row.organisations) || '–'}</LongName>,
      long: true,
      width: '240px',
      wide: true,
    },
    { id: 'mobile', header: t('columnMobile'), cell: (row) => row.mobile || '–', width: '120px', wide: true },
    {
      id: 'seen',
      header: t('columnSeen'),
      cell: (row) => (row.lastSeenAt ? formatTableTime(row.lastSeenAt, now()) : t('never')),
      width: '112px',
      wide: true,
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <AccountState row={row} />,
      width: room.beside() ? '136px' : '188px',
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
      tabs={{
        name: 'kind',
        label: t('list'),
        current: kind() ?? 'all',
        choices: [...kinds, 'all' as const].map((name) => ({ value: name, label: t(name) })),
        narrow: true,
      }}
      selects={
        <FilterSelect
          label={t('enabledFilter')}
          value={enabled()}
          onChange={(value) => filters.set({ enabled: value })}
          choices={[
            { value: 'yes', label: t('enabled') },
            { value: 'no', label: t('disabled') },
          ]}
        />
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth="clamp(340px, 32vw, 480px)"
      create={{ label: t('create'), pane: (pane) => <NewStaff onClose={pane.close} /> }}
      opened={opened()?.id ?? null}
    >
      {(_, pane) => <Show when={opened()}>{(row) => <DeskAccount row={row()} onClose={pane.close} />}</Show>}
    </DeskList>
  )
}

function AccountState(props: { row: AccountRow }): JSX.Element {
  return (
    <Switch fallback={<StateMark tone="settled">{t('stateEnabled')}</StateMark>}>
      <Match when={!props.row.enabled}>
        <StateMark tone="rejected">{t('stateDisabled')}</StateMark>
      </Match>
      <Match when={props.row.mustChangePassword}>
        <StateMark tone="waiting">{t('stateFirst')}</StateMark>
      </Match>
    </Switch>
  )
}
