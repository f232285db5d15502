import { useNavigate } from '@solidjs/router'
import { createResource, For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { online, outbox } from '../../offline/outbox.ts'
import { forgetSharedFile, readSharedFiles, type SharedFile } from '../../offline/shared-files.ts'
import { sameTarget, type UploadTarget } from '../../offline/upload-target.ts'
import { t } from '../../texts/outbox.zh-CN.ts'
import { OrderChop } from '../orders/order-state.tsx'
import { PlanOf } from '../organisations/whose.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { UnsentFile } from '../shell/photo-files.tsx'
import { takePhotos, voucherHref } from '../vouchers/take-photos.ts'

/** The server's own limit (vouchers.schema.ts: 1–5 files). */
const mostFiles = 5

/** What is not at the server yet, and files that nobody has said the order of. */
export default function OutboxPage(): JSX.Element {
  const [shared, { refetch }] = createResource(readSharedFiles)
  const waiting = () => outbox.filter((item) => item.state !== 'done' && item.state !== 'refused')
  const refused = () => outbox.filter((item) => item.state === 'refused')
  const sent = () => outbox.filter((item) => item.state === 'done')
  /** The oldest file of each voucher or registration. */
  const firstOnes = () => [...new Map(waiting().map((item) => [item.target.id, item])).values()]
  const unassigned = () => (shared.state === 'ready' ? shared() : [])
  return (
    <OrganisationShell title={t('title')} back="/home">
      <Show when={unassigned().length > 0}>
        <WhichOrder files={unassigned()} onDone={() => void refetch()} />
      </Show>
      <Show when={waiting().length > 0}>
        <Section title={t('waitingTitle')}>
          <Stack gap={3}>
            <Note tone={online() ? 'quiet' : 'waiting'}>{online() ? t('online') : t('offline')}</Note>
            <For each={firstOnes()}>
              {(first) => (
                <Stack gap={2}>
                  <For each={waiting().filter((item) => sameTarget(item.target, first.target))}>
                    {(item) => <UnsentFile item={item} />}
                  </For>
                  <ButtonLink kind="quiet" href={hrefOf(first.target)}>
                    {t(first.target.kind === 'voucher' ? 'seeVoucher' : 'seeRegistration')}
                  </ButtonLink>
                </Stack>
              )}
            </For>
          </Stack>
        </Section>
      </Show>
      <Show when={refused().length > 0}>
        <Section title={t('refusedTitle')}>
          <Stack gap={2}>
            <For each={refused()}>{(item) => <UnsentFile item={item} />}</For>
          </Stack>
        </Section>
      </Show>
      <Show when={sent().length > 0}>
        <Section title={t('sentTitle')}>
          <Stack gap={2}>
            <For each={sent()}>{(item) => <UnsentFile item={item} href={hrefOf(item.target)} />}</For>
          </Stack>
        </Section>
      </Show>
      <Show when={waiting().length + refused().length === 0 && unassigned().length === 0 && sent().length === 0}>
        <EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>
      </Show>
    </OrganisationShell>
  )
}

function hrefOf(target: UploadTarget): string {
  if (target.kind === 'registration') return `/register/${target.id}?step=documents`
  return target.orderId ? voucherHref(target.id, target.orderId) : `/vouchers/${target.id}`
}

/** Slips that a bank's app shared with us, or that were photographed on the home page: which order do they pay? */
function WhichOrder(props: { files: readonly SharedFile[]; onDone: () => void }): JSX.Element {
  const navigate = useNavigate()
  const orders = api.orders.list.use(() => ({ state: 'open' as const, limit: 100 }))
  const choose = async (orderId: string) => {
    const chosen = props.files.slice(0, mostFiles)
    const voucherId = await takePhotos(
      orderId,
      chosen.map((file) => new File([file.blob], file.name, { type: file.type })),
    )
    for (const file of chosen) await forgetSharedFile(file.id)
    props.onDone()
    if (props.files.length <= mostFiles) navigate(voucherHref(voucherId, orderId))
  }
  const forget = async () => {
    for (const file of props.files) await forgetSharedFile(file.id)
    showToast({ text: t('forgotten') })
    props.onDone()
  }
  return (
    <Section title={t('askTitle')} aside={t('askText', { count: props.files.length })}>
      <Stack gap={3}>
        <Show when={props.files.length > mostFiles}>
          <Note tone="waiting">{t('tooMany')}</Note>
        </Show>
        <Loaded query={orders} errorTitle={t('ordersNotOpened')} skeleton={<SkeletonCards count={2} />}>
          {(data) => (
            <Show
              when={data().rows.length > 0}
              fallback={
                <EmptyState title={t('noOrders')} action={<ButtonLink href="/orders/new">{t('newOrder')}</ButtonLink>}>
                  {t('noOrdersText')}
                </EmptyState>
              }
            >
              <Card>
                <For each={data().rows}>
                  {(order) => (
                    <CardEntry
                      onOpen={() => void choose(order.id)}
                      state={<OrderChop order={order} />}
                      action={t('chooseThis')}
                      main={<OrderNumber strong>{order.number}</OrderNumber>}
                      amount={<Money amount={fen(order.outstandingFen)} />}
                      note={<PlanOf planName={order.planName} organisationName={order.organisationName} />}
                    />
                  )}
                </For>
              </Card>
            </Show>
          )}
        </Loaded>
        <Button kind="quiet" onClick={() => void forget()}>
          {t('forget')}
        </Button>
      </Stack>
    </Section>
  )
}
