import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX } from 'solid-js'
import type { ExportReportInput } from '../../../server/features/reports/export-report.schema.ts'
import { Button } from '../../components/button.tsx'
import { showToast } from '../../components/toast.tsx'
import { errorSentence } from '../../texts/errors.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { downloadByPost } from '../shell/download.ts'

/** Which report with which filter; the language is the page's. */
export type Exported = ExportReportInput extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'locale'>
    : never
  : never

/** The report as it stands, all of its rows, as a workbook. */
export function ExportReport(props: { what: Exported; wide?: boolean | undefined }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const send = async () => {
    setBusy(true)
    try {
      await downloadByPost('/api/reports/export', { ...props.what, locale: language() })
    } catch (error) {
      showToast({ text: errorSentence(error) })
    }
    setBusy(false)
  }
  return (
    <Button icon={<Download size={16} />} busy={busy()} wide={props.wide} onClick={() => void send()}>
      {busy() ? t('exporting') : t('export')}
    </Button>
  )
}
