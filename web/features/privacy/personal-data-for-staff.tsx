import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Section, Stack } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/desk-privacy.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { ExportForStaff } from './export-for-staff.tsx'

/** 个人信息 of a learner who asked by letter or at the counter: what is kept is exported, a wish to be erased is recorded. */
export default function PersonalDataForStaff(props: { learnerId: string }): JSX.Element {
  return (
    <Section title={t('title')} ruled>
      <Stack gap={2}>
        <ExportForStaff learnerId={props.learnerId} />
        <RecordErasure learnerId={props.learnerId} />
      </Stack>
    </Section>
  )
}

/** As it is asked for on the phone: recorded here, decided there. */
function RecordErasure(props: { learnerId: string }): JSX.Element {
  const navigate = useNavigate()
  const [id, setId] = createSignal<string | null>(null)
  const [reason, setReason] = createSignal('')
  const record = api.privacy.recordErasure.use({
    onSuccess: (request) => navigate(`/desk/privacy/${request.id}`),
  })
  const tooShort = () => reason().trim().length < 4
  const send = () => {
    const requestId = id()
    if (requestId === null || tooShort() || record.isPending) return
    record.mutate({ id: requestId, learnerId: props.learnerId, reason: reason().trim() })
  }
  return (
    <Show
      when={id() !== null}
      fallback={
        <Line>
          <Button size="dense" onClick={() => setId(newId())}>
            {t('recordErasure')}
          </Button>
        </Line>
      }
    >
      <Form onSubmit={send} gap={2}>
        <Field label={t('recordReason')} hint={t('recordHint')} required>
          <TextInput value={reason()} maxLength={500} onInput={setReason} />
        </Field>
        <ErrorNote error={record.error} />
        <Line>
          <Button type="submit" size="dense" busy={record.isPending} disabled={tooShort()}>
            {t('record')}
          </Button>
          <Button size="dense" kind="quiet" onClick={() => setId(null)}>
            {shared('cancel')}
          </Button>
        </Line>
      </Form>
    </Show>
  )
}
