import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Quiet } from '../../components/layout.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { UploadImport } from '../imports/upload-import.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'

/** A list of people with their subjects, as a workbook: read, shown row by row, and written once it is confirmed. */
export function AddByImport(props: { plan: PlanView; tabs: JSX.Element }): JSX.Element {
  const navigate = useNavigate()
  return (
    <OrganisationShell title={t('addTitle')} back={`/enrolments/${props.plan.id}`}>
      {props.tabs}
      <Quiet>{t('importLead')}</Quiet>
      <UploadImport
        organisationId={null}
        target={{ kind: 'enrolments', planId: props.plan.id }}
        onSent={(id) => navigate(`/imports/${id}`)}
      />
    </OrganisationShell>
  )
}
