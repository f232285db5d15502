import type { JSX } from 'solid-js'
import { DeskHistory } from './desk-history.tsx'

/** 充值明细 of the whole centre, for staff. */
export default function DeskCardsHistoryPage(): JSX.Element {
  return <DeskHistory base="/desk/cards/history" cards="/desk/cards" learners="/desk/learners" wholeCentre />
}
