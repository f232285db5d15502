import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { t } from '../../texts/cards.zh-CN.ts'
import { PickOrganisation } from '../organisations/desk-pick-organisation.tsx'
import DeskOrganisationPage from '../shell/desk-organisation-page.tsx'
import { RechargeImport } from './import-page.tsx'

/** 学员缴费 from a workbook, by staff: the organisation first, then its batch and the file. */
export default function DeskCardsImportPage(): JSX.Element {
  const navigate = useNavigate()
  const [organisation, setOrganisation] = createSignal<FoundOrganisation | null>(null)
  return (
    <DeskOrganisationPage title={t('importTitle')} back="/desk/cards/recharge">
      <PickOrganisation label={t('buyer')} chosen={organisation()} onChoose={setOrganisation} error={null} />
      <Show when={organisation()} keyed>
        {(chosen) => <RechargeImport organisationId={chosen.id} onSent={(id) => navigate(`/desk/imports/${id}`)} />}
      </Show>
    </DeskOrganisationPage>
  )
}
