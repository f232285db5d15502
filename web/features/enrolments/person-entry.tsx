import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { EnrolmentRow } from '../../../server/features/enrolments/enrolments.schema.ts'
import { TickEntry } from '../../components/card.tsx'
import { Chop, StateMark } from '../../components/chop.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { useMe } from '../accounts/session.ts'
import { paymentTone, paymentWord, stateTone, stateWord, subjectsLine } from './enrolment-words.ts'

/** One person of a plan: 报名状态 first, who and how much, what they take, 缴费状态, and why it came back. */
export function PersonEntry(props: {
  row: EnrolmentRow
  now: Date
  /** Whether the plan has subjects to choose. */
  hasSubjects: boolean
  ticked: boolean
  onTick: (ticked: boolean) => void
}): JSX.Element {
  const me = useMe()
  const own = () => (me.isSuccess ? me.data?.organisation?.id : undefined)
  const unit = () => (props.row.organisation.id === own() ? null : props.row.organisation.name)
  const subjects = () => (props.hasSubjects ? subjectsLine(props.row.subjects) || t('noSubjects') : null)
  return (
    <TickEntry
      ticked={props.ticked}
      onTick={props.onTick}
      tickLabel={t('tick', { name: props.row.learner.name })}
      href={`/enrolments/${props.row.plan.id}/people/${props.row.id}`}
      state={
        <Chop tone={stateTone(props.row.state)} since={formatDateTime(props.row.stateSince, props.now)}>
          {stateWord(props.row.state)}
        </Chop>
      }
      action={props.row.state === 'rejected' ? t('correct') : t('look')}
      main={<strong>{props.row.learner.name}</strong>}
      amount={props.row.feeFen === null ? undefined : <Money amount={fen(props.row.feeFen)} />}
      note={<IdNumber>{props.row.learner.idNumberMasked}</IdNumber>}
      noteEnd={
        <StateMark tone={paymentTone(props.row.paymentStatus)}>{paymentWord(props.row.paymentStatus)}</StateMark>
      }
    >
      <Stack gap={1}>
        <Show when={joinParts(subjects(), unit())}>{(line) => <span>{line()}</span>}</Show>
        <Show when={props.row.reason && props.row.state !== 'confirmed'}>
          <strong>
            {t(props.row.state === 'revoked' ? 'revokedWhy' : 'rejectedWhy', { reason: props.row.reason ?? '' })}
          </strong>
        </Show>
      </Stack>
    </TickEntry>
  )
}
