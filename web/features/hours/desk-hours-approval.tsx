import { type JSX, Show } from 'solid-js'
import type { HoursApprovalView } from '../../../server/features/hours/hour-review.schema.ts'
import type { HourApproval } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Note, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Select } from '../../components/select.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-hours.zh-CN.ts'

const words = { staff: 'ruleStaff', secondAdmin: 'ruleSecondAdmin', immediate: 'ruleImmediate' } as const
const approvals = Object.keys(words) as readonly HourApproval[]
const inherited = 'inherited'

/** Who approves the hours that an organisation's admins record: read by staff, set by reviewers. */
export function HoursApproval(props: { organisationId: string; mayChange: boolean }): JSX.Element {
  const query = api.hours.approval.use(() => ({ organisationId: props.organisationId }))
  const set = api.hours.setApproval.use({
    stale: [api.hours.approval.key()],
    onSuccess: () => {
      showToast({ text: t('ruleSaved') })
    },
  })
  const above = ({ own, approval, from }: HoursApprovalView): string => {
    // What holds where this one says nothing is known only while it says nothing.
    const rule = t(words[own === null ? approval : 'staff'])
    return own === null && from ? `${t('ruleInherited', { rule })}（${t('ruleFrom', from)}）` : t('ruleUsual', { rule })
  }
  return (
    <Section title={t('rule')} ruled>
      <Loaded query={query} errorTitle={t('ruleFailed')} skeleton={<SkeletonRows count={1} />}>
        {(view) => (
          <>
            <Show
              when={props.mayChange}
              fallback={<span>{view().own === null ? above(view()) : t(words[view().approval])}</span>}
            >
              <Select<HourApproval | typeof inherited>
                label={t('rule')}
                value={view().own ?? inherited}
                onChange={(value) =>
                  set.mutate({
                    organisationId: props.organisationId,
                    approval: value === inherited ? null : value,
                  })
                }
                choices={[
                  { value: inherited, label: view().own === null ? above(view()) : t('ruleNone') },
                  ...approvals.map((value) => ({ value, label: t(words[value]) })),
                ]}
              />
            </Show>
            <Show when={view().approval === 'secondAdmin' && view().admins < 2}>
              <Note tone="waiting">{t('ruleAlone')}</Note>
            </Show>
            <ErrorNote error={set.error} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
