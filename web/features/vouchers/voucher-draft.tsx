import { useNavigate } from '@solidjs/router'
import Camera from 'lucide-solid/icons/camera'
import { createEffect, createMemo, createSignal, type JSX, lazy, on, onCleanup, Show, Suspense } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { AlbumButton, CameraButton } from '../../components/pick-files.tsx'
import { showToast } from '../../components/toast.tsx'
import { addFile } from '../../offline/outbox.ts'
import { isRejectReason, rejectAdvice, rejectReason } from '../../texts/checks.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { unsentOf } from '../shell/photo-files.tsx'
import { AddedLineCard, createAddedLine } from './added-line.tsx'
import { createClaims } from './create-claims.ts'
import { type MissingField, MissingFields, missingFields } from './missing-fields.tsx'
import { TransferFacts } from './transfer-facts.tsx'
import { VoucherChecks } from './voucher-checks.tsx'
import { VoucherChop } from './voucher-chop.tsx'
import { VoucherFiles } from './voucher-files.tsx'

/** What was read comes some seconds after the photo: who opens the camera does not wait for it. */
const reading = () => import('./voucher-reading.tsx')
const EditableReading = lazy(() => reading().then((part) => ({ default: part.EditableReading })))
const SaveClaims = lazy(() => reading().then((part) => ({ default: part.SaveClaims })))

/** The server's own limit (vouchers.schema.ts: 1–5 files). */
const mostFiles = 5
/** After this long the page says that reading takes longer than usual, in milliseconds. */
const longMs = 20_000

/** A slip that is not handed in: pictures, what was read, what is missing. Rejected ones say why first. */
export function VoucherDraft(props: { voucher: VoucherView }): JSX.Element {
  const navigate = useNavigate()
  const claims = createClaims(() => props.voucher)
  const line = createAddedLine(() => props.voucher, claims)
  const [editing, setEditing] = createSignal(false)
  const [asked, setAsked] = createSignal(false)
  const unsent = createMemo(() => unsentOf(props.voucher.id, props.voucher.files))
  const count = () => props.voucher.files.length + unsent().length
  const busyFiles = () => props.voucher.files.filter((file) => file.state === 'received' || file.state === 'compressed')
  const settled = () => props.voucher.files.length > 0 && busyFiles().length === 0
  const add = async (photos: File[]) => {
    const { id, order } = props.voucher
    for (const photo of photos.slice(0, Math.max(0, mostFiles - count()))) {
      await addFile({ kind: 'voucher', id, orderId: order.id }, photo)
    }
  }

  // A field that was asked for stays while others are still missing, so that nothing moves under the thumb.
  const [askedFor, setAskedFor] = createSignal<readonly MissingField[]>([])
  createEffect(() => {
    const missing = settled() ? missingFields(props.voucher) : []
    setAskedFor((before) => (missing.length === 0 ? [] : [...new Set([...before, ...missing])]))
  })
  /** What was just typed is an answer, though the server has not said so yet. */
  const unanswered = () =>
    askedFor().filter((name) => name === 'amountFen' || name === 'orderNo' || claims.value(name) === '')
  /** Also when the name is known by now: they typed it, so the slip still lacks it. */
  const lineOffered = () => {
    const payer = props.voucher.effective.payerName
    return settled() && line.offered() && payer?.source !== 'read'
  }
  const payable = () => props.voucher.order.state === 'open'
  const amountMissing = () => settled() && claims.amount() === null
  // Busy with going on only: leaving a field saves it, and the tap that left it must not be lost to that.
  const [going, setGoing] = createSignal(false)
  const next = async () => {
    if (going()) return
    setGoing(true)
    try {
      await goOn()
    } finally {
      setGoing(false)
    }
  }
  const goOn = async () => {
    const wasAsked = asked()
    setAsked(true)
    // Without an amount nothing can be handed in; what else is missing is said once and then left to them.
    if (amountMissing() || (unanswered().length > 0 && !wasAsked)) {
      document.getElementById('missing')?.scrollIntoView({ behavior: 'smooth', block: 'center' })
      return
    }
    // Once it is saved, what was typed is known again only with the next answer.
    const added = lineOffered() ? line.text() : null
    await claims.save().catch(() => {})
    try {
      // It changes their picture: they see it before it is handed in, and go on from there.
      if (await line.write(added)) {
        showToast({ text: t('lineWritten') })
        document.getElementById('line')?.scrollIntoView({ behavior: 'smooth', block: 'center' })
        return
      }
    } catch {
      // Said in its card, where it can also be left out.
      document.getElementById('line')?.scrollIntoView({ behavior: 'smooth', block: 'center' })
      return
    }
    navigate(`/vouchers/${props.voucher.id}/invoice-details`)
  }
  return (
    <OrganisationShell
      title={t('title')}
      back={`/orders/${props.voucher.order.id}`}
      actionNote={count() > 0 && payable() && !editing() ? t('nextNote') : undefined}
      actionBar={
        <Show
          when={payable() && !editing()}
          fallback={
            <Show when={editing()}>
              <Suspense>
                <SaveClaims claims={claims} />
              </Suspense>
            </Show>
          }
        >
          <Show
            when={count() > 0}
            fallback={
              <>
                <AlbumButton onFiles={(files) => void add(files)}>{t('pickFrom')}</AlbumButton>
                <CameraButton onFiles={(files) => void add(files)}>{t('photograph')}</CameraButton>
              </>
            }
          >
            <AlbumButton disabled={count() >= mostFiles} onFiles={(files) => void add(files)}>
              {t('addMore')}
            </AlbumButton>
            <Button
              kind="primary"
              size="main"
              wide
              busy={going() || line.busy}
              disabled={props.voucher.files.length === 0}
              onClick={() => void next()}
            >
              {t('next')}
            </Button>
          </Show>
        </Show>
      }
    >
      <Show when={props.voucher.state === 'rejected'}>
        <Rejection voucher={props.voucher} />
      </Show>
      <Line apart gap={3}>
        <span>
          {t('order')} <OrderNumber>{props.voucher.order.number}</OrderNumber>
        </span>
        <span>
          <Quiet>{t('due')}</Quiet> <Money amount={fen(props.voucher.order.outstandingFen)} />
        </span>
      </Line>
      <Show when={!payable()}>
        <Note tone="rejected">{t('orderClosed')}</Note>
      </Show>
      <Show
        when={count() > 0}
        fallback={
          <EmptyState icon={<Camera size={24} />} title={t('emptyPhotosTitle')}>
            {t('photoHint')}
          </EmptyState>
        }
      >
        <Section title={t('pictures')} aside={t('pictureCount', { count: count() })}>
          <VoucherFiles
            voucherId={props.voucher.id}
            files={props.voucher.files}
            pictureHref={(fileId) => `/vouchers/${props.voucher.id}/pictures/${fileId}`}
            editable
          />
          <ReadingNote busy={busyFiles().length > 0} checking={settled() && !props.voucher.checked} />
          <Show when={count() >= mostFiles}>
            <Quiet>{t('full')}</Quiet>
          </Show>
        </Section>
      </Show>
      <Show when={askedFor().length > 0}>
        <div id="missing">
          <MissingFields voucher={props.voucher} claims={claims} fields={askedFor()} asked={asked()} />
        </div>
      </Show>
      <Show when={lineOffered()}>
        <div id="line">
          <AddedLineCard line={line} />
        </div>
      </Show>
      <Show when={settled() && props.voucher.checks.length > 0}>
        <VoucherChecks
          checks={props.voucher.checks}
          without={['amountMissing', 'orderNoMissing', 'payerMissing', 'statementNotImported']}
          note={claims.value('note')}
          onFiles={count() < mostFiles ? (files) => void add(files) : undefined}
          onEdit={() => setEditing(true)}
          onExplain={(note) => {
            claims.set('note', note)
            void claims.save().catch(() => {})
          }}
        />
      </Show>
      <Show when={settled()}>
        <Suspense>
          <EditableReading voucher={props.voucher} claims={claims} editing={editing()} onEdit={setEditing} />
        </Suspense>
      </Show>
      <Show when={!editing()}>
        <TransferFacts voucher={props.voucher} amountFen={claims.amount()} />
      </Show>
    </OrganisationShell>
  )
}

/** Says that the slip is being read; when that takes long, that nobody has to wait for it. */
function ReadingNote(props: { busy: boolean; checking: boolean }): JSX.Element {
  const [long, setLong] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => props.busy,
      (busy) => {
        clearTimeout(timer)
        setLong(false)
        if (busy) timer = setTimeout(() => setLong(true), longMs)
      },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  return (
    <div role="status">
      <Show when={props.busy} fallback={<Show when={props.checking}>{<Quiet>{t('checking')}</Quiet>}</Show>}>
        <Quiet>{long() ? t('workingLong') : t('workingHint')}</Quiet>
      </Show>
    </div>
  )
}

function Rejection(props: { voucher: VoucherView }): JSX.Element {
  const code = () => (isRejectReason(props.voucher.rejectedCode) ? props.voucher.rejectedCode : 'other')
  return (
    <Stack gap={2}>
      <VoucherChop state="rejected" since={formatDateTime(props.voucher.stateSince)} />
      <Note tone="rejected">
        <strong>{t('rejectedTitle', { reason: rejectReason(code()) })}</strong>
        <p>
          <Show when={props.voucher.rejectedNote} fallback={rejectAdvice(code())}>
            {(note) => t('reviewerSays', { note: note() })}
          </Show>
        </p>
      </Note>
    </Stack>
  )
}
