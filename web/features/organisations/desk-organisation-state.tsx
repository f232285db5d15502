import { type JSX, Show } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { StateMark, type StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-organisations.zh-CN.ts'

export const organisationStates = ['pending', 'approved', 'rejected'] as const
type State = FoundOrganisation['state']

const words = { pending: 'statePending', approved: 'stateApproved', rejected: 'stateRejected' } as const
const tones = { pending: 'waiting', approved: 'settled', rejected: 'rejected' } as const satisfies Record<
  State,
  StateTone
>

export function organisationStateWord(state: State): string {
  return t(words[state])
}

/** Whether it may act: its registration's state, or that it was disabled. */
export function OrganisationState(props: { row: Pick<FoundOrganisation, 'state' | 'enabled'> }): JSX.Element {
  return (
    <Show when={props.row.enabled} fallback={<StateMark tone="neutral">{t('disabled')}</StateMark>}>
      <StateMark tone={tones[props.row.state]}>{organisationStateWord(props.row.state)}</StateMark>
    </Show>
  )
}
