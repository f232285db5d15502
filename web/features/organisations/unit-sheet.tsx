import { type JSX, Show } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { t } from '../../texts/units.zh-CN.ts'
import { type Asking, askingTitle, UnitAsking, type UnitAskingProps } from './unit-asking.tsx'

export interface UnitSheetProps extends UnitAskingProps {
  onAsk: (asking: Asking) => void
}

/** From the bottom edge of a phone: what can be done with a unit, and the form for it in its place. */
export default function UnitSheet(props: UnitSheetProps): JSX.Element {
  return (
    <Dialog open onClose={props.onClose} title={askingTitle(props)}>
      <Show when={props.asking.about === 'menu'} fallback={<UnitAsking {...props} />}>
        <Actions {...props} />
      </Show>
    </Dialog>
  )
}

function Actions(props: UnitSheetProps): JSX.Element {
  const may = () => props.unit.may
  const empty = () => Object.values(props.unit.reach).every((count) => count === 0)
  const line = (about: 'rename' | 'move' | 'contact' | 'remove', label: string) => (
    <CardLine label={label} onOpen={() => props.onAsk({ about })} />
  )
  return (
    <Card>
      <Show when={may().rename}>{line('rename', t('rename'))}</Show>
      <Show when={may().move}>{line('move', t('move'))}</Show>
      <Show when={may().editContact}>{line('contact', t('contact'))}</Show>
      <Show when={may().setEnabled}>
        <CardLine
          label={t(props.unit.enabled ? 'disable' : 'enable')}
          onOpen={() => {
            props.onClose()
            props.actions.setEnabled(props.unit, !props.unit.enabled)
          }}
        />
      </Show>
      <Show when={may().remove && empty()}>{line('remove', t('remove'))}</Show>
    </Card>
  )
}
