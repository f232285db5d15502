import { type JSX, Show } from 'solid-js'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/refunds.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { RefundHead, RefundStory } from './refund-body.tsx'

/** One refund on a phone. */
export function RefundPhone(props: { id: string }): JSX.Element {
  const refund = api.refunds.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: 15_000 }),
  )
  return (
    <OrganisationShell title={t('title')} back="/refunds">
      <Loaded query={refund} errorTitle={t('notOpened')}>
        {(data) => (
          <>
            <RefundHead refund={data()} />
            <RedInvoice refund={data()} />
            <RefundStory refund={data()} orderHref={(id) => `/orders/${id}`} />
            <RefundActions refund={data()} />
          </>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

export function RedInvoice(props: { refund: RefundView }): JSX.Element {
  const counts = () => !['rejected', 'withdrawn', 'failed'].includes(props.refund.state)
  return (
    <Show when={props.refund.needsRedInvoice && counts()}>
      <Note tone="waiting">{t('redInvoice')}</Note>
    </Show>
  )
}

/** What the organisation can still do: take it back, or ask again. */
export function RefundActions(props: { refund: RefundView }): JSX.Element {
  const withdraw = api.refunds.withdraw.use({ onSuccess: () => void showToast({ text: t('withdrawnToast') }) })
  const stopped = () => ['failed', 'rejected', 'withdrawn'].includes(props.refund.state)
  const again = () =>
    props.refund.orderId === null
      ? `/refunds/new?credit=${props.refund.organisationId}`
      : `/refunds/new?order=${props.refund.orderId}`
  return (
    <>
      <Show when={props.refund.may.withdraw}>
        <Button
          wide
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate({ id: props.refund.id, version: props.refund.version })}
        >
          {withdraw.isPending ? t('withdrawing') : t('withdraw')}
        </Button>
        <ErrorNote error={withdraw.error} />
      </Show>
      <Show when={stopped()}>
        <ButtonLink wide href={again()}>
          {t('again')}
        </ButtonLink>
      </Show>
    </>
  )
}
