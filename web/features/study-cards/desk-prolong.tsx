import { createSignal, type JSX } from 'solid-js'
import type { BatchView } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Line, Note } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-cards.zh-CN.ts'
import { formatCalendarDay } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

/** An auditor can do something with it from here on. */
const shortestReason = 4

/** A later last day for a batch, with a reason; what had run out of it comes back. */
export function ProlongBatch(props: { batch: BatchView; onClose: () => void }): JSX.Element {
  const [day, setDay] = createSignal(props.batch.expiresOn)
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const prolong = api.studyCards.prolongBatch.use({
    onSuccess: ({ expiresOn }) => {
      showToast({ text: t('prolonged', { day: formatCalendarDay(expiresOn) }) })
      props.onClose()
    },
  })
  const dayFault = () => (asked() && day() <= props.batch.expiresOn ? t('dayNotLater') : null)
  const reasonFault = () => (asked() && reason().trim().length < shortestReason ? t('reasonMissing') : null)
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  const send = () => {
    setAsked(true)
    if (dayFault() || reasonFault() || prolong.isPending) return
    prolong.mutate({
      id: props.batch.id,
      seenExpiresOn: props.batch.expiresOn,
      expiresOn: day(),
      reason: reason().trim(),
    })
  }
  return (
    <Card padded label={t('prolong')}>
      <Form onSubmit={send} gap={3}>
        <Note>{t('prolongText')}</Note>
        <FieldGroup>
          <Field label={t('newDay')} error={dayFault()} required>
            <DateTimeInput precision="date" value={day()} onInput={setDay} />
          </Field>
          <Field label={t('reason')} hint={t('reasonHint')} error={reasonFault()} required>
            <TextInput value={reason()} onInput={setReason} maxLength={200} />
          </Field>
        </FieldGroup>
        <ErrorNote error={prolong.error} />
        <Line>
          <Button type="submit" kind="primary" busy={prolong.isPending}>
            {prolong.isPending ? t('prolonging') : t('prolong')}
          </Button>
          <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
        </Line>
      </Form>
    </Card>
  )
}
