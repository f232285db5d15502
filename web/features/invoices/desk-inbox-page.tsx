import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Confirmed, InboxRow, InboxTab } from '../../../server/features/invoices/inbox.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { LongName } from '../../components/data-table.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Line, Note, Quiet } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { AlbumButton } from '../../components/pick-files.tsx'
import { ProgressCard } from '../../components/progress-card.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-inbox.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createDrop, type Drop } from './create-drop.ts'
import { DeskInboxInvoice } from './desk-inbox-invoice.tsx'
import { inboxTabs, problemSentence, reasonSentence } from './inbox-words.ts'

const refreshMs = 15_000
const accepted = '.pdf,.ofd,.xml,.zip'

/** 收票箱: what was dropped, by how it stands; the open one beside the list. */
export default function DeskInboxPage(): JSX.Element {
  const filters = createFilters('/desk/inbox', ['tab', 'q'])
  const now = createNow()
  // On a narrow desk the reason stands in the open one alone.
  const roomy = createFromWidth(1280)
  const client = useQueryClient()
  const tab = (): InboxTab => inboxTabs.find((name) => name === filters.value('tab')) ?? 'ready'
  const list = createKeysetList(
    api.inbox.list,
    () => ({ tab: tab(), search: filters.value('q') ?? '', limit: 50 }),
    () => ({ refreshMs }),
  )
  const counts = api.inbox.counts.use(
    () => undefined,
    () => ({ refreshMs }),
  )
  const refresh = () => {
    void client.invalidateQueries({ queryKey: api.inbox.list.key() })
    void client.invalidateQueries({ queryKey: api.inbox.counts.key() })
  }
  const drop = createDrop(refresh)
  const [tickedIds, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const ticked = () => list.rows().filter((row) => tickedIds().has(row.id) && row.finding?.request)
  const confirm = api.inbox.confirm.use({
    onSuccess: (answer: Confirmed) => {
      setTicked(new Set<string>())
      tell(answer)
    },
  })
  const confirmTicked = () => {
    const invoices = ticked().flatMap((row) => confirmOf(row) ?? [])
    if (invoices.length > 0 && !confirm.isPending) confirm.mutate({ invoices })
  }
  const again = api.inbox.matchAgain.use({
    onSuccess: () => {
      showToast({ text: t('matchingAgain') })
      setTimeout(refresh, 4_000)
    },
  })
  const bulk = () => tab() === 'ready'
  createKeys(() => [
    ...(bulk()
      ? [
          { key: 'Shift A', label: t('confirm'), run: confirmTicked, when: () => ticked().length > 0 },
          { key: 'Shift X', label: t('tickAll'), run: () => void setTicked(new Set(list.rows().map(({ id }) => id))) },
        ]
      : []),
  ])
  const countOf = (name: InboxTab) =>
    counts.isSuccess && name !== 'known' && name !== 'attached' ? counts.data[name] : undefined
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={() => columnsOf(tab(), now()).filter(({ id }) => id !== 'finding' || roomy())}
      rowName={(row) => row.number ?? row.files[0]?.originalName ?? ''}
      tabs={{
        name: 'tab',
        label: t('title'),
        current: tab(),
        choices: inboxTabs.map((name) => ({ value: name, label: t(name), count: countOf(name) })),
      }}
      search={t('search')}
      actions={
        <>
          <Button busy={again.isPending} onClick={() => again.mutate(undefined)}>
            {t('matchAgain')}
          </Button>
          <ButtonLink href="/desk/invoices">{t('requests')}</ButtonLink>
        </>
      }
      above={<DropPart drop={drop} error={confirm.error} />}
      emptyTitle={t('empty')}
      emptyText={t(tab() === 'ready' ? 'emptyReady' : 'emptyOther')}
      ticked={bulk() ? tickedIds() : undefined}
      onTick={bulk() ? setTicked : undefined}
      bulk={
        <Show when={bulk()}>
          <BulkBar
            count={ticked().length}
            amount={
              <Money amount={fen(ticked().reduce((sum, { reading }) => sum + (reading?.amountFen ?? 0), 0))} strong />
            }
            onClear={() => setTicked(new Set<string>())}
          >
            <BulkAction keyHint={['Shift', 'A']} busy={confirm.isPending} onClick={confirmTicked}>
              {confirm.isPending ? t('confirming') : t('confirmCount', { count: ticked().length })}
            </BulkAction>
          </BulkBar>
        </Show>
      }
      openOnMove
      paneWidth="clamp(400px, 40vw, 560px)"
    >
      {(id, pane) => (
        <DeskInboxInvoice
          row={list.rows().find((row) => row.id === id()) ?? null}
          pending={list.query.isPending}
          onClose={pane.close}
          onDone={() => {
            const rows = list.rows()
            const at = rows.findIndex((row) => row.id === id())
            const next = rows[at + 1] ?? rows[at - 1]
            if (next) pane.open(next.id)
            else pane.close()
          }}
        />
      )}
    </DeskList>
  )
}

/** What confirming a row without a further word says. */
export function confirmOf(row: InboxRow) {
  const requestId = row.finding?.request?.id
  if (!requestId || row.number === null) return null
  return { code: row.code, number: row.number, fileIds: row.files.map(({ id }) => id), requestId }
}

function tell({ results }: Confirmed): void {
  const refused = results.filter(({ error }) => error !== null).length
  const issued = results.length - refused
  if (issued > 0) showToast({ text: t('confirmedCount', { count: issued }) })
  if (refused > 0) showToast({ text: t('refusedCount', { count: refused }) })
}

function DropPart(props: { drop: Drop; error: unknown }): JSX.Element {
  const [issueAlone, setIssueAlone] = createSignal(false)
  const busy = () => {
    const phase = props.drop.state()?.phase
    return phase === 'sending' || phase === 'reading'
  }
  const send = (files: readonly File[]) => {
    if (!busy() && files.length > 0) void props.drop.send(files, issueAlone())
  }
  const dragging = createPageDrop(send)
  const state = <P extends 'sending' | 'reading' | 'done'>(phase: P) => {
    const now = props.drop.state()
    return now?.phase === phase ? (now as Extract<typeof now, { phase: P }>) : undefined
  }
  return (
    <PanePart>
      <Switch
        fallback={
          <Show when={!dragging()} fallback={<Note tone="waiting">{t('dropNow')}</Note>}>
            <Line apart>
              <Line>
                <AlbumButton accept={accepted} size="normal" kind="primary" onFiles={send}>
                  {t('pick')}
                </AlbumButton>
                <Quiet>{t('dropText')}</Quiet>
              </Line>
              <Checkbox checked={issueAlone()} onChange={setIssueAlone}>
                {t('issueAlone')}
              </Checkbox>
            </Line>
          </Show>
        }
      >
        <Match when={state('sending')}>
          {(now) => (
            <ProgressCard
              title={t('sending')}
              done={now().sent}
              total={now().total}
              text={t('sendingText', { name: now().name })}
            />
          )}
        </Match>
        <Match when={state('reading')}>
          {(now) => <ProgressCard title={t('reading')} done={now().read} total={now().total} text={t('readingText')} />}
        </Match>
      </Switch>
      <Show when={state('done')}>
        {(now) => (
          <Note>
            <Line apart>
              <span>
                {t('dropDone', now().progress.invoices)}
                <Show when={odd(now().progress.files) !== ''}>
                  {' · '}
                  {odd(now().progress.files)}
                </Show>
              </span>
              <Button size="dense" onClick={() => props.drop.putAway()}>
                {t('closeNote')}
              </Button>
            </Line>
          </Note>
        )}
      </Show>
      <For each={props.drop.failed()}>
        {(one) => <Note tone="rejected">{t('dropFailed', { name: one.name, why: errorSentence(one.error) })}</Note>}
      </For>
      <ErrorNote error={props.error} />
    </PanePart>
  )
}

/** Files may be let go of anywhere on the page; a browser left alone would open them instead. Says whether some hover. */
function createPageDrop(onFiles: (files: readonly File[]) => void): () => boolean {
  const [dragging, setDragging] = createSignal(false)
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setDragging(true)
  }
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) setDragging(false)
  }
  const dropped = (event: DragEvent) => {
    setDragging(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  window.addEventListener('dragover', over)
  window.addEventListener('dragleave', leave)
  window.addEventListener('drop', dropped)
  onCleanup(() => {
    window.removeEventListener('dragover', over)
    window.removeEventListener('dragleave', leave)
    window.removeEventListener('drop', dropped)
  })
  return dragging
}

function odd({ unreadable, known }: { unreadable: number; known: number }): string {
  return t('dropOdd', { unreadable, known })
}

function columnsOf(tab: InboxTab, now: Date): DeskColumn<InboxRow>[] {
  if (tab === 'unreadable' || tab === 'known') return fileColumns(tab, now)
  return [
    { id: 'number', header: t('columnNumber'), cell: (row) => row.number ?? '–', width: '188px' },
    {
      id: 'buyer',
      header: t('columnBuyer'),
      cell: (row) => <LongName>{row.reading?.buyerName ?? '–'}</LongName>,
      long: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) =>
        row.reading?.amountFen == null ? '–' : <Money amount={fen(row.reading.amountFen)} sign={false} />,
      align: 'end',
      width: '116px',
    },
    {
      id: 'day',
      header: t('columnDay'),
      cell: (row) => row.reading?.issuedOn ?? '–',
      width: '108px',
      wide: true,
    },
    {
      id: 'files',
      header: t('columnFiles'),
      cell: (row) => row.files.map(({ kind }) => kind.toUpperCase()).join(' '),
      width: '124px',
      wide: true,
    },
    {
      id: 'request',
      header: t('columnRequest'),
      cell: (row) =>
        row.finding?.request && tab !== 'unmatched' ? (
          <OrderNumber>{row.finding.request.orderNumber}</OrderNumber>
        ) : (
          '–'
        ),
      width: '116px',
      wide: true,
    },
    {
      id: 'finding',
      header: t('columnFinding'),
      cell: (row) => (row.finding ? reasonSentence(row.finding) : ''),
      width: '260px',
      wide: true,
    },
  ]
}

function fileColumns(tab: InboxTab, now: Date): DeskColumn<InboxRow>[] {
  return [
    {
      id: 'file',
      header: t('fileName'),
      cell: (row) => <LongName>{row.files[0]?.originalName ?? ''}</LongName>,
      long: true,
    },
    { id: 'why', header: t('columnWhy'), cell: (row) => whyOf(row, tab, now), width: '380px', wide: true },
    {
      id: 'since',
      header: t('columnReceived'),
      cell: (row) => formatTableTime(row.files[0]?.createdAt ?? '', now),
      width: '108px',
    },
  ]
}

function whyOf(row: InboxRow, tab: InboxTab, now: Date): string {
  const [file] = row.files
  if (tab === 'unreadable') return file?.problem ? problemSentence(file.problem) : ''
  if (file?.sameAs)
    return t('sameAs', { name: file.sameAs.originalName, when: formatTableTime(file.sameAs.createdAt, now) })
  return row.finding ? reasonSentence(row.finding) : ''
}
