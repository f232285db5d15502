import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import type { AppError } from '../../../server/core/app-error.ts'
import type { LicenceFieldName } from '../../../server/features/registrations/licence-reading.schema.ts'
import type {
  ApprovedRegistration,
  ReviewRegistration,
} from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { licenceField } from '../../texts/registration-checks.ts'
import { language } from '../../texts/texts.ts'
import { useStaff } from '../shell/desk-staff.ts'
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

/** While an application is still being read, its page asks often; then it only looks whether somebody changed it. */
const beingReadMs = 2_000
const openMs = 5_000

/** English labels are longer: the queue widens with the language. */
const queueWidth = 'clamp(208px, 17vw, 256px)'
const wideQueue = 'clamp(224px, 20vw, 296px)'

/** 注册审核: queue, documents and comparison side by side, everything by keyboard. */
export default function DeskRegistrationsPage(): JSX.Element {
  const staff = useStaff()
  const queries = useQueryClient()
  const queue = createRegistrationQueue()
  const counts = api.registrations.queueCounts.use(
    () => undefined,
    () => ({ refreshMs: 15_000 }),
  )
  const known = () => (counts.isSuccess ? counts.data : null)
  createKeys(() => [
    { key: 'J', label: t('keyNext'), run: () => queue.move(1) },
    { key: 'K', label: t('keyPrevious'), run: () => queue.move(-1) },
  ])
  const tabs = () =>
    queueStates.map((state) => ({
      label: t(state),
      href: queue.href(null, { state }),
      current: queue.state() === state,
      ...(state === 'pending' && known() ? { count: known()?.pending } : {}),
    }))
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
    <DeskPage
      title={t('title')}
      tabs={<LinkTabs label={t('title')} tabs={tabs()} />}
      actions={<SearchBox placeholder={t('search')} value={queue.search()} onSearch={queue.setSearch} />}
      keys
    >
      <Panes columns={`${language() === 'en' ? wideQueue : queueWidth} minmax(0, 1fr) clamp(368px, 36vw, 520px)`}>
        <RegistrationQueuePane queue={queue} overdueCount={known()?.overdue ?? 0} />
        <Show when={queue.selectedId()} fallback={<NothingChosen />}>
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
        </Show>
      </Panes>
      <output class="only-heard">
        {queue
          .rows()
          .filter((row) => row.id === queue.selectedId())
          .map((row) => t('selectedHeard', { name: row.name, finding: findingOf(row).text }))}
      </output>
    </DeskPage>
  )
}

function NothingChosen(): JSX.Element {
  return (
    <>
      <Pane label={t('documents')} ground="sunk">
        <EmptyState title={t('nothingChosen')}>{t('nothingChosenText')}</EmptyState>
      </Pane>
      <Pane label={t('application')}>{null}</Pane>
    </>
  )
}

interface ReviewProps {
  ownName: string
  onApproved: (view: ReviewRegistration, approved: ApprovedRegistration) => void
  onRejected: (view: ReviewRegistration) => void
  onConflict: (view: ReviewRegistration, error: AppError) => void
  onNext: (id: string) => void
}

function Review(props: ReviewProps & { id: string }): JSX.Element {
  const [checked, setChecked] = createSignal(true)
  const query = api.registrations.review.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: checked() ? openMs : beingReadMs }),
  )
  createEffect(() => setChecked(query.isPending || query.isError || (query.data?.checked ?? true)))
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('documents')} ground="sunk">
          {null}
        </Pane>
        <Pane label={t('application')}>
          <SkeletonRows count={9} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('documents')} ground="sunk">
          {null}
        </Pane>
        <Pane label={t('application')}>
          <ErrorState title={t('applicationFailed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(view) => <ReviewPanes {...props} view={view()} error={query.isRefetchError ? query.error : null} />}
      </Match>
    </Switch>
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
          <Show when={seen() !== saidBy(props.view) && props.view.state === 'pending'}>
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
