import type { JSX } from 'solid-js'
import { DeskRecharge } from './desk-recharge.tsx'

/** 学员缴费 of the whole centre, for staff who help an organisation out. */
export default function DeskCardsRechargePage(): JSX.Element {
  return <DeskRecharge base="/desk/cards/recharge" cards="/desk/cards" wholeCentre />
}
