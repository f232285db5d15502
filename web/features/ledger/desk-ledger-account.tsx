import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js'
import type {
  AccountView,
  EntryFilter,
  ExportLedgerInput,
  LedgerEntry,
} from '../../../server/features/ledger/ledger.schema.ts'
import { transferKinds } from '../../../server/features/ledger/ledger.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { type Column, DataTable, LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { FilterBar, FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { Line, Note, Quiet, Stack, SumBar } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatCount, formatTableTime, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/ledger.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { DeskMoreButton } from '../shell/desk-more-button.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { downloadByPost } from '../shell/download.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { CorrectLedger } from './desk-correct-ledger.tsx'
import { LedgerEntryDetail } from './desk-ledger-entry.tsx'
import { AccountName } from './desk-ledger-words.tsx'
import { accountName, kindWord, noteWord, placesOf } from './ledger-words.ts'

/** One account: what it holds, whose it is, and every entry with the balance after it; finance corrects it from here. */
export function LedgerAccount(props: { id: string; onClose: () => void; onOther: (id: string) => void }): JSX.Element {
  const query = api.ledger.account.use(() => ({ id: props.id }))
  const [correcting, setCorrecting] = createSignal(false)
  createEffect(
    on(
      () => props.id,
      () => setCorrecting(false),
      { defer: true },
    ),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('account')}>
          <SkeletonRows count={12} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('account')}>
          <ErrorState title={t('accountNotOpened')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={correcting() ? query.data : undefined}>
        {(account) => <CorrectLedger account={account()} onClose={() => setCorrecting(false)} />}
      </Match>
      <Match when={query.data}>
        {(account) => (
          <Entries
            account={account()}
            onClose={props.onClose}
            onOther={props.onOther}
            onCorrect={() => setCorrecting(true)}
          />
        )}
      </Match>
    </Switch>
  )
}

function Entries(props: {
  account: AccountView
  onClose: () => void
  onOther: (id: string) => void
  onCorrect: () => void
}): JSX.Element {
  const now = createNow()
  const [days, setDays] = createSignal<{ from: string | null; to: string | null }>({ from: null, to: null })
  const [kind, setKind] = createSignal<LedgerEntry['kind'] | null>(null)
  const [chosen, setChosen] = createSignal<string | null>(null)
  createEffect(
    on(
      () => props.account.id,
      () => {
        setDays({ from: null, to: null })
        setKind(null)
        setChosen(null)
      },
      { defer: true },
    ),
  )
  const filter = () => ({
    accountId: props.account.id,
    ...(days().from ? { from: days().from ?? '' } : {}),
    ...(days().to ? { to: days().to ?? '' } : {}),
    ...(kind() ? { kinds: [kind() ?? 'correction'] } : {}),
  })
  const list = createKeysetList(api.ledger.entries, () => ({ ...filter(), limit: 50 }))
  const rows = () => list.rows()
  const entry = () => rows().find((row) => row.id === chosen()) ?? null
  const filtered = () => days().from !== null || days().to !== null || kind() !== null
  const columns: Column<LedgerEntry>[] = [
    { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.at, now()), width: '108px' },
    {
      id: 'kind',
      header: t('columnWhat'),
      cell: (row) => <LongName>{kindWord(row.kind)}</LongName>,
      long: true,
      width: '124px',
    },
    {
      id: 'other',
      header: t('columnOther'),
      cell: (row) => <LongName>{`${kindWord(row.other.kind)} ${accountName(row.other)}`}</LongName>,
      long: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => <Money amount={row.amountFen} sign={false} />,
      align: 'end',
      width: '108px',
    },
    {
      id: 'balance',
      header: t('columnAfter'),
      cell: (row) => <Money amount={row.balanceFen} sign={false} strong={false} />,
      align: 'end',
      width: '116px',
    },
  ]
  const count = () =>
    list.hasMore() ? desk('shown', { count: rows().length }) : desk('shownAll', { count: rows().length })
  return (
    <Pane
      label={`${kindWord(props.account.kind)} ${accountName(props.account)}`}
      head={
        <PanePart>
          <Stack gap={3}>
            <AccountHead
              account={props.account}
              filter={filter()}
              onClose={props.onClose}
              onCorrect={props.onCorrect}
            />
            <FilterBar
              onClear={
                filtered()
                  ? () => {
                      setDays({ from: null, to: null })
                      setKind(null)
                    }
                  : undefined
              }
            >
              <FilterDates
                label={t('days')}
                from={days().from}
                to={days().to}
                value={daysWord(days().from, days().to)}
                onChange={(from, to) => setDays({ from, to })}
              />
              <FilterSelect
                label={t('entryKind')}
                value={kind()}
                onChange={setKind}
                choices={transferKinds.map((value) => ({ value, label: kindWord(value) }))}
              />
            </FilterBar>
          </Stack>
        </PanePart>
      }
      foot={
        <Show when={rows().length > 0}>
          <Show
            when={entry()}
            fallback={
              <PanePart>
                <Quiet>{t('chooseEntry')}</Quiet>
              </PanePart>
            }
          >
            {(one) => <LedgerEntryDetail entry={one()} onOther={props.onOther} onClose={() => setChosen(null)} />}
          </Show>
          <SumBar parts={[{ label: count(), value: '' }]}>
            <DeskMoreButton list={list} />
          </SumBar>
        </Show>
      }
    >
      <Switch
        fallback={
          <>
            <ErrorNote error={list.query.isRefetchError ? list.query.error : null} />
            <DataTable
              label={t('entries')}
              columns={columns}
              rows={rows()}
              rowKey={(row) => row.id}
              rowName={(row) => `${kindWord(row.kind)} ${formatYuan(row.amountFen)}`}
              selected={chosen()}
              onOpen={(row) => setChosen(row.id)}
              openOnMove
            />
          </>
        }
      >
        <Match when={list.query.isPending}>
          <SkeletonRows count={10} />
        </Match>
        <Match when={list.query.isLoadingError}>
          <ErrorState
            title={t('accountNotOpened')}
            error={list.query.error}
            onRetry={() => void list.query.refetch()}
          />
        </Match>
        <Match when={rows().length === 0}>
          <EmptyState title={t('noEntries')}>{t('noEntriesText')}</EmptyState>
        </Match>
      </Switch>
    </Pane>
  )
}

function AccountHead(props: {
  account: AccountView
  filter: EntryFilter
  onClose: () => void
  onCorrect: () => void
}): JSX.Element {
  const staff = useStaff()
  const finance = () => staff.may('finance')
  const ownWay = () => {
    const { kind } = props.account
    if (kind === 'order') return t('ownWayOrder')
    if (kind === 'refund') return t('ownWayRefund')
    return kind === 'cardExpired' ? t('ownWayCardExpired') : null
  }
  return (
    <Stack gap={2}>
      <Line apart>
        <Stack gap={1}>
          <Quiet>
            {[kindWord(props.account.kind), props.account.note ? noteWord(props.account) : '']
              .filter(Boolean)
              .join('　')}
          </Quiet>
          <strong>
            <AccountName account={props.account} />
          </strong>
        </Stack>
        <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
      </Line>
      <Line apart>
        <Money
          amount={props.account.balanceFen}
          size="title"
          tone={props.account.balanceFen < 0 ? 'rejected' : undefined}
        />
        <Line gap={4}>
          <Quiet>{`${t('inSum')} ${formatYuan(props.account.inFen)}`}</Quiet>
          <Quiet>{`${t('outSum')} ${formatYuan(props.account.outFen)}`}</Quiet>
          <Quiet>{`${t('entryCount')} ${formatCount(props.account.entries)}`}</Quiet>
        </Line>
      </Line>
      <Line>
        <For each={placesOf(props.account)}>
          {(place) => (
            <ButtonLink size="dense" href={place.href}>
              {place.label}
            </ButtonLink>
          )}
        </For>
        <Show when={finance()}>
          <ExportEntries filter={props.filter} />
        </Show>
        <Show when={finance() && props.account.correctable}>
          <Button size="dense" onClick={props.onCorrect}>
            {t('correct')}
          </Button>
        </Show>
      </Line>
      <Show when={finance() ? ownWay() : null}>{(text) => <Note>{text()}</Note>}</Show>
    </Stack>
  )
}

function ExportEntries(props: { filter: EntryFilter }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const send = async () => {
    setBusy(true)
    try {
      const asked: ExportLedgerInput = { ...props.filter, locale: language() }
      await downloadByPost('/api/ledger/export', asked)
    } catch (error) {
      showToast({ text: errorSentence(error) })
    }
    setBusy(false)
  }
  return (
    <Button size="dense" busy={busy()} onClick={() => void send()}>
      {busy() ? t('exporting') : t('exportIt')}
    </Button>
  )
}

function daysWord(from: string | null, to: string | null): string {
  if (from && to) return t('dayRange', { from, to })
  if (from) return t('since', { from })
  return to ? t('until', { to }) : t('anyDay')
}
