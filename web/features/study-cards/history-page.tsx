import { type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Entry } from '../../../server/features/study-cards/card-entries.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t as lists } from '../../texts/phone-lists.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createFilters } from '../shell/filters.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { PhoneFilters } from '../shell/phone-filters.tsx'
import { entryTones } from './card-words.ts'
import { entryFilterNames, entryFilterOf } from './entry-filter.ts'
import { ExportEntries } from './export-entries.tsx'

const DeskHistory = lazy(async () => {
  const { DeskHistory: Desk } = await import('./desk-history.tsx')
  await textsReady()
  return { default: () => <Desk base="/cards/history" cards="/cards" learners="/learners" wholeCentre={false} /> }
})
const HistoryFilterSheet = lazy(() => import('./history-filter-sheet.tsx'))

const pageSize = 20
/** What the sheet sets: the search box stands on the page itself. */
const inSheet = entryFilterNames.filter((name) => name !== 'q')

/** 充值明细: everything that went into learners' accounts and out of them. */
export default function HistoryPage(): JSX.Element {
  return <ByWidth phone={<HistoryPhone />} desk={<DeskHistory />} />
}

function HistoryPhone(): JSX.Element {
  const filters = createFilters('/cards/history', entryFilterNames)
  const filter = () => entryFilterOf(filters.value)
  const list = createPagedList(api.studyCards.entries, () => ({ ...filter(), limit: pageSize }))
  const totals = api.studyCards.entryTotals.use(filter, () => ({ keepPrevious: true }))
  return (
    <OrganisationShell title={t('history')} back="/cards" actions={<ExportEntries filter={filter()} iconOnly />}>
      <PhoneFilters
        filters={filters}
        placeholder={t('search')}
        inSheet={inSheet}
        totals={
          <Show when={totals.isSuccess ? totals.data : null}>
            {(sums) =>
              joinParts(
                t('totalCount', { count: sums().count }),
                sums().inFen > 0 ? `${t('totalIn')} ${formatYuan(fen(sums().inFen))}` : null,
                sums().outFen > 0 ? `${t('totalOut')} ${formatYuan(fen(sums().outFen))}` : null,
              )
            }
          </Show>
        }
        sheet={(close) => <HistoryFilterSheet filters={filters} onClose={close} />}
      />
      <PagedRows
        list={list}
        errorTitle={t('historyNotOpened')}
        together
        empty={
          <Show
            when={filters.any()}
            fallback={
              <EmptyState
                title={t('noHistory')}
                action={
                  <ButtonLink kind="primary" href="/recharge">
                    {t('recharge')}
                  </ButtonLink>
                }
              >
                {t('noHistoryText')}
              </EmptyState>
            }
          >
            <EmptyState
              title={t('nothingFound')}
              action={<Button onClick={() => filters.clear()}>{lists('clear')}</Button>}
            />
          </Show>
        }
      >
        {(entry) => <HistoryEntry entry={entry} />}
      </PagedRows>
    </OrganisationShell>
  )
}

/** One movement: what and when, whose and how much, of which batch, by whom and why. */
function HistoryEntry(props: { entry: Entry }): JSX.Element {
  return (
    <CardEntry
      href={props.entry.operationId ? `/cards/operations/${props.entry.operationId}` : undefined}
      state={
        <Chop tone={entryTones[props.entry.kind]} since={formatDateTime(props.entry.at)}>
          {t(`entry_${props.entry.kind}`)}
        </Chop>
      }
      main={props.entry.learner.name}
      amount={<Money amount={fen(props.entry.amountFen)} />}
      note={props.entry.plan.name}
      noteEnd={<OrderNumber>{props.entry.batch.orderNumber}</OrderNumber>}
    >
      <Quiet>{joinParts(props.entry.organisation?.name, props.entry.byName, props.entry.reason)}</Quiet>
    </CardEntry>
  )
}
