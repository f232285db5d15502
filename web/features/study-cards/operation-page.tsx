import { useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createOperationView, OperationBody } from './operation-body.tsx'

/** One recharge, take-back or opening of an organisation, followed while the worker has it. */
export default function OperationPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const view = createOperationView(() => params.id)
  return (
    <OrganisationShell title={view.title()} back="/cards/history">
      <OperationBody
        view={view}
        places={{ cards: '/cards', recharge: '/recharge', history: '/cards/history', imports: '/imports' }}
      />
    </OrganisationShell>
  )
}
