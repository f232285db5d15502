import type { JSX } from 'solid-js'
import type { RegistrationState } from '../../../server/features/registrations/registrations.schema.ts'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { createNow } from '../../components/now.ts'
import { formatDateTime, formatDue } from '../../texts/format.ts'
import { t } from '../../texts/registrations.zh-CN.ts'

const tones: Readonly<Record<RegistrationState, StateTone>> = {
  draft: 'neutral',
  pending: 'waiting',
  approved: 'settled',
  rejected: 'rejected',
}

/** A registration's state as a chop, with its deadline or since when. */
export function RegistrationChop(props: {
  of: { readonly state: RegistrationState; readonly stateSince: string; readonly dueAt: string | null }
}): JSX.Element {
  const now = createNow()
  const since = () => {
    const { state, stateSince, dueAt } = props.of
    if (state === 'pending' && dueAt) return t('answeredBy', { when: formatDue(dueAt, now()) })
    return formatDateTime(stateSince, now())
  }
  return (
    <Chop tone={tones[props.of.state]} since={since()}>
      {t(props.of.state)}
    </Chop>
  )
}
