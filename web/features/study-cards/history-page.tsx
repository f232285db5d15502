import { useSearchParams } from '@solidjs/router'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Entry } from '../../../server/features/study-cards/card-entries.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { entryTones } from './card-words.ts'
import { type EntryFilterName, entryFilterNames, entryFilterOf } from './entry-filter.ts'
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
  const [search, setSearch] = useSearchParams<Partial<Record<EntryFilterName, string>>>()
  const [choosing, setChoosing] = createSignal(false)
  const value = (name: EntryFilterName) => search[name] || null
  const filter = () => entryFilterOf(value)
  const list = api.studyCards.entries.use(
    () => ({ ...filter(), limit: pageSize }),
    () => ({ keepPrevious: true }),
  )
  const totals = api.studyCards.entryTotals.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (list.isSuccess ? list.data : undefined),
    (cursor) => api.studyCards.entries.query({ ...filter(), limit: pageSize, cursor }),
  )
  const setCount = () => inSheet.filter((name) => value(name) !== null).length
  const filtered = () => setCount() > 0 || value('q') !== null
  const clear = () => setSearch(Object.fromEntries(entryFilterNames.map((name) => [name, null])), { replace: true })
  return (
    <OrganisationShell title={t('history')} back="/cards" actions={<ExportEntries filter={filter()} iconOnly />}>
      <Stack gap={2}>
        <SearchBox
          placeholder={t('search')}
          value={search.q ?? ''}
          onSearch={(q) => setSearch({ q: q || null }, { replace: true })}
          slashKey={false}
        />
        <Line apart>
          <Quiet>
            <Show when={totals.isSuccess ? totals.data : null}>
              {(sums) =>
                joinParts(
                  t('totalCount', { count: sums().count }),
                  sums().inFen > 0 ? `${t('totalIn')} ${formatYuan(fen(sums().inFen))}` : null,
                  sums().outFen > 0 ? `${t('totalOut')} ${formatYuan(fen(sums().outFen))}` : null,
                )
              }
            </Show>
          </Quiet>
          <Button icon={<SlidersHorizontal size={20} />} onClick={() => setChoosing(true)}>
            {setCount() > 0 ? t('filterSet', { count: setCount() }) : t('filter')}
          </Button>
        </Line>
      </Stack>
      <Loaded query={list} errorTitle={t('historyNotOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <Show
                when={filtered()}
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
                <EmptyState title={t('nothingFound')} action={<Button onClick={clear}>{t('clear')}</Button>} />
              </Show>
            }
          >
            <Stack gap={3}>
              <Card>
                <For each={more.rows()}>{(entry) => <HistoryEntry entry={entry} />}</For>
              </Card>
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
      <Show when={choosing()}>
        <Suspense>
          <HistoryFilterSheet
            value={value}
            onChange={(changes) => setSearch(changes, { replace: true })}
            onClear={clear}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      </Show>
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
