import { For, type JSX } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Note } from '../../components/layout.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { doingCountWord } from './enrolment-words.ts'
import type { DoableCount, Doing } from './ticks.ts'

/** On a phone: everything else that can be done with the ticked people. */
export default function DoingsSheet(props: {
  count: number
  doable: readonly DoableCount[]
  onDo: (doing: Doing) => void
  onClose: () => void
}): JSX.Element {
  return (
    <Dialog open onClose={props.onClose} title={t('othersTitle', { count: props.count })}>
      <Card>
        <For each={props.doable} fallback={<Note>{t('nothingToDo')}</Note>}>
          {(one) => <CardLine label={doingCountWord(one)} onOpen={() => props.onDo(one.doing)} />}
        </For>
      </Card>
    </Dialog>
  )
}
