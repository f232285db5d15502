import { type JSX, Show } from 'solid-js'
import type { LedgerAlarm } from '../../../server/features/ledger/ledger.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Line, Note } from '../../components/layout.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/ledger.zh-CN.ts'

/** Over the ledger: the last proof found something, or there was none for too long. Nothing while all is well. */
export function LedgerAlarmNote(props: { alarm: LedgerAlarm | null }): JSX.Element {
  const sentence = () => {
    const { alarm } = props
    if (!alarm || alarm.state === 'holds' || alarm.state === 'none') return null
    if (alarm.lastAt === null) return t('alarmNever')
    const when = formatDateTime(alarm.lastAt)
    return alarm.state === 'late' ? t('alarmLate', { when }) : t('alarmProblems', { when, count: alarm.problemCount })
  }
  return (
    <Show when={sentence()}>
      {(text) => (
        <Note tone="rejected">
          <Line apart>
            <span>{text()}</span>
            <Show
              when={props.alarm?.state === 'problems'}
              fallback={
                <ButtonLink size="dense" href="/desk/jobs">
                  {t('see')}
                </ButtonLink>
              }
            >
              <ButtonLink size="dense" kind="primary" href={`/desk/ledger/${props.alarm?.proofId}?tab=proofs`}>
                {t('seeProblems')}
              </ButtonLink>
            </Show>
          </Line>
        </Note>
      )}
    </Show>
  )
}
