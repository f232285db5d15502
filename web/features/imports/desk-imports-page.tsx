import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { PickOrganisation } from '../organisations/desk-pick-organisation.tsx'
import { DeskImport } from './desk-import.tsx'
import { DeskImports } from './desk-imports.tsx'
import { UploadImport } from './upload-import.tsx'

/** 批量导入 of the whole centre, for staff who help an organisation out. */
export default function DeskImportsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <Show when={params.id} fallback={<DeskImports base="/desk/imports" withOrganisation upload={<Upload />} />}>
      <DeskImport base="/desk/imports" />
    </Show>
  )
}

function Upload(): JSX.Element {
  const navigate = useNavigate()
  const [organisation, setOrganisation] = createSignal<FoundOrganisation | null>(null)
  return (
    <>
      <PickOrganisation label={t('into')} chosen={organisation()} onChoose={setOrganisation} error={null} />
      <Show when={organisation()}>
        {(into) => <UploadImport organisationId={into().id} onSent={(id) => navigate(`/desk/imports/${id}`)} />}
      </Show>
    </>
  )
}
