import { useParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-accounts.zh-CN.ts'
import { formatList, formatTableTime } from '../../texts/format.ts'
import { createFilters } from '../shell/desk-filters.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { DeskAccount } from './desk-account.tsx'
import { type AccountRow, rolesText } from './desk-account-roles.ts'
import { NewStaff } from './desk-new-staff.tsx'

const kinds = ['staff', 'organisation', 'learner'] as const

/** 账号: who may log in, disabled and enabled, passwords reset, accounts of staff opened. */
export default function DeskAccountsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/accounts', ['kind', 'enabled', 'q'])
  const now = createNow()
  const [creating, setCreating] = createSignal(false)
  const kind = () => kinds.find((one) => one === filters.value('kind')) ?? (filters.value('kind') ? null : 'staff')
  const enabled = () => filters.value('enabled')
  const list = createKeysetList(api.accounts.list, () => ({
    limit: 50,
    ...(kind() ? { kind: kind() ?? undefined } : {}),
    ...(enabled() ? { enabled: enabled() === 'yes' } : {}),
    ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
  }))
  const opened = () => list.rows().find((row) => row.id === params.id) ?? null
  const beside = () => creating() || opened() !== null
  const selected = () => (creating() ? null : (params.id ?? null))
  const close = () => {
    if (creating()) setCreating(false)
    else filters.open(null)
  }
  createKeys(() => [
    { key: 'N', label: t('create'), run: () => setCreating(true), when: () => !creating() },
    ...(beside() ? [{ key: 'Esc', label: t('keyClose'), run: close }] : []),
  ])
  const columns = (): Column<AccountRow>[] => {
    const all: (Column<AccountRow> & { readonly wide?: boolean })[] = [
      { id: 'name', header: t('columnName'), cell: (row) => row.name, width: '96px' },
      {
        id: 'logIn',
        header: t('columnLogIn'),
        cell: (row) => <LongName fitsCharacters={18}>{row.logInNames.join(' ') || '–'}</LongName>,
        long: true,
      },
      {
        id: 'roles',
        header: t('columnRoles'),
        cell: (row) => <LongName fitsCharacters={12}>{rolesText(row)}</LongName>,
        long: true,
        width: beside() ? '124px' : '180px',
      },
      {
        id: 'organisations',
        header: t('columnOrganisations'),
        cell: (row) => <LongName fitsCharacters={16}>{formatList(row.organisations) || '–'}</LongName>,
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
        width: beside() ? '136px' : '188px',
      },
    ]
    return all.filter((column) => !beside() || !column.wide)
  }
  const tabs = () =>
    [...kinds, 'all' as const].map((name) => ({
      label: t(name),
      href: filters.href({ kind: name === 'staff' ? null : name }),
      current: name === 'all' ? kind() === null : kind() === name,
    }))
  return (
    <DeskPage
      title={t('title')}
      keys
      tabs={<LinkTabs label={t('list')} tabs={tabs()} />}
      actions={
        <Button kind="primary" icon={<Plus size={16} />} keyHint="N" onClick={() => setCreating(true)}>
          {t('create')}
        </Button>
      }
      filters={
        <FilterBar
          onClear={enabled() || filters.value('q') ? () => filters.set({ enabled: null, q: null }) : undefined}
        >
          <FilterSelect
            label={t('enabledFilter')}
            value={enabled()}
            onChange={(value) => filters.set({ enabled: value })}
            choices={[
              { value: 'yes', label: t('enabled') },
              { value: 'no', label: t('disabled') },
            ]}
          />
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns={beside() ? 'minmax(0, 1fr) clamp(340px, 32vw, 480px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns()}
          rowName={(row) => row.name}
          selected={selected()}
          onOpen={(row) => {
            setCreating(false)
            filters.open(row.id)
          }}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
        <Switch>
          <Match when={creating()}>
            <NewStaff onClose={() => setCreating(false)} />
          </Match>
          <Match when={opened()}>{(row) => <DeskAccount row={row()} onClose={() => filters.open(null)} />}</Match>
        </Switch>
      </Panes>
    </DeskPage>
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
