import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { useStaff } from '../shell/desk-staff.ts'

/** Says that mail to this address comes back, in the server's words, and lets finance take the mark away. */
export function BounceMark(props: {
  bounce: { readonly id: string; readonly bouncedAt: string; readonly detail: string }
}): JSX.Element {
  return (
    <Note tone="rejected">
      <Stack gap={2}>
        <span>{t('bounceMark', { when: formatDateTime(props.bounce.bouncedAt) })}</span>
        <Quiet>{props.bounce.detail}</Quiet>
        <ClearMark id={props.bounce.id} explained />
      </Stack>
    </Note>
  )
}

export function ClearMark(props: { id: string; explained?: boolean | undefined }): JSX.Element {
  const staff = useStaff()
  const clear = api.notices.clearBounce.use({
    onSuccess: ({ released }) => void showToast({ text: t('cleared', { count: released }) }),
  })
  return (
    <Show when={staff.may('finance')}>
      <Line>
        <Button size="dense" busy={clear.isPending} onClick={() => clear.mutate({ id: props.id })}>
          {t('clearMark')}
        </Button>
        <Show when={props.explained}>
          <Quiet>{t('clearMarkText')}</Quiet>
        </Show>
      </Line>
      <ErrorNote error={clear.error} />
    </Show>
  )
}
