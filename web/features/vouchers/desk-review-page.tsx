import { createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import { formatFen } from '../../../server/core/money.ts'
import type { ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { language } from '../../texts/texts.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { createReviewQueue, passedAll, queueStates } from './create-review-queue.ts'
import { type Decidable, putAsideCount, type Verdict } from './decisions.ts'
import { ReviewBackground, ReviewChecks, ReviewComparison, ReviewHeadline } from './desk-review-facts.tsx'
import { ReviewPicturePane } from './desk-review-picture.tsx'
import { findingOf, ReviewQueuePane } from './desk-review-queue.tsx'
import { ReviewVerdict } from './desk-review-verdict.tsx'
import { fieldLabel } from './field-texts.ts'
import { type SlipFieldId, slipFieldIds, slipFields, worstField } from './slip-fields.ts'

/** While a voucher is still being read, its page asks often; then it only looks whether somebody changed it. */
const beingReadMs = 2_000
const openMs = 5_000

/** English labels are longer: the queue widens with the language. */
const queueWidth = 'clamp(208px, 17vw, 256px)'
const wideQueue = 'clamp(224px, 20vw, 296px)'

const tabWords = { submitted: 'waiting', approved: 'approved', rejected: 'rejected' } as const

/** 凭证审核: queue, picture and comparison side by side, everything by keyboard. */
export default function DeskReviewPage(): JSX.Element {
  const staff = useStaff()
  const queue = createReviewQueue()
  const counts = api.vouchers.queueCounts.use(
    () => undefined,
    () => ({ refreshMs: 15_000 }),
  )
  const mayDecide = () => staff.may('reviewer')
  const approveTicked = () => {
    const passed = queue.tickedRows().filter(passedAll)
    queue.decideAndGoOn(
      passed.flatMap(({ id, version, organisationName, amountFen }) =>
        amountFen === null
          ? []
          : [{ voucher: { id, version, organisationName }, input: { verdict: 'approve' as const, amountFen } }],
      ),
    )
  }
  const tickChosen = () => {
    const id = queue.selectedId()
    if (id !== null && queue.rows().some((row) => row.id === id)) queue.tick(id)
  }
  createKeys(() => [
    { key: 'J', label: t('keyNext'), run: () => queue.move(1) },
    { key: 'K', label: t('keyPrevious'), run: () => queue.move(-1) },
    ...(mayDecide() && queue.state() === 'submitted'
      ? [
          { key: 'X', label: t('keysTick'), run: tickChosen },
          {
            key: 'Shift A',
            label: t('keyApproveAll'),
            run: approveTicked,
            when: () => queue.tickedRows().some(passedAll),
          },
        ]
      : []),
  ])
  const tabs = () =>
    queueStates.map((state) => ({
      label: t(tabWords[state]),
      href: queue.href(null, { state }),
      current: queue.state() === state,
      ...(state === 'submitted' && counts.isSuccess
        ? { count: Math.max(0, counts.data.submitted - putAsideCount()) }
        : {}),
    }))
  return (
    <DeskPage
      title={t('title')}
      tabs={<LinkTabs label={t('title')} tabs={tabs()} />}
      actions={<SearchBox placeholder={t('search')} value={queue.search()} onSearch={queue.setSearch} />}
      keys
    >
      <Panes columns={`${language() === 'en' ? wideQueue : queueWidth} minmax(0, 1fr) clamp(368px, 36vw, 520px)`}>
        <ReviewQueuePane queue={queue} mayDecide={mayDecide()} onApproveTicked={approveTicked} />
        <Show when={queue.selectedId()} fallback={<NothingChosen />}>
          {(id) => (
            <Review
              id={id()}
              mayDecide={mayDecide()}
              onDecide={(voucher, input) => queue.decideAndGoOn([{ voucher, input }])}
            />
          )}
        </Show>
      </Panes>
      <output class="only-heard">
        {queue
          .rows()
          .filter((row) => row.id === queue.selectedId())
          .map((row) =>
            t('selectedHeard', {
              name: row.organisationName,
              amount: row.amountFen === null ? t('noAmount') : formatFen(row.amountFen),
              finding: findingOf(row).text,
            }),
          )}
      </output>
    </DeskPage>
  )
}

function NothingChosen(): JSX.Element {
  return (
    <>
      <Pane label={t('picture')} ground="sunk">
        <EmptyState title={t('nothingChosen')}>{t('nothingChosenText')}</EmptyState>
      </Pane>
      <Pane label={t('voucher')}>{null}</Pane>
    </>
  )
}

function Review(props: {
  id: string
  mayDecide: boolean
  onDecide: (voucher: Decidable, verdict: Verdict) => void
}): JSX.Element {
  const [checked, setChecked] = createSignal(true)
  const query = api.vouchers.review.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: checked() ? openMs : beingReadMs }),
  )
  createEffect(() => setChecked(query.isPending || query.isError || (query.data?.checked ?? true)))
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('picture')} ground="sunk">
          {null}
        </Pane>
        <Pane label={t('voucher')}>
          <SkeletonRows count={9} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('picture')} ground="sunk">
          {null}
        </Pane>
        <Pane label={t('voucher')}>
          <ErrorState title={t('voucherFailed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(view) => (
          <ReviewPanes
            view={view()}
            error={query.isRefetchError ? query.error : null}
            mayDecide={props.mayDecide}
            onDecide={(input) => {
              // A copy: what is shown turns into the next voucher while this one is still on its way.
              const { id, version, organisationName } = view()
              props.onDecide({ id, version, organisationName }, input)
            }}
          />
        )}
      </Match>
    </Switch>
  )
}

/** What the organisation said and sent: reading and checking change a voucher's version too, and are nobody's news. */
function saidBy(view: ReviewView): string {
  return JSON.stringify([view.claims, view.files.map((file) => file.id), view.invoiceDetails])
}

function ReviewPanes(props: {
  view: ReviewView
  /** Asking again failed; what is shown may be old. */
  error: unknown
  mayDecide: boolean
  onDecide: (verdict: Verdict) => void
}): JSX.Element {
  const [fileIndex, setFileIndex] = createSignal(0)
  const [picked, setPicked] = createSignal<SlipFieldId | null>(null)
  const [seen, setSeen] = createSignal(saidBy(props.view))
  createEffect(
    on(
      createMemo(() => props.view.id),
      () => {
        setFileIndex(0)
        setPicked(null)
        setSeen(saidBy(props.view))
      },
    ),
  )
  const undo = api.vouchers.undo.use({ onError: (error) => showToast({ text: errorSentence(error) }) })
  const index = () => Math.min(fileIndex(), Math.max(0, props.view.files.length - 1))
  const fields = createMemo(() => slipFields(props.view, props.view.files[index()]?.id ?? null))
  const chosen = () => picked() ?? worstField(fields())
  createKeys(() =>
    slipFieldIds.map((id, at) => ({
      key: String(at + 1),
      label: t('keyField', { label: fieldLabel(id) }),
      run: () => setPicked(id),
    })),
  )
  return (
    <>
      <ReviewPicturePane
        view={props.view}
        fields={fields()}
        fileIndex={index()}
        onFile={setFileIndex}
        chosen={chosen()}
        onChoose={setPicked}
      />
      <Pane
        label={t('voucher')}
        shownId={props.view.id}
        foot={
          <ReviewVerdict
            view={props.view}
            mayDecide={props.mayDecide}
            onDecide={props.onDecide}
            onUndo={(decisionId) => undo.mutate({ decisionId })}
          />
        }
      >
        <PanePart>
          <ErrorNote error={props.error} />
          <Show when={seen() !== saidBy(props.view) && props.view.state === 'submitted'}>
            <Note tone="waiting">{t('changedHere')}</Note>
          </Show>
          <ReviewHeadline view={props.view} />
          <Show when={props.view.claims.note}>
            {(note) => (
              <Note>
                <strong>{t('note')}</strong> {note()}
              </Note>
            )}
          </Show>
        </PanePart>
        <ReviewComparison view={props.view} fields={fields()} chosen={chosen()} onChoose={setPicked} />
        <PanePart>
          <ReviewChecks view={props.view} />
          <ReviewBackground view={props.view} />
        </PanePart>
      </Pane>
    </>
  )
}
