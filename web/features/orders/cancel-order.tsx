import { createSignal, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Note, Stack } from '../../components/layout.tsx'
import { TextArea } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/orders.zh-CN.ts'

/** Asks why before it cancels: the centre sees the reason, and nobody cancels by accident. */
export default function CancelOrder(props: {
  orderId: string
  /** Somebody is paying it online just now. */
  attempt?: boolean | undefined
  open: boolean
  onClose: () => void
}): JSX.Element {
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const cancel = api.orders.cancel.use({
    onSuccess: () => {
      props.onClose()
      showToast({ text: t('cancelDone') })
    },
  })
  const submit = () => {
    setAsked(true)
    if (reason().trim() !== '') cancel.mutate({ id: props.orderId, reason: reason().trim() })
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t('cancelTitle')}
      text={t('cancelText')}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{t('keep')}</Button>
          <Button kind="danger" busy={cancel.isPending} onClick={submit}>
            {cancel.isPending ? t('cancelling') : t('cancel')}
          </Button>
        </>
      }
    >
      <Stack gap={3}>
        <Show when={props.attempt}>
          <Note tone="waiting">{t('attemptEnds')}</Note>
        </Show>
        <Field label={t('cancelReason')} error={asked() && reason().trim() === '' ? t('cancelReasonMissing') : null}>
          <TextArea value={reason()} onInput={setReason} maxLength={500} />
        </Field>
        <ErrorNote error={cancel.error} />
      </Stack>
    </Dialog>
  )
}
