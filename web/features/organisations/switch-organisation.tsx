import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { For, type JSX } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { t } from '../../texts/places.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

/** Which of several organisations one acts for. Nothing of the other one stays on the page. */
export default function SwitchOrganisation(props: { me: Me; onClose: () => void }): JSX.Element {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const change = api.accounts.switchOrganisation.use({
    onSuccess: async (me) => {
      queries.setQueryData([...api.accounts.me.key(), null], me)
      props.onClose()
      navigate('/home', { replace: true })
      await queries.resetQueries({ predicate: (query) => query.queryKey[0] !== api.accounts.me.key()[0] })
    },
    stale: [],
  })
  return (
    <Dialog open onClose={props.onClose} title={t('chooseOrganisation')} text={t('chooseOrganisationText')}>
      <Stack gap={3}>
        <ErrorNote error={change.error} />
        <Card>
          <For each={props.me.organisations}>
            {(organisation) => (
              <CardLine
                label={organisation.name}
                value={organisation.id === props.me.organisation?.id ? shared('selected') : undefined}
                onOpen={() =>
                  organisation.id === props.me.organisation?.id
                    ? props.onClose()
                    : change.mutate({ organisationId: organisation.id })
                }
              />
            )}
          </For>
        </Card>
      </Stack>
    </Dialog>
  )
}
