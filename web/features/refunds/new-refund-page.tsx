import { Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import type { RefundFrom } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/refunds.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { RefundForm } from './refund-form.tsx'
import { refundFrom } from './refund-words.ts'

const formId = 'new-refund'

/** 申请退费: of an order (`?order=`) or of an organisation's credit (`?credit=`). */
export default function NewRefundPage(): JSX.Element {
  const [search] = useSearchParams<{ order?: string; credit?: string }>()
  const from = () => refundFrom(search)
  return (
    <Show when={from()} fallback={<Navigate href="/refunds" />}>
      {(chosen) => <NewRefund from={chosen()} />}
    </Show>
  )
}

function NewRefund(props: { from: RefundFrom }): JSX.Element {
  const navigate = useNavigate()
  const [busy, setBusy] = createSignal(false)
  const preview = api.refunds.preview.use(() => ({ from: props.from }))
  const open = () => preview.isSuccess && (preview.data?.availableFen ?? 0) > 0
  return (
    <OrganisationShell
      title={t('newTitle')}
      back={props.from.kind === 'order' ? `/orders/${props.from.orderId}` : '/credit'}
      actionBar={
        <Show when={open()}>
          <Button type="submit" form={formId} kind="primary" size="main" wide busy={busy()}>
            {busy() ? t('sending') : t('send')}
          </Button>
        </Show>
      }
    >
      <Loaded query={preview} errorTitle={t('previewFailed')}>
        {(data) => (
          <RefundForm
            formId={formId}
            from={props.from}
            preview={data()}
            onBusy={setBusy}
            onSent={(id) => navigate(`/refunds/${id}`, { replace: true })}
          />
        )}
      </Loaded>
    </OrganisationShell>
  )
}
