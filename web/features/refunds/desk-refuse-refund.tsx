import { createSignal, type JSX } from 'solid-js'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-refunds.zh-CN.ts'
import { RejectForm } from '../shell/reject-form.tsx'

const rejectReasons = ['rejectInvoice', 'rejectPayee', 'rejectStudied', 'rejectPolicy', 'rejectOther'] as const
const failReasons = ['failAccount', 'failReturned', 'failOther'] as const
type Reason = (typeof rejectReasons)[number] | (typeof failReasons)[number]

/** Why a refund is not approved, or why its transfer did not go through: the organisation reads it. */
export function RefuseRefund(props: { refund: RefundView; act: 'reject' | 'fail'; onClose: () => void }): JSX.Element {
  const [chosen, setChosen] = createSignal<Reason | null>(null)
  const [text, setText] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const onSuccess = () => {
    showToast({ text: props.act === 'reject' ? t('rejectedToast') : t('failedToast') })
    props.onClose()
  }
  const reject = api.refunds.reject.use({ onSuccess })
  const fail = api.refunds.failTransfer.use({ onSuccess })
  const sending = () => (props.act === 'reject' ? reject : fail)
  const reasons = (): readonly Reason[] => (props.act === 'reject' ? rejectReasons : failReasons)
  const isOther = (reason: Reason | null) => reason === 'rejectOther' || reason === 'failOther'
  return (
    <RejectForm<Reason>
      title={props.act === 'reject' ? t('rejectTitle') : t('failTitle')}
      reasons={reasons().map((value) => ({ value, label: t(value) }))}
      chosen={chosen()}
      onChoose={(reason, focus) => {
        setChosen(reason)
        setText(isOther(reason) ? '' : t(reason))
        focus()
      }}
      label={props.act === 'reject' ? t('rejectReason') : t('failReason')}
      text={text()}
      onText={setText}
      problem={asked() && text().trim() === '' ? t('rejectMissing') : null}
      onSend={(focus) => {
        setAsked(true)
        const reason = text().trim()
        if (reason === '') return focus()
        if (!sending().isPending) sending().mutate({ id: props.refund.id, version: props.refund.version, reason })
      }}
      send={props.act === 'reject' ? t('rejectSend') : t('failSend')}
      busy={sending().isPending}
      error={sending().error}
      onClose={props.onClose}
    />
  )
}
