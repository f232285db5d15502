import type { JSX } from 'solid-js'
import type { LedgerAccountKind } from '../../../server/features/ledger/ledger.rules.ts'
import { type AccountRow, accountKinds, cardKinds, moneyKinds } from '../../../server/features/ledger/ledger.schema.ts'
import { api } from '../../api.ts'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/ledger.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { type DeskColumn, DeskList, type ListRoom } from '../shell/desk-list.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { LedgerAccount } from './desk-ledger-account.tsx'
import { LedgerAlarmNote } from './desk-ledger-alarm.tsx'
import { AccountName } from './desk-ledger-words.tsx'
import { ledgerTabs, ledgerTabsOf } from './ledger-tabs.ts'
import { accountName, kindWord, noteWord } from './ledger-words.ts'

const alarmMs = 60_000

const kindsOf: Record<'all' | 'money' | 'cards', readonly LedgerAccountKind[]> = {
  all: accountKinds,
  money: moneyKinds,
  cards: cardKinds,
}

/** The accounts of the ledger with what they hold, one of them open beside the list with all that moved it. */
export function LedgerAccounts(): JSX.Element {
  const staff = useStaff()
  const filters = createFilters('/desk/ledger', ['tab', 'kind', 'q'])
  const alarm = api.ledger.alarm.use(
    () => undefined,
    () => ({ refreshMs: alarmMs, enabled: staff.may('finance') }),
  )
  const said = () => (alarm.isSuccess ? alarm.data : null)
  const tab = () => {
    const wanted = ledgerTabs.find((one) => one === filters.value('tab')) ?? 'all'
    return wanted === 'proofs' ? 'all' : wanted
  }
  const kind = () => kindsOf[tab()].find((one) => one === filters.value('kind')) ?? null
  const list = createKeysetList(api.ledger.accounts, () => ({
    of: tab(),
    limit: 50,
    ...(kind() ? { kind: kind() ?? undefined } : {}),
    ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
  }))
  const columns = (room: ListRoom): DeskColumn<AccountRow>[] => [
    {
      id: 'kind',
      header: t('columnKind'),
      cell: (row) => <LongName>{kindWord(row.kind)}</LongName>,
      long: true,
      width: room.beside() && language() !== 'en' ? '116px' : '144px',
    },
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <AccountName account={row} long />,
      long: true,
    },
    {
      id: 'note',
      header: t('columnNote'),
      cell: (row) =>
        row.kind === 'bank' ? <AccountNumber>{row.note}</AccountNumber> : <LongName>{noteWord(row)}</LongName>,
      long: true,
      wide: true,
    },
    {
      id: 'balance',
      header: t('columnBalance'),
      cell: (row) => <Money amount={row.balanceFen} sign={false} tone={row.balanceFen < 0 ? 'rejected' : undefined} />,
      align: 'end',
      width: '124px',
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => `${kindWord(row.kind)} ${accountName(row)}`}
      tabs={ledgerTabsOf(tab(), staff.may('finance'), said()?.problemCount ?? 0)}
      selects={
        <FilterSelect
          label={t('kind')}
          value={kind()}
          onChange={(value) => filters.set({ kind: value })}
          choices={kindsOf[tab()].map((value) => ({ value, label: kindWord(value) }))}
        />
      }
      search={t('search')}
      above={<LedgerAlarmNote alarm={said()} />}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth="clamp(480px, 55vw, 860px)"
    >
      {(id, pane) => <LedgerAccount id={id()} onClose={pane.close} onOther={pane.open} />}
    </DeskList>
  )
}
