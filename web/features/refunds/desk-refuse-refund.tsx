import type { JSX } from 'solid-js'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-refunds.zh-CN.ts'
import { ReasonForm } from '../shell/reason-form.tsx'

const rejectReasons = ['rejectInvoice', 'rejectPayee', 'rejectStudied', 'rejectPolicy', 'rejectOther'] as const
const failReasons = ['failAccount', 'failReturned', 'failOther'] as const
type Reason = (typeof rejectReasons)[number] | (typeof failReasons)[number]

/** Why a refund is not approved, or why its transfer did not go through: the organisation reads it. */
export function RefuseRefund(props: { refund: RefundView; act: 'reject' | 'fail'; onClose: () => void }): JSX.Element {
  const onSuccess = () => {
    showToast({ text: props.act === 'reject' ? t('rejectedToast') : t('failedToast') })
    props.onClose()
  }
  const reject = api.refunds.reject.use({ onSuccess })
  const fail = api.refunds.failTransfer.use({ onSuccess })
  const sending = () => (props.act === 'reject' ? reject : fail)
  const reasons = (): readonly Reason[] => (props.act === 'reject' ? rejectReasons : failReasons)
  const isOther = (reason: Reason) => reason === 'rejectOther' || reason === 'failOther'
  return (
    <ReasonForm<Reason>
      title={props.act === 'reject' ? t('rejectTitle') : t('failTitle')}
      reasons={reasons().map((value) => ({ value, label: t(value), sentence: isOther(value) ? '' : t(value) }))}
      label={props.act === 'reject' ? t('rejectReason') : t('failReason')}
      least={1}
      missing={t('rejectMissing')}
      send={props.act === 'reject' ? t('rejectSend') : t('failSend')}
      busy={sending().isPending}
      error={sending().error}
      onSend={(reason) => sending().mutate({ id: props.refund.id, version: props.refund.version, reason })}
      onClose={props.onClose}
    />
  )
}
