import { createSignal, type JSX, Show } from 'solid-js'
import type { BatchView } from '../../../server/features/study-cards/study-cards.schema.ts'
import { Button } from '../../components/button.tsx'
import { t } from '../../texts/desk-cards.zh-CN.ts'
import { DeskCards } from './desk-cards.tsx'
import { ProlongBatch } from './desk-prolong.tsx'

/** 学习卡批次 of the whole centre, for staff. */
export default function DeskCardsPage(): JSX.Element {
  return (
    <DeskCards
      base="/desk/cards"
      recharge="/desk/cards/recharge"
      wholeCentre
      more={(batch) => <Prolong batch={batch} />}
    />
  )
}

function Prolong(props: { batch: BatchView }): JSX.Element {
  const [asking, setAsking] = createSignal(false)
  return (
    <Show when={props.batch.may.prolong}>
      <Show when={asking()} fallback={<Button onClick={() => setAsking(true)}>{t('prolong')}</Button>}>
        <ProlongBatch batch={props.batch} onClose={() => setAsking(false)} />
      </Show>
    </Show>
  )
}
