import { createSignal, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { hoursReached, hoursToType, readHours } from '../../../server/features/hours/hours.rules.ts'
import type { HourRecordView } from '../../../server/features/hours/hours.schema.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Stack } from '../../components/layout.tsx'
import { TextArea, TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/hours.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { HourChanges } from './create-hour-changes.ts'

/** `withdraw`: given up while it waits; `takeAway`: approved, and all that is left of it is taken away. */
export type Change = 'correct' | 'withdraw' | 'takeAway'

const words = {
  correct: { text: null, reason: 'correctReason', send: 'send' },
  withdraw: { text: 'withdrawText', reason: 'withdrawReason', send: 'sendWithdraw' },
  takeAway: { text: 'takeAwayText', reason: 'takeAwayReason', send: 'sendTakeAway' },
} as const

/** As hours.schema.ts wants it. */
const [leastReason, mostReason] = [2, 200]

/** Asks for the right hours and a reason, and says what it does to a certificate that was issued already. */
export function ChangeHours(props: {
  record: HourRecordView
  change: Change
  changes: HourChanges
  onClose: () => void
}): JSX.Element {
  const [typed, setTyped] = createSignal(hoursToType(props.record.left))
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const isCorrection = () => props.change === 'correct'
  const read = () => readHours(typed())
  const hours = () => (isCorrection() ? (read().hundredths ?? props.record.left) : 0)
  const hoursProblem = () => {
    const { problem } = read()
    return isCorrection() && asked() && problem !== null ? hoursProblemWord(problem) : null
  }
  const reasonProblem = () => (asked() && reason().trim().length < leastReason ? t('reasonMissing') : null)
  const short = () => {
    const { certificate, progress, kind, left } = props.record
    const less = props.change === 'withdraw' ? 0 : left - hours()
    if (certificate === null || less <= 0) return null
    const { compulsoryApproved, electiveApproved } = progress.sums
    const [compulsory, elective] =
      kind === 'compulsory'
        ? [compulsoryApproved - less, electiveApproved]
        : [compulsoryApproved, electiveApproved - less]
    return hoursReached(progress.rule, compulsory, elective) ? null : certificate.number
  }
  const send = () => {
    setAsked(true)
    if (hoursProblem() || reasonProblem() || props.changes.busy()) return
    if (isCorrection()) props.changes.correct(props.record, hours(), reason().trim())
    else props.changes.withdraw([props.record], reason().trim())
  }
  return (
    <Form gap={3} onSubmit={send}>
      <Show when={words[props.change].text}>{(text) => <Note>{t(text())}</Note>}</Show>
      <Show when={isCorrection()}>
        <Field
          label={t('correctTo')}
          hint={t('correctHint', { hours: formatHours(props.record.left) })}
          error={hoursProblem()}
          required
        >
          <TextInput value={typed()} onInput={setTyped} inputmode="decimal" autocomplete="off" maxLength={12} />
        </Field>
      </Show>
      <Field label={t(words[props.change].reason)} hint={t('reasonHint')} error={reasonProblem()} required>
        <TextArea value={reason()} onInput={setReason} maxLength={mostReason} rows={2} />
      </Field>
      <Show when={short()}>{(number) => <Note tone="waiting">{t('shortWarning', { number: number() })}</Note>}</Show>
      <ErrorNote error={props.changes.error()} />
      <Line>
        <Button type="submit" kind={isCorrection() ? 'primary' : 'danger'} busy={props.changes.busy()}>
          {props.changes.busy() ? t('sending') : t(words[props.change].send)}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Form>
  )
}

const problemWords = { format: 'hoursMissing', digits: 'hoursDigits', range: 'hoursRange' } as const

/** What is wrong with hours that were typed. */
export function hoursProblemWord(problem: keyof typeof problemWords): string {
  return t(problemWords[problem])
}

/** Asks for the reason of several at once. */
export function WithdrawSeveral(props: {
  busy: boolean
  error: unknown
  onSend: (reason: string) => void
  onClose: () => void
}): JSX.Element {
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const problem = () => (asked() && reason().trim().length < leastReason ? t('reasonMissing') : null)
  const send = () => {
    setAsked(true)
    if (problem() === null && !props.busy) props.onSend(reason().trim())
  }
  return (
    <Form gap={3} onSubmit={send}>
      <Stack gap={3}>
        <Note>{t('mixedText')}</Note>
        <Field label={t('withdrawReason')} hint={t('reasonHint')} error={problem()} required>
          <TextArea value={reason()} onInput={setReason} maxLength={mostReason} rows={2} />
        </Field>
        <ErrorNote error={props.error} />
        <Line>
          <Button type="submit" kind="danger" busy={props.busy}>
            {props.busy ? t('sending') : t('sendWithdraw')}
          </Button>
          <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
        </Line>
      </Stack>
    </Form>
  )
}
