import type { LinkTab } from '../../components/link-tabs.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import type { PlanPeople } from './create-plan-people.ts'
import { enrolmentStates, stateWord } from './enrolment-words.ts'

/** States that nobody comes back to look at: their tab is there while somebody is in it. */
const rare: ReadonlySet<string> = new Set(['withdrawn', 'revoked'])

/** 按报名状态: how many people are in each state; the search and the unit stay as they are. */
export function stateTabs(people: PlanPeople): readonly LinkTab[] {
  const counts = people.counts()
  const href = (state: string | null) => {
    const query = new URLSearchParams()
    if (state) query.set('state', state)
    if (people.search()) query.set('q', people.search())
    const unit = people.unit()
    if (unit) query.set('organisation', unit)
    return `/enrolments/${people.planId()}${query.size > 0 ? `?${query}` : ''}`
  }
  const current = people.state()
  return [
    { label: t('all'), href: href(null), current: current === null, count: counts?.total },
    ...enrolmentStates
      .filter((state) => !rare.has(state) || state === current || (counts?.byState[state] ?? 0) > 0)
      .map((state) => ({
        label: stateWord(state),
        href: href(state),
        current: current === state,
        count: counts?.byState[state],
      })),
  ]
}
