import { type JSX, Match, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { Quiet } from '../../components/layout.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import type { ListTabs } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { AutomaticDecisions } from './desk-matching-automatic.tsx'
import { MatchingLines } from './desk-matching-lines.tsx'
import { filterNames, filtersOf, type MatchingFilters, type MatchingName, tabNames } from './matching-filters.ts'

const refreshMs = 15_000

/** 流水对账: what the bank says came in, and which orders it pays. Worked off by keyboard. */
export default function DeskMatchingPage(): JSX.Element {
  const filters: MatchingFilters = createFilters('/desk/matching', filterNames)
  const tab = () => tabNames.find((name) => name === filters.value('tab')) ?? tabNames[0]
  const totals = api.matching.totals.use(
    () => filtersOf(filters),
    () => ({ refreshMs, keepPrevious: true }),
  )
  const known = () => (totals.isSuccess ? totals.data : null)
  const tabs = (): ListTabs<MatchingName> => ({
    name: 'tab',
    label: t('tabs'),
    current: tab(),
    choices: tabNames.map((value) => ({
      value,
      label: t(value),
      ...(known() ? { count: value === 'automatic' ? known()?.automatic.count : known()?.states[value].count } : {}),
    })),
  })
  const actions = () => (
    <a href="/desk/settings/finance" title={t('autoHint')}>
      <Quiet>
        <StateMark tone={known()?.autoSettle ? 'settled' : 'neutral'}>
          {t(known()?.autoSettle ? 'autoOn' : 'autoOff')}
        </StateMark>
      </Quiet>
    </a>
  )
  return (
    <Switch
      fallback={<MatchingLines filters={filters} tab={tab()} tabs={tabs()} totals={known()} actions={actions()} />}
    >
      <Match when={tab() === 'automatic'}>
        <AutomaticDecisions filters={filters} tabs={tabs()} actions={actions()} />
      </Match>
    </Switch>
  )
}
