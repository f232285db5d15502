import { createSignal, type JSX, Show } from 'solid-js'
import type { LearnerFilter } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Stack } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { createLearnerActions } from './create-learner-actions.ts'

const formId = 'export-learners'
const shortestReason = 4

/** The present list as a workbook: masked, or whole with the right and a reason. */
export function ExportLearners(props: { filter: LearnerFilter; onClose: () => void }): JSX.Element {
  const rights = api.learners.rights.use(() => undefined)
  const [whole, setWhole] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const actions = createLearnerActions(props.onClose)
  const missing = () => whole() && reason().trim().length < shortestReason
  const send = () => {
    setAsked(true)
    if (!missing()) void actions.export(props.filter, whole(), reason().trim())
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('exportTitle')}
      text={t('exportText')}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} busy={actions.busy()}>
            {actions.busy() ? t('exporting') : t('exportSend')}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={send}>
        <Stack gap={3}>
          <Show when={rights.isSuccess && rights.data.unmask}>
            <Checkbox checked={whole()} onChange={setWhole}>
              {t('exportWhole')}
            </Checkbox>
          </Show>
          <Show when={whole()}>
            <Field
              label={t('reason')}
              hint={t('reasonHint')}
              error={asked() && missing() ? t('reasonMissing') : null}
              required
            >
              <TextInput value={reason()} onInput={setReason} maxLength={200} />
            </Field>
          </Show>
          <ErrorNote error={actions.downloadError()} />
        </Stack>
      </Form>
    </Dialog>
  )
}
