import { useSearchParams } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { Segmented } from '../../components/radio-group.tsx'
import { t } from '../../texts/orders.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { chosenPeople, type Selection } from './chosen-people.ts'
import { NewCardOrder } from './new-card-order.tsx'
import { NewEnrolmentOrder } from './new-enrolment-order.tsx'

type Kind = 'enrolments' | 'cards'

/**
 * A new order: for people whose enrolment is confirmed (`?enrolments=` ids, or `?plan=` and `?organisation=` for all of
 * them), or for study cards (`?kind=cards`). Without any of these, for the people when somebody has a fee to pay.
 */
export default function NewOrderPage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{
    enrolments?: string
    plan?: string
    organisation?: string
    kind?: string
  }>()
  const selection = (): Selection => chosenPeople(search)
  const named = () => search.enrolments !== undefined || search.plan !== undefined
  const anybody = api.orders.previewEnrolments.use(
    () => ({ selection: {} }),
    () => ({ enabled: !named() && search.kind === undefined }),
  )
  const kind = (): Kind | null => {
    if (named() || search.kind === 'enrolments') return 'enrolments'
    if (search.kind === 'cards') return 'cards'
    if (anybody.isError) return 'enrolments'
    return anybody.isSuccess ? (anybody.data && anybody.data.peopleCount > 0 ? 'enrolments' : 'cards') : null
  }
  const choice = () => (
    <Segmented<Kind>
      label={t('whatFor')}
      value={kind() ?? 'enrolments'}
      onChange={(value) =>
        setSearch({ kind: value, enrolments: null, plan: null, organisation: null }, { replace: true })
      }
      choices={[
        { value: 'enrolments', label: t('kindEnrolments') },
        { value: 'cards', label: t('kindStudyCards') },
      ]}
    />
  )
  return (
    <Switch
      fallback={
        <OrganisationShell title={t('newTitle')} back="/orders">
          {choice()}
        </OrganisationShell>
      }
    >
      <Match when={kind() === 'enrolments'}>
        <NewEnrolmentOrder selection={selection()} choice={named() ? undefined : choice()} />
      </Match>
      <Match when={kind() === 'cards'}>
        <NewCardOrder choice={choice()} />
      </Match>
    </Switch>
  )
}
