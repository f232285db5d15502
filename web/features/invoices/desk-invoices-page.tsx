import type { JSX } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceRequestState, RequestRow } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-invoices.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskInvoiceRequest } from './desk-invoice-request.tsx'
import { kindWord, requestStateWord, requestTones } from './desk-invoice-states.ts'

/** What each tab lists; what is owed comes first in, first out, what is done newest first. */
const tabs = {
  open: { states: ['requested', 'approved', 'issuing'], newestFirst: false },
  out: { states: ['issued', 'delivered', 'redFlushed'], newestFirst: true },
  rejected: { states: ['rejected'], newestFirst: true },
  all: { states: null, newestFirst: true },
} as const satisfies Record<string, { states: readonly InvoiceRequestState[] | null; newestFirst: boolean }>
type Tab = keyof typeof tabs
const tabNames: readonly Tab[] = ['open', 'out', 'rejected', 'all']

const refreshMs = 15_000

/** 发票: requests beside the one that is being issued. */
export default function DeskInvoicesPage(): JSX.Element {
  const filters = createFilters('/desk/invoices', ['tab', 'q'])
  const now = createNow()
  const tab = (): Tab => tabNames.find((name) => name === filters.value('tab')) ?? 'open'
  const list = createKeysetList(
    api.invoices.listRequests,
    () => {
      const { states, newestFirst } = tabs[tab()]
      return { states: states === null ? null : [...states], newestFirst, search: filters.value('q') ?? '', limit: 50 }
    },
    () => ({ refreshMs }),
  )
  const columns = (): DeskColumn<RequestRow>[] => [
    {
      id: 'since',
      header: t('columnSince'),
      cell: (row) => formatTableTime(row.createdAt, now()),
      width: '104px',
      wide: true,
    },
    {
      id: 'title',
      header: t('columnTitle'),
      cell: (row) => <LongName>{row.title}</LongName>,
      long: true,
    },
    {
      id: 'order',
      header: t('columnOrder'),
      cell: (row) => <OrderNumber>{row.orderNumber}</OrderNumber>,
      width: '116px',
      wide: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => <Money amount={fen(row.amountFen)} sign={false} />,
      align: 'end',
      width: '108px',
    },
    { id: 'kind', header: t('columnKind'), cell: (row) => kindWord(row.kind), width: '76px', wide: true },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={requestTones[row.state]}>{requestStateWord(row.state)}</StateMark>,
      width: '124px',
    },
    {
      id: 'number',
      header: t('columnNumber'),
      cell: (row) => row.invoiceNumber ?? '–',
      width: '188px',
      wide: true,
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      saved
      columns={columns}
      rowName={(row) => row.title}
      tabs={{
        name: 'tab',
        label: t('title'),
        current: tab(),
        choices: tabNames.map((name) => ({ value: name, label: t(name) })),
      }}
      search={t('search')}
      actions={<ButtonLink href="/desk/inbox">{t('inbox')}</ButtonLink>}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth="clamp(400px, 40vw, 560px)"
    >
      {(id, pane) => <DeskInvoiceRequest id={id()} onClose={pane.close} />}
    </DeskList>
  )
}
