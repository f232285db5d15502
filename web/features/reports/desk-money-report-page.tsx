import type { JSX } from 'solid-js'
import { DeskMoneyReport } from './desk-money-report.tsx'

/** 对账报表 of the whole centre, for staff. */
export default function DeskMoneyReportPage(): JSX.Element {
  return <DeskMoneyReport of="centre" />
}
