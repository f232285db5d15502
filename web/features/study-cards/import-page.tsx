import { useNavigate, useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { Field } from '../../components/field.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { UploadImport } from '../imports/upload-import.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { NoCards } from './no-cards.tsx'

/** 学员缴费 from a workbook, of an organisation: the batch first, then the file. */
export default function RechargeImportPage(): JSX.Element {
  const navigate = useNavigate()
  return (
    <OrganisationShell title={t('importTitle')} back="/recharge">
      <RechargeImport organisationId={null} onSent={(id) => navigate(`/imports/${id}`)} />
    </OrganisationShell>
  )
}

/** Which batch the amounts of a workbook come from, and where the workbook is chosen. */
export function RechargeImport(props: {
  /** Staff name the organisation; null: the one that the admin acts for. */
  organisationId: string | null
  onSent: (importId: string) => void
}): JSX.Element {
  const [address, setAddress] = useSearchParams<{ plan?: string; batch?: string }>()
  const batches = api.studyCards.batches.use(() => ({
    state: 'spendable' as const,
    withValue: true,
    limit: 100,
    ...(address.plan ? { planId: address.plan } : {}),
    ...(props.organisationId ? { organisationId: props.organisationId } : {}),
  }))
  const rows = () => (batches.isSuccess ? batches.data.rows : [])
  const batch = () => rows().find(({ id }) => id === address.batch) ?? (rows().length === 1 ? rows()[0] : undefined)
  return (
    <Loaded query={batches} errorTitle={t('batchesNotOpened')}>
      {(page) => (
        <Show when={page().rows.length > 0} fallback={<NoCards title={t('noBatch')}>{t('noBatchText')}</NoCards>}>
          <Quiet>{t('importLead')}</Quiet>
          <Field label={t('batch')} required>
            <RadioGroup
              value={batch()?.id ?? null}
              onChange={(id) => setAddress({ batch: id }, { replace: true })}
              choices={page().rows.map((row) => ({
                value: row.id,
                label: t('batchChoice', { left: formatYuan(fen(row.leftFen)) }),
                hint: joinParts(
                  row.plan.name,
                  t('until', { day: formatCalendarDay(row.expiresOn) }),
                  t('batchOrder', { number: row.order.number }),
                ),
              }))}
            />
          </Field>
          <Show when={batch()}>
            {(chosen) => (
              <UploadImport
                organisationId={props.organisationId}
                target={{ kind: 'recharges', batchId: chosen().id }}
                onSent={props.onSent}
              />
            )}
          </Show>
        </Show>
      )}
    </Loaded>
  )
}
