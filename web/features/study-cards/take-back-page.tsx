import { useParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { TakeBack } from './take-back.tsx'

/** An organisation takes back what its learners have not spent of a batch. */
export default function TakeBackPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return <TakeBack batchId={params.id} cards="/cards" shell={OrganisationShell} />
}
