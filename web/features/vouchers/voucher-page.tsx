import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import Camera from 'lucide-solid/icons/camera'
import { createEffect, type JSX, lazy, Show, Suspense } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { AlbumButton, CameraButton } from '../../components/pick-files.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { online, outbox } from '../../offline/outbox.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createArrivals, unsentOf } from '../shell/photo-files.tsx'
import { awaitedMs, createReadingPace } from '../shell/reading-pace.ts'
import { takePhotos, voucherHref } from './take-photos.ts'
import { VoucherDraft } from './voucher-draft.tsx'
import { VoucherFiles } from './voucher-files.tsx'

const VoucherStatus = lazy(() => import('./voucher-status.tsx').then((part) => ({ default: part.VoucherStatus })))

/** How often to ask while staff review, in milliseconds. */
const reviewMs = 15_000

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
  const pace = createReadingPace()
  const { awaited, seen } = createArrivals(
    () => params.voucherId,
    () => void voucher.refetch(),
  )
  const voucher = api.vouchers.get.use(
    () => ({ id: params.voucherId }),
    () => ({ refreshMs: awaited() ? awaitedMs : pace.refreshMs(), staleMs: 0 }),
  )
  const orderId = () => {
    const target = outbox.find((item) => item.target.id === params.voucherId)?.target
    return search.order ?? (target?.kind === 'voucher' ? target.orderId : null)
  }
  // What is known stays when asking again fails, with whatever is being typed into it; the page asks on.
  const known = () => (voucher.isPending || voucher.isLoadingError ? undefined : voucher.data)
  const unknown = () => voucher.error instanceof AppError && voucher.error.code === 'notFound'
  const unknownYet = () => {
    if (known() || orderId() === null) return false
    const waits = unsentOf(params.voucherId, []).length > 0
    return (voucher.isError && ((unknown() && !awaited()) || waits)) || (!online() && waits)
  }
  const follow = (data: VoucherView) => {
    seen(data.files)
    pace.follow(inWork(data), data.state === 'submitted' ? reviewMs : false)
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
