import type { JSX } from 'solid-js'
import { DeskPlanReport } from './desk-plan-report.tsx'

/** 培训计划报表 of the whole centre, for staff. */
export default function DeskPlanReportPage(): JSX.Element {
  return <DeskPlanReport of="centre" />
}
