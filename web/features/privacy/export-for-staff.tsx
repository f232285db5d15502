import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/desk-privacy.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { downloadByPost } from '../shell/download.ts'

/** Everything that is kept about a learner, for staff who were asked for it, with the reason. */
export function ExportForStaff(props: { learnerId: string }): JSX.Element {
  const [open, setOpen] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const send = async () => {
    if (reason().trim().length < 4 || busy()) return
    setBusy(true)
    setError(null)
    try {
      await downloadByPost('/api/privacy/export', {
        learnerId: props.learnerId,
        reason: reason().trim(),
        locale: language(),
      })
      setOpen(false)
      setReason('')
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show
      when={open()}
      fallback={
        <Line>
          <Button size="dense" icon={<Download size={16} />} onClick={() => setOpen(true)}>
            {t('exportData')}
          </Button>
        </Line>
      }
    >
      <Form onSubmit={() => void send()} gap={2}>
        <Field label={t('exportReason')} hint={t('exportHint')} required>
          <TextInput value={reason()} maxLength={200} onInput={setReason} />
        </Field>
        <ErrorNote error={error()} />
        <Line>
          <Button type="submit" size="dense" busy={busy()} disabled={reason().trim().length < 4}>
            {busy() ? t('exporting') : t('exportData')}
          </Button>
          <Button size="dense" kind="quiet" onClick={() => setOpen(false)}>
            {shared('cancel')}
          </Button>
        </Line>
      </Form>
    </Show>
  )
}
