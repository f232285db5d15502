import { createSignal, type JSX } from 'solid-js'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-refunds.zh-CN.ts'
import { shanghaiDate } from '../../texts/format.ts'

/** Finance made the transfer at the bank: its reference, its day and the account it left end the refund. */
export function RecordTransfer(props: { refund: RefundView; onFailed: () => void }): JSX.Element {
  const accounts = api.centre.payeeAccounts.use(() => undefined)
  const rows = () => (accounts.isSuccess ? (accounts.data ?? []) : [])
  const [serial, setSerial] = createSignal('')
  const [day, setDay] = createSignal(shanghaiDate(new Date()))
  const [account, setAccount] = createSignal<string | null>(null)
  const [asked, setAsked] = createSignal(false)
  const chosen = () => account() ?? rows().find((one) => one.isDefault)?.id ?? null
  const record = api.refunds.recordTransfer.use({ onSuccess: () => void showToast({ text: t('recordedToast') }) })
  const send = () => {
    setAsked(true)
    const payeeAccountId = chosen()
    if (serial().trim() === '' || day() === '' || payeeAccountId === null || record.isPending) return
    const { id, version } = props.refund
    record.mutate({ id, version, serial: serial().trim(), transferredOn: day(), payeeAccountId })
  }
  return (
    <VerdictBar
      before={
        <>
          <strong>{t('recordTitle')}</strong>
          <Quiet>{t('recordLead')}</Quiet>
          <FieldGroup columns={2}>
            <Field label={t('serial')} error={asked() && serial().trim() === '' ? t('serialMissing') : null} required>
              <TextInput
                value={serial()}
                onInput={setSerial}
                maxLength={100}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && !event.isComposing) send()
                }}
              />
            </Field>
            <Field label={t('transferredOn')} error={asked() && day() === '' ? t('dayMissing') : null} required>
              <DateTimeInput precision="date" value={day()} onInput={setDay} />
            </Field>
          </FieldGroup>
          <Field label={t('ourAccount')} error={asked() && chosen() === null ? t('accountMissing') : null} required>
            <Select
              value={chosen()}
              onChange={setAccount}
              choices={rows().map((one) => ({ value: one.id, label: `${one.name} ${one.account}` }))}
            />
          </Field>
          <ErrorNote error={record.error} />
        </>
      }
    >
      <Button kind="primary" size="verdict" busy={record.isPending} onClick={send}>
        {record.isPending ? t('recording') : t('record')}
      </Button>
      <Button kind="danger" size="verdict" onClick={() => props.onFailed()}>
        {t('transferFailed')}
      </Button>
    </VerdictBar>
  )
}
