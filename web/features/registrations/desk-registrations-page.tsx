import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import type { AppError } from '../../../server/core/app-error.ts'
import type { LicenceFieldName } from '../../../server/features/registrations/licence-reading.schema.ts'
import type {
  ApprovedRegistration,
  ReviewRegistration,
} from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { licenceField } from '../../texts/registration-checks.ts'
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
import { keepApproval } from './desk-registration-approved.tsx'
import { RegistrationDocuments } from './desk-registration-documents.tsx'
import {
  RegistrationChecks,
  RegistrationComparison,
  RegistrationContact,
  RegistrationDuplicates,
  RegistrationHeadline,
  RegistrationMore,
  RegistrationTrail,
} from './desk-registration-facts.tsx'
import { createRegistrationQueue, findingOf, queueStates, RegistrationQueuePane } from './desk-registration-queue.tsx'
import { isCompared, licenceRows, worstRow } from './desk-registration-rows.ts'
import { RegistrationVerdict } from './desk-registration-verdict.tsx'

/** 注册审核: queue, documents and comparison side by side, everything by keyboard. */
export default function DeskRegistrationsPage(): JSX.Element {
  const staff = useStaff()
  const queries = useQueryClient()
  const queue = createRegistrationQueue()
  const counts = api.registrations.queueCounts.use(
    () => undefined,
    () => ({ refreshMs: 15_000 }),
  )
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: api.registrations.queue.key(), refetchType: 'all' }),
      queries.invalidateQueries({ queryKey: api.registrations.queueCounts.key() }),
      queries.invalidateQueries({ queryKey: api.registrations.review.key() }),
    ])
  const goOnFrom = (id: string) => {
    queue.goOnFrom(new Set([id]))
    void refresh()
  }
  return (
    <ReviewDesk
      title={t('title')}
      queue={queue}
      tabs={queueStates.map((state) => ({
        state,
        label: t(state),
        ...(state === 'pending' && counts.isSuccess ? { count: counts.data.pending } : {}),
      }))}
      search={t('search')}
      keyNext={t('keyNext')}
      keyPrevious={t('keyPrevious')}
      queuePane={<RegistrationQueuePane queue={queue} overdueCount={counts.isSuccess ? counts.data.overdue : 0} />}
      heard={(row) => t('selectedHeard', { name: row.name, finding: findingOf(row).text })}
      nothing={<NothingToReview labels={labels()} title={t('nothingChosen')} text={t('nothingChosenText')} />}
    >
      {(id) => (
        <Review
          id={id()}
          ownName={staff.me.name}
          onApproved={(view, approved) => {
            keepApproval(view.id, { ...approved, contactName: view.form.contactName })
            void refresh()
          }}
          onRejected={(view) => {
            showToast({ text: t('rejectedOne', { name: view.form.name }) })
            goOnFrom(view.id)
          }}
          onConflict={(view, error) => {
            showToast({ text: t('conflict', { name: view.form.name, why: errorSentence(error) }) })
            // What the applicant changed is looked at again; what a colleague decided is done.
            if (error.code === 'registrationChanged') void refresh()
            else goOnFrom(view.id)
          }}
          onNext={goOnFrom}
        />
      )}
    </ReviewDesk>
  )
}

const labels = (): ReviewLabels => ({ middle: t('documents'), right: t('application') })

interface ReviewProps {
  ownName: string
  onApproved: (view: ReviewRegistration, approved: ApprovedRegistration) => void
  onRejected: (view: ReviewRegistration) => void
  onConflict: (view: ReviewRegistration, error: AppError) => void
  onNext: (id: string) => void
}

function Review(props: ReviewProps & { id: string }): JSX.Element {
  const query = createReviewQuery(api.registrations.review, () => props.id)
  return (
    <ReviewParts query={query} labels={labels()} failedTitle={t('applicationFailed')}>
      {(view, error) => <ReviewPanes {...props} view={view()} error={error()} />}
    </ReviewParts>
  )
}

/** What the applicant said and sent: reading and checking change a version too, and are nobody's news. */
function saidBy(view: ReviewRegistration): string {
  return JSON.stringify([view.form, view.files.map((file) => file.id)])
}

function ReviewPanes(
  props: ReviewProps & {
    view: ReviewRegistration
    /** Asking again failed; what is shown may be old. */
    error: unknown
  },
): JSX.Element {
  const [fileIndex, setFileIndex] = createSignal(0)
  const [picked, setPicked] = createSignal<LicenceFieldName | null>(null)
  const shown = () => props.view.id
  onOther(shown, () => {
    setFileIndex(0)
    setPicked(null)
  })
  const changedHere = createChangedHere(shown, () => saidBy(props.view))
  const index = () => Math.min(fileIndex(), Math.max(0, props.view.files.length - 1))
  const rows = createMemo(() => licenceRows(props.view, props.view.files[index()] ?? null))
  const chosen = () => picked() ?? worstRow(rows())
  createKeys(() =>
    rows().map((row) => ({
      key: String(row.number),
      label: t('keyField', { label: licenceField(row.id) }),
      run: () => setPicked(row.id),
    })),
  )
  return (
    <>
      <RegistrationDocuments
        view={props.view}
        rows={rows()}
        fileIndex={index()}
        onFile={setFileIndex}
        chosen={chosen()}
        onChoose={setPicked}
      />
      <Pane
        label={t('application')}
        shownId={props.view.id}
        foot={
          <RegistrationVerdict
            view={props.view}
            ownName={props.ownName}
            onApproved={(approved) => props.onApproved(props.view, approved)}
            onRejected={() => props.onRejected(props.view)}
            onConflict={(error) => props.onConflict(props.view, error)}
            onNext={() => props.onNext(props.view.id)}
          />
        }
      >
        <PanePart>
          <ErrorNote error={props.error} />
          <Show when={changedHere() && props.view.state === 'pending'}>
            <Note tone="waiting">{t('changedHere')}</Note>
          </Show>
          <RegistrationHeadline view={props.view} />
          <RegistrationContact view={props.view} />
        </PanePart>
        <RegistrationComparison
          view={props.view}
          rows={rows().filter(isCompared)}
          chosen={chosen()}
          onChoose={setPicked}
        />
        <PanePart>
          <RegistrationChecks view={props.view} />
          <RegistrationDuplicates view={props.view} />
          <RegistrationMore rows={rows().filter((row) => !isCompared(row))} />
          <RegistrationTrail view={props.view} />
        </PanePart>
      </Pane>
    </>
  )
}
