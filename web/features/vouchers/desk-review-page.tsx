import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { formatFen } from '../../../server/core/money.ts'
import type { ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { useStaff } from '../shell/desk-staff.ts'
import {
  createChangedHere,
  createReviewQuery,
  NothingToReview,
  onOther,
  ReviewDesk,
  type ReviewLabels,
  ReviewParts,
} from '../shell/review-desk.tsx'
import { createReviewQueue, passedAll, queueStates } from './create-review-queue.ts'
import { type Decidable, putAsideCount, type Verdict } from './decisions.ts'
import { ReviewBackground, ReviewChecks, ReviewComparison, ReviewHeadline } from './desk-review-facts.tsx'
import { ReviewPicturePane } from './desk-review-picture.tsx'
import { findingOf, ReviewQueuePane } from './desk-review-queue.tsx'
import { ReviewVerdict } from './desk-review-verdict.tsx'
import { fieldLabel } from './field-texts.ts'
import { type SlipFieldId, slipFieldIds, slipFields, worstField } from './slip-fields.ts'

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
  createKeys(() =>
    mayDecide() && queue.state() === 'submitted'
      ? [
          { key: 'X', label: t('keysTick'), run: tickChosen },
          {
            key: 'Shift A',
            label: t('keyApproveAll'),
            run: approveTicked,
            when: () => queue.tickedRows().some(passedAll),
          },
        ]
      : [],
  )
  return (
    <ReviewDesk
      title={t('title')}
      queue={queue}
      tabs={queueStates.map((state) => ({
        state,
        label: t(tabWords[state]),
        ...(state === 'submitted' && counts.isSuccess
          ? { count: Math.max(0, counts.data.submitted - putAsideCount()) }
          : {}),
      }))}
      search={t('search')}
      keyNext={t('keyNext')}
      keyPrevious={t('keyPrevious')}
      queuePane={<ReviewQueuePane queue={queue} mayDecide={mayDecide()} onApproveTicked={approveTicked} />}
      heard={(row) =>
        t('selectedHeard', {
          name: row.organisationName,
          amount: row.amountFen === null ? t('noAmount') : formatFen(row.amountFen),
          finding: findingOf(row).text,
        })
      }
      nothing={<NothingToReview labels={labels()} title={t('nothingChosen')} text={t('nothingChosenText')} />}
    >
      {(id) => (
        <Review
          id={id()}
          mayDecide={mayDecide()}
          onDecide={(voucher, input) => queue.decideAndGoOn([{ voucher, input }])}
        />
      )}
    </ReviewDesk>
  )
}

const labels = (): ReviewLabels => ({ middle: t('picture'), right: t('voucher') })

function Review(props: {
  id: string
  mayDecide: boolean
  onDecide: (voucher: Decidable, verdict: Verdict) => void
}): JSX.Element {
  const query = createReviewQuery(api.vouchers.review, () => props.id)
  return (
    <ReviewParts query={query} labels={labels()} failedTitle={t('voucherFailed')}>
      {(view, error) => (
        <ReviewPanes
          view={view()}
          error={error()}
          mayDecide={props.mayDecide}
          onDecide={(input) => {
            // A copy: what is shown turns into the next voucher while this one is still on its way.
            const { id, version, organisationName } = view()
            props.onDecide({ id, version, organisationName }, input)
          }}
        />
      )}
    </ReviewParts>
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
  const shown = () => props.view.id
  onOther(shown, () => {
    setFileIndex(0)
    setPicked(null)
  })
  const changedHere = createChangedHere(shown, () => saidBy(props.view))
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
          <Show when={changedHere() && props.view.state === 'submitted'}>
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
