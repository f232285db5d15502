import type { JSX } from 'solid-js'
import type { VoucherState } from '../../../server/features/vouchers/vouchers.schema.ts'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/voucher-states.zh-CN.ts'

const tones: Record<VoucherState, StateTone> = {
  draft: 'waiting',
  submitted: 'waiting',
  approved: 'settled',
  rejected: 'rejected',
}

/** A slip's state. It has words of its own, so that the page of a slip does not wait for those of orders. */
export function VoucherChop(props: { state: VoucherState; since?: JSX.Element | undefined }): JSX.Element {
  return (
    <Chop tone={tones[props.state]} since={props.since}>
      {t(props.state)}
    </Chop>
  )
}
