import type { JSX } from 'solid-js'
import { DeskInvoiceReport } from './desk-invoice-report.tsx'

/** 发票报表 of the whole centre, for staff. */
export default function DeskInvoiceReportPage(): JSX.Element {
  return <DeskInvoiceReport of="centre" />
}
