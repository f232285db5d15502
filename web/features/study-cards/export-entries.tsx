import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX } from 'solid-js'
import type { EntryFilter, ExportEntriesInput } from '../../../server/features/study-cards/card-entries.schema.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { language } from '../../texts/texts.ts'
import { downloadByPost } from '../shell/download.ts'

/** 充值明细 as it stands, as a workbook. */
export function ExportEntries(props: { filter: EntryFilter; iconOnly?: boolean | undefined }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const send = async () => {
    if (busy()) return
    setBusy(true)
    try {
      const asked: ExportEntriesInput = { filter: props.filter, locale: language() }
      await downloadByPost('/api/study-cards/export', asked)
    } catch (error) {
      showToast({ text: errorSentence(error) })
    } finally {
      setBusy(false)
    }
  }
  return props.iconOnly ? (
    <IconButton
      label={busy() ? t('exporting') : t('export')}
      icon={<Download size={24} />}
      onClick={() => void send()}
    />
  ) : (
    <Button icon={<Download size={16} />} busy={busy()} onClick={() => void send()}>
      {busy() ? t('exporting') : t('export')}
    </Button>
  )
}
