import { Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import type { RefundFrom } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DeskColumn } from '../../components/desk-column.tsx'
import { DeskPage } from '../../components/desk-shell.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t as desk } from '../../texts/desk-refunds.zh-CN.ts'
import { t } from '../../texts/refunds.zh-CN.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { RefundForm } from './refund-form.tsx'
import { refundFrom } from './refund-words.ts'

const formId = 'new-refund'

/** Staff ask for a refund in an organisation's name; somebody else in finance approves it. */
export default function DeskNewRefundPage(): JSX.Element {
  const [search] = useSearchParams<{ order?: string; credit?: string }>()
  return (
    <Show when={refundFrom(search)} fallback={<Navigate href="/desk/refunds" />}>
      {(from) => <NewRefund from={from()} />}
    </Show>
  )
}

function NewRefund(props: { from: RefundFrom }): JSX.Element {
  const navigate = useNavigate()
  const staff = useStaff()
  const [busy, setBusy] = createSignal(false)
  const preview = api.refunds.preview.use(() => ({ from: props.from }))
  const open = () => preview.isSuccess && (preview.data?.availableFen ?? 0) > 0
  const order = () => (props.from.kind === 'order' ? `/desk/orders/${props.from.orderId}` : '/desk/refunds')
  return (
    <DeskPage title={desk('newTitle')} back={order()}>
      <DeskColumn
        note={desk('newLead')}
        foot={
          open() ? (
            <Button type="submit" form={formId} kind="primary" size="verdict" busy={busy()}>
              {busy() ? t('sending') : t('send')}
            </Button>
          ) : undefined
        }
      >
        <Loaded query={preview} errorTitle={t('previewFailed')}>
          {(data) => (
            <RefundForm
              formId={formId}
              from={props.from}
              preview={data()}
              onBusy={setBusy}
              // Reviewers may ask and have no list of refunds: they go back to the order.
              onSent={(id) => navigate(staff.may('finance') ? `/desk/refunds/${id}` : order(), { replace: true })}
            />
          )}
        </Loaded>
      </DeskColumn>
    </DeskPage>
  )
}
