import { useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import DeskOrganisationPage from '../shell/desk-organisation-page.tsx'
import { TakeBack } from './take-back.tsx'

/** Staff take back what learners have not spent of a batch. */
export default function DeskTakeBackPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return <TakeBack batchId={params.id} cards="/desk/cards" shell={DeskOrganisationPage} />
}
