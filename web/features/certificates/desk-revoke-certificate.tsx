import type { JSX } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { DeskCertificate } from '../../../server/features/certificates/certificates.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-certificates.zh-CN.ts'
import { ReasonForm } from '../shell/reason-form.tsx'

const revokeReasons = ['reasonName', 'reasonHours', 'reasonRefund', 'reasonDouble', 'reasonOther'] as const
const reissueReasons = ['reasonCorrected', 'reasonMistaken', 'reasonOther'] as const
type Reason = (typeof revokeReasons)[number] | (typeof reissueReasons)[number]

/** Why a certificate is revoked, or another one issued in its place: the learner and the organisation read it. */
export function RevokeForm(props: {
  view: DeskCertificate
  act: 'revoke' | 'reissue'
  /** The new one. */
  onIssued: (id: string) => void
  onClose: () => void
}): JSX.Element {
  const newOne = newId()
  const revoke = api.certificates.revoke.use({
    onSuccess: ({ number }) => {
      showToast({ text: desk('revokedToast', { number }) })
      props.onClose()
    },
  })
  const reissue = api.certificates.reissue.use({
    onSuccess: ({ id, number }) => {
      showToast({ text: desk('reissuedToast', { number }) })
      props.onIssued(id)
    },
  })
  const revoking = () => props.act === 'revoke'
  const sending = () => (revoking() ? revoke : reissue)
  const hint = () => {
    if (revoking()) return desk('revokeHint')
    return props.view.state === 'valid' ? desk('reissueHintValid') : desk('reissueHint')
  }
  const reasons = (): readonly Reason[] =>
    revoking()
      ? revokeReasons
      : reissueReasons.filter((reason) => reason !== 'reasonMistaken' || props.view.state === 'revoked')
  return (
    <ReasonForm<Reason>
      title={revoking() ? desk('revokeTitle') : desk('reissueTitle')}
      reasons={reasons().map((value) => ({
        value,
        label: desk(value),
        sentence: value === 'reasonOther' ? '' : desk(value),
      }))}
      label={desk('reason')}
      hint={hint()}
      least={2}
      most={200}
      missing={desk('reasonMissing')}
      send={revoking() ? desk('revokeSend') : desk('reissueSend')}
      busy={sending().isPending}
      error={sending().error}
      onSend={(reason) => {
        if (revoking()) revoke.mutate({ id: props.view.id, reason })
        else reissue.mutate({ id: newOne, certificateId: props.view.id, reason })
      }}
      onClose={props.onClose}
    />
  )
}
