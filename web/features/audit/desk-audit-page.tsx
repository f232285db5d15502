import { createSignal, type JSX, Show } from 'solid-js'
import type { AuditVerdict } from '../../../server/features/audit/audit.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/audit.zh-CN.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { faultWord } from './audit-words.ts'
import { DeskAudit } from './desk-audit.tsx'

/** Long enough to read three sentences, in milliseconds. */
const shownMs = 15_000

/** 审计 of the whole centre, for staff; system admins can have the newest part of the chain checked. */
export default function DeskAuditPage(): JSX.Element {
  const staff = useStaff()
  const [verdict, setVerdict] = createSignal<AuditVerdict | null>(null)
  const [error, setError] = createSignal<unknown>(null)
  const [busy, setBusy] = createSignal(false)
  const verify = async () => {
    setBusy(true)
    setError(null)
    try {
      const found = await api.audit.verify.query(undefined)
      setVerdict(found.broken ? found : null)
      if (!found.broken) showToast({ text: verdictSentence(found), durationMs: shownMs })
    } catch (thrown) {
      setVerdict(null)
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <DeskAudit
      base="/desk/audit"
      staff
      actions={
        staff.may('systemAdmin') ? (
          <Button size="dense" busy={busy()} onClick={() => void verify()}>
            {busy() ? t('verifying') : t('verify')}
          </Button>
        ) : undefined
      }
      above={
        <>
          <ErrorNote error={error()} />
          <Show when={verdict()}>{(found) => <Note tone="rejected">{verdictSentence(found())}</Note>}</Show>
        </>
      }
    />
  )
}

function verdictSentence({ broken, checked, redacted, to, waiting }: AuditVerdict): string {
  if (broken) return t('broken', { position: broken.position, fault: faultWord(broken.fault) })
  const sentences = [checked === 0 ? t('nothingSealed') : t('verified', { checked, to })]
  if (redacted > 0) sentences.push(t('verifiedRedacted', { redacted }))
  if (waiting > 0) sentences.push(t('verifiedWaiting', { waiting }))
  return [...sentences, t('wholeChain')].join(' ')
}
