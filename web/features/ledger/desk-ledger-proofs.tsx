import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { Proof, ProofRow } from '../../../server/features/ledger/ledger.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { StateMark } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatCount, formatDateTime, formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/ledger.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { LedgerAlarmNote } from './desk-ledger-alarm.tsx'
import { ledgerTabsOf } from './ledger-tabs.ts'
import { problemHref, problemSentence } from './ledger-words.ts'

const refreshMs = 15_000
/** How often a proof that is being made is asked for. */
const askMs = 1500

/** 账目核对: the proofs of the books, what each found, and a new one now. */
export function LedgerProofs(): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const filters = createFilters('/desk/ledger', ['tab'])
  const alarm = api.ledger.alarm.use(
    () => undefined,
    () => ({ refreshMs }),
  )
  const said = () => (alarm.isSuccess ? alarm.data : null)
  const list = createKeysetList(
    api.ledger.proofs,
    () => ({ limit: 50 }),
    () => ({ refreshMs }),
  )
  const proving = createProving((id) => {
    void list.query.refetch()
    filters.open(id)
  })
  createKeys(() => [{ key: 'N', label: t('proveNow'), run: proving.start }])
  const columns = (): DeskColumn<ProofRow>[] => [
    { id: 'at', header: t('columnWhen'), cell: (row) => formatTableTime(row.startedAt, now()), width: '120px' },
    { id: 'result', header: t('columnResult'), cell: (row) => <Result proof={row} />, width: '160px' },
    {
      id: 'accounts',
      header: t('columnAccounts'),
      cell: (row) => formatCount(row.accounts),
      align: 'end',
      width: '96px',
    },
    {
      id: 'transfers',
      header: t('columnTransfers'),
      cell: (row) => formatCount(row.transfers),
      align: 'end',
      width: '96px',
    },
    { id: 'took', header: t('columnTook'), cell: (row) => tookWord(row), align: 'end', width: '88px', wide: true },
    { id: 'by', header: t('columnAskedBy'), cell: (row) => row.askedBy ?? t('byNight') },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('proofList')}
      columns={columns}
      rowName={(row) => formatDateTime(row.startedAt)}
      tabs={ledgerTabsOf('proofs', staff.may('finance'), said()?.problemCount ?? 0)}
      actions={
        <Button kind="primary" keyHint="N" busy={proving.running()} onClick={proving.start}>
          {proving.running() ? t('proving') : t('proveNow')}
        </Button>
      }
      above={
        <>
          <LedgerAlarmNote alarm={said()} />
          <ErrorNote error={proving.error()} />
          <Show when={proving.running()}>
            <Note>{t('provingText')}</Note>
          </Show>
        </>
      }
      emptyTitle={t('noProofs')}
      emptyText={t('noProofsText')}
      emptyAction={() => <Button onClick={proving.start}>{t('proveNow')}</Button>}
      paneWidth="clamp(400px, 44vw, 680px)"
    >
      {(id, pane) => <ProofPane id={id()} onClose={pane.close} />}
    </DeskList>
  )
}

/** Has the worker prove the books, and asks until it has. */
function createProving(onProven: (id: string) => void) {
  const [asked, setAsked] = createSignal<string | null>(null)
  const prove = api.ledger.prove.use({ stale: [] })
  createEffect(() => {
    const id = asked()
    if (id === null) return
    const timer = setInterval(() => {
      api.ledger.proof.query({ id }).then(
        (proof) => {
          if (asked() !== id) return
          setAsked(null)
          onProven(id)
          showToast({
            text: proof.problemCount === 0 ? t('proven') : t('provenProblems', { count: proof.problemCount }),
          })
        },
        // Not there yet.
        () => undefined,
      )
    }, askMs)
    onCleanup(() => clearInterval(timer))
  })
  return {
    running: () => prove.isPending || asked() !== null,
    error: () => prove.error,
    start: () => {
      if (asked() !== null) return
      const id = newId()
      prove.mutate({ id }, { onSuccess: () => setAsked(id) })
    },
  }
}

function Result(props: { proof: Pick<ProofRow, 'problemCount'> }): JSX.Element {
  return (
    <StateMark tone={props.proof.problemCount === 0 ? 'settled' : 'rejected'}>
      {props.proof.problemCount === 0 ? t('holds') : t('problems', { count: props.proof.problemCount })}
    </StateMark>
  )
}

function ProofPane(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.ledger.proof.use(() => ({ id: props.id }))
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('proof')}>
          <SkeletonRows count={8} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('proof')}>
          <ErrorState title={t('proofNotOpened')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>{(proof) => <ProofFound proof={proof()} onClose={props.onClose} />}</Match>
    </Switch>
  )
}

function ProofFound(props: { proof: Proof; onClose: () => void }): JSX.Element {
  return (
    <Pane label={t('proof')} shownId={props.proof.id}>
      <PanePart>
        <Stack gap={3}>
          <Line apart>
            <Line gap={3}>
              <strong>{formatDateTime(props.proof.startedAt)}</strong>
              <Result proof={props.proof} />
            </Line>
            <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
          </Line>
          <Quiet>
            {t('proofFacts', {
              accounts: formatCount(props.proof.accounts),
              transfers: formatCount(props.proof.transfers),
              took: tookWord(props.proof),
            })}
          </Quiet>
          <Show when={props.proof.problemCount > 0} fallback={<Note>{t('holdsText')}</Note>}>
            <Note tone="rejected">{t('whatToDo')}</Note>
            <Card label={t('problemList')}>
              <For each={props.proof.problems}>
                {(problem) => <CardLine label={problemSentence(problem)} href={problemHref(problem) ?? undefined} />}
              </For>
            </Card>
            <Show when={props.proof.problemCount > props.proof.problems.length}>
              <Quiet>{t('keptOnly', { count: props.proof.problems.length, all: props.proof.problemCount })}</Quiet>
            </Show>
          </Show>
        </Stack>
      </PanePart>
    </Pane>
  )
}

/** `0.8 s`: from its first statement to its last. */
function tookWord({ startedAt, finishedAt }: Pick<ProofRow, 'startedAt' | 'finishedAt'>): string {
  return `${((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`
}
