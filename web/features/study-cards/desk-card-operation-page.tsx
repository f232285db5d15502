import { useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import DeskOrganisationPage from '../shell/desk-organisation-page.tsx'
import { createOperationView, OperationBody } from './operation-body.tsx'

/** One recharge, take-back or opening, for staff. */
export default function DeskCardOperationPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const view = createOperationView(() => params.id)
  return (
    <DeskOrganisationPage title={view.title()} back="/desk/cards/history">
      <OperationBody
        view={view}
        places={{
          cards: '/desk/cards',
          recharge: '/desk/cards/recharge',
          history: '/desk/cards/history',
          imports: '/desk/imports',
        }}
      />
    </DeskOrganisationPage>
  )
}
