import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import Camera from 'lucide-solid/icons/camera'
import { createEffect, createSignal, type JSX, lazy, onCleanup, Show, Suspense } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { AlbumButton, CameraButton } from '../../components/pick-files.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { onFileSent, online, outbox } from '../../offline/outbox.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { takePhotos, voucherHref } from './take-photos.ts'
import { VoucherDraft } from './voucher-draft.tsx'
import { unsentOf, VoucherFiles } from './voucher-files.tsx'

const VoucherStatus = lazy(() => import('./voucher-status.tsx').then((part) => ({ default: part.VoucherStatus })))

/** How often to ask while the worker reads, for the first minute and then, and while staff review; in milliseconds. */
const refreshMs = { reading: 1_500, readingLong: 5_000, review: 15_000 } as const
const patienceMs = 60_000

interface Arrived {
  readonly voucherId: string
  readonly fileId: string
}

/** The server's own id of what was sent: the same picture sent twice is one file, under its first id. */
function fileIdIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('fileId' in answer)) return null
  return typeof answer.fileId === 'string' ? answer.fileId : null
}

/** Whether the worker still has something to do for it. */
export function inWork(voucher: VoucherView): boolean {
  return voucher.files.length > 0 && !voucher.checked
}

/** A slip, from the first photo to the money being booked. Also before the server knows of it. */
export default function VoucherPage(): JSX.Element {
  loadAhead(
    () => import('./invoice-details-page.tsx'),
    () => import('./voucher-status.tsx'),
  )
  const params = useParams<{ voucherId: string }>()
  const [search] = useSearchParams<{ order?: string }>()
  const [refresh, setRefresh] = createSignal<number | false>(false)
  // What the server has taken in and no answer has shown yet. An answer that was under way when the file arrived may have
  // been made without it, and nothing else would have the page ask again: it asks until the file is there.
  const [arrived, setArrived] = createSignal<Arrived | null>(null)
  const awaited = () => arrived()?.voucherId === params.voucherId
  const voucher = api.vouchers.get.use(
    () => ({ id: params.voucherId }),
    () => ({ refreshMs: awaited() ? refreshMs.reading : refresh(), staleMs: 0 }),
  )
  onCleanup(
    onFileSent((item, answer) => {
      if (item.voucherId !== params.voucherId) return
      setArrived({ voucherId: item.voucherId, fileId: fileIdIn(answer) ?? item.id })
      void voucher.refetch()
    }),
  )
  const orderId = () => search.order ?? outbox.find((item) => item.voucherId === params.voucherId)?.orderId ?? null
  // What is known stays when asking again fails, with whatever is being typed into it; the page asks on.
  const known = () => (voucher.isPending || voucher.isLoadingError ? undefined : voucher.data)
  const unknown = () => voucher.error instanceof AppError && voucher.error.code === 'notFound'
  const unknownYet = () => {
    if (known() || orderId() === null) return false
    const waits = unsentOf(params.voucherId, []).length > 0
    return (voucher.isError && ((unknown() && !awaited()) || waits)) || (!online() && waits)
  }
  let workingSince = 0
  const follow = (data: VoucherView) => {
    if (data.files.some((file) => file.id === arrived()?.fileId)) setArrived(null)
    if (!inWork(data)) workingSince = 0
    else if (workingSince === 0) workingSince = Date.now()
    const long = workingSince > 0 && Date.now() - workingSince > patienceMs
    if (inWork(data)) setRefresh(long ? refreshMs.readingLong : refreshMs.reading)
    else setRefresh(data.state === 'submitted' ? refreshMs.review : false)
  }
  return (
    <Show
      when={unknownYet() && orderId()}
      fallback={
        <Show
          when={known()}
          fallback={
            <OrganisationShell title={t('title')} back="/orders">
              <Show when={!(awaited() && unknown())} fallback={<SkeletonCards count={3} />}>
                <Loaded query={voucher} errorTitle={t('notOpened')}>
                  {() => null}
                </Loaded>
              </Show>
            </OrganisationShell>
          }
        >
          {(data) => <KnownVoucher voucher={data()} onSeen={follow} />}
        </Show>
      }
    >
      {(order) => <UnsentVoucher voucherId={params.voucherId} orderId={order()} />}
    </Show>
  )
}

function KnownVoucher(props: { voucher: VoucherView; onSeen: (voucher: VoucherView) => void }): JSX.Element {
  createEffect(() => props.onSeen(props.voucher))
  const editing = () => props.voucher.state === 'draft' || props.voucher.state === 'rejected'
  return (
    <Show when={editing()} fallback={<HandedIn voucher={props.voucher} />}>
      <VoucherDraft voucher={props.voucher} />
    </Show>
  )
}

/** Who photographs a slip does not wait for the part that shows what came of it. */
function HandedIn(props: { voucher: VoucherView }): JSX.Element {
  return (
    <Suspense
      fallback={
        <OrganisationShell title={t('title')} back={`/orders/${props.voucher.order.id}`}>
          <SkeletonCards count={3} />
        </OrganisationShell>
      }
    >
      <VoucherStatus voucher={props.voucher} />
    </Suspense>
  )
}

/** Photos that are on this phone only: what they are waiting for, and room for more. */
function UnsentVoucher(props: { voucherId: string; orderId: string }): JSX.Element {
  const navigate = useNavigate()
  const add = async (photos: File[]) => {
    const voucherId = await takePhotos(props.orderId, photos)
    if (voucherId !== props.voucherId) navigate(voucherHref(voucherId, props.orderId), { replace: true })
  }
  const unsent = () => unsentOf(props.voucherId, [])
  return (
    <OrganisationShell
      title={t('title')}
      back={`/orders/${props.orderId}`}
      actionBar={
        <>
          <AlbumButton onFiles={(files) => void add(files)}>{t('pickFrom')}</AlbumButton>
          <CameraButton onFiles={(files) => void add(files)}>
            {unsent().length > 0 ? t('photographMore') : t('photograph')}
          </CameraButton>
        </>
      }
    >
      <Show
        when={unsent().length > 0}
        fallback={
          <EmptyState icon={<Camera size={24} />} title={t('emptyPhotosTitle')}>
            {t('photoHint')}
          </EmptyState>
        }
      >
        <Stack>
          <Section title={t('unsentTitle')}>
            <VoucherFiles voucherId={props.voucherId} files={[]} pictureHref={() => ''} editable />
          </Section>
          <Note tone={online() ? 'quiet' : 'waiting'}>{online() ? t('unsentText') : t('unsentOffline')}</Note>
        </Stack>
      </Show>
    </OrganisationShell>
  )
}
