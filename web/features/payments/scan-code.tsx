import { createResource, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note, Stack } from '../../components/layout.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { t } from '../../texts/payments.zh-CN.ts'

/** The code of a payment that is scanned with the provider's own app. */
export default function ScanCode(props: { paymentId: string }): JSX.Element {
  const [code] = createResource(
    () => props.paymentId,
    (id) => api.payments.scanCode.mutate({ id }),
  )
  return (
    <Stack gap={2}>
      <Show when={code.error === undefined} fallback={<ErrorNote error={code.error} />}>
        <Show when={code.latest} fallback={<Skeleton height="240px" />}>
          {(drawn) => <QrCode size={drawn().size} path={drawn().path} label={t('scan')} />}
        </Show>
        <Note>{t('scan')}</Note>
      </Show>
    </Stack>
  )
}
