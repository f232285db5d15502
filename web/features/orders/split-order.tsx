import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note, Stack } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/orders.zh-CN.ts'

/** Asks before an order is split into one for each unit: this one ends then. */
export default function SplitOrder(props: { order: OrderView; open: boolean; onClose: () => void }): JSX.Element {
  const navigate = useNavigate()
  const id = newId()
  const split = api.orders.split.use({
    onSuccess: ({ orders }) => {
      props.onClose()
      showToast({ text: t('splitDone', { count: orders.length }) })
      navigate('/orders?state=open')
    },
  })
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t('splitTitle')}
      text={t('splitLead', { units: props.order.unitCount })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{t('splitKeep')}</Button>
          <Button kind="primary" busy={split.isPending} onClick={() => split.mutate({ id, orderId: props.order.id })}>
            {split.isPending ? t('splitting') : t('splitDo')}
          </Button>
        </>
      }
    >
      <Stack gap={3}>
        {props.order.underWay.attempt ? <Note tone="waiting">{t('attemptEnds')}</Note> : undefined}
        <ErrorNote error={split.error} />
      </Stack>
    </Dialog>
  )
}
