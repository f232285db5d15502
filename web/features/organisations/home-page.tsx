import { useNavigate } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Home, HomeTask } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Headline, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { CameraButton } from '../../components/pick-files.tsx'
import { QueueButton } from '../../components/queue-button.tsx'
import { isWide } from '../../components/wide.ts'
import { unsentCount } from '../../offline/outbox.ts'
import { keepSharedFiles } from '../../offline/shared-files.ts'
import { formatDayWithWeekday, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/home.zh-CN.ts'
import { useMe } from '../accounts/session.ts'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { takePhotos, voucherHref } from '../vouchers/take-photos.ts'
import { HomeTaskEntry } from './home-task.tsx'

const SwitchOrganisation = lazy(() => import('./switch-organisation.tsx'))

/** The admin's first page: what waits for them, the camera at the thumb, and what the centre is working on. */
export default function HomePage(): JSX.Element {
  loadAhead(
    () => import('../outbox/outbox-page.tsx'),
    () => import('../vouchers/voucher-page.tsx'),
    () => import('../orders/order-page.tsx'),
    () => import('../enrolments/enrolments-page.tsx'),
  )
  const me = useMe()
  const home = api.organisations.home.use(
    () => undefined,
    () => ({ refreshMs: 60_000 }),
  )
  const notices = api.notices.unreadCount.use(
    () => undefined,
    () => ({ refreshMs: 60_000 }),
  )
  const [switching, setSwitching] = createSignal(false)
  const person = () => (me.isSuccess ? (me.data ?? undefined) : undefined)
  const shown = () => (home.isSuccess ? home.data : undefined)
  return (
    <OrganisationShell
      owner={person()?.organisation?.name}
      onSwitchOwner={(person()?.organisations.length ?? 0) > 1 ? () => setSwitching(true) : undefined}
      noticesHref="/notices"
      newNotices={notices.isSuccess ? notices.data?.unread : undefined}
      places
      actionBar={
        <>
          <HomeAction home={shown()} />
          <QueueButton count={unsentCount()} href="/outbox" />
        </>
      }
    >
      <Loaded query={home} errorTitle={t('notOpened')}>
        {(data) => <HomeTasks home={data()} />}
      </Loaded>
      <Show when={switching() ? person() : null}>
        {(known) => (
          <Suspense>
            <SwitchOrganisation me={known()} onClose={() => setSwitching(false)} />
          </Suspense>
        )}
      </Show>
    </OrganisationShell>
  )
}

const payableKinds: ReadonlySet<HomeTask['kind']> = new Set([
  'voucherRejected',
  'voucherDraft',
  'orderInvoiced',
  'orderOpen',
])

/** Orders that a slip could be for: whatever waits to be paid. */
function payableOrders(home: Home): string[] {
  const ids = home.tasks.flatMap((task) => (payableKinds.has(task.kind) && 'orderId' in task ? [task.orderId] : []))
  return [...new Set(ids)]
}

/**
 * The camera; where nothing is to be paid, a new order. With one order the photo is that order's, with several the
 * outbox asks which.
 */
function HomeAction(props: { home: Home | undefined }): JSX.Element {
  const navigate = useNavigate()
  const orders = () => (props.home ? payableOrders(props.home) : null)
  const photograph = async (photos: File[]) => {
    const [only, ...others] = orders() ?? []
    if (only && others.length === 0) {
      navigate(voucherHref(await takePhotos(only, photos), only))
      return
    }
    await keepSharedFiles(photos)
    navigate('/outbox')
  }
  return (
    <Show
      when={orders()?.length !== 0}
      fallback={
        <ButtonLink kind="primary" size="main" wide href="/orders/new" icon={<Plus size={24} />}>
          {t('newOrder')}
        </ButtonLink>
      }
    >
      <CameraButton onFiles={(photos) => void photograph(photos)}>{t('photograph')}</CameraButton>
    </Show>
  )
}

/** Neighbours of one kind share a card. */
function groupTasks(tasks: readonly HomeTask[]): HomeTask[][] {
  const groups: HomeTask[][] = []
  for (const task of tasks) {
    const last = groups.at(-1)
    if (last && last[0]?.kind === task.kind) last.push(task)
    else groups.push([task])
  }
  return groups
}

/** To the list where most of what the centre works on can be seen; plans show for themselves who is in review. */
function atCentreHref(centre: Home['atCentre']): string {
  if (centre.vouchers > 0) return '/vouchers?state=submitted'
  return centre.invoices > 0 ? '/invoices?state=waiting' : '/enrolments'
}

function HomeTasks(props: { home: Home }): JSX.Element {
  const now = createNow()
  const centre = () => props.home.atCentre
  const atCentre = () => centre().enrolments + centre().vouchers + centre().invoices
  const hidden = () => props.home.taskCount - props.home.tasks.length
  const plans = api.studyCards.plans.use(
    () => undefined,
    () => ({ enabled: !isWide(), staleMs: 60_000 }),
  )
  /** What can still be given to learners, of all plans. */
  const cards = () => {
    const left = plans.isSuccess ? plans.data.reduce((sum, { leftFen }) => sum + leftFen, 0) : 0
    return left > 0 ? <Quiet>{t('cardsLeft', { amount: formatYuan(fen(left)) })}</Quiet> : undefined
  }
  return (
    <>
      <Headline aside={formatDayWithWeekday(now().toISOString())}>
        {props.home.taskCount > 0 ? t('waiting', { count: props.home.taskCount }) : t('nothing')}
      </Headline>
      <Show when={props.home.taskCount > 0} fallback={<EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>}>
        <Stack gap={2}>
          <For each={groupTasks(props.home.tasks)}>
            {(group) => (
              <Card>
                <For each={group}>{(task) => <HomeTaskEntry task={task} now={now()} />}</For>
              </Card>
            )}
          </For>
          <Show when={hidden() > 0}>
            <Quiet>{t('moreTasks', { count: hidden() })}</Quiet>
          </Show>
        </Stack>
      </Show>
      <Show when={atCentre() > 0}>
        <CardLine
          label={t('atCentre', { count: atCentre() })}
          value={<Quiet>{t('atCentreParts', centre())}</Quiet>}
          href={atCentreHref(centre())}
        />
      </Show>
      <Show when={!isWide()}>
        <Card>
          <CardLine label={t('enrol')} href="/enrolments" />
          <CardLine label={t('recharge')} value={cards()} href="/recharge" />
          <CardLine label={t('learners')} href="/learners" />
          <CardLine label={t('menu')} href="/menu" />
        </Card>
      </Show>
    </>
  )
}
