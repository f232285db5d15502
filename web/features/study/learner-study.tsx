import { For, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/study.zh-CN.ts'
import { PdfButton } from '../shell/pdf-button.tsx'
import { PlanChain, PlanHead, PlanRing, PlanWaits } from './plan-hours.tsx'
import { yearsOf } from './study-words.ts'
import { YearSection } from './study-years.tsx'

/** The learner's own story as whoever manages them sees it: the same ring, chain and years, without what only they can do. */
export default function LearnerStudy(props: { learnerId: string }): JSX.Element {
  const now = createNow()
  const study = api.study.ofLearner.use(() => ({ learnerId: props.learnerId }))
  return (
    <Section title={t('sectionTitle')} ruled>
      <Loaded query={study} errorTitle={t('notOpened')} skeleton={<SkeletonCards count={1} />}>
        {(data) => (
          <Show when={data().plans.length > 0 || data().balanceFen > 0} fallback={<Quiet>{t('sectionEmpty')}</Quiet>}>
            <Stack gap={5}>
              <For each={data().plans.filter(({ over }) => !over)}>
                {(plan) => (
                  <Stack gap={4}>
                    <PlanHead plan={plan} now={now()} />
                    <PlanRing plan={plan} />
                    <PlanWaits plan={plan} now={now()} looking="other" />
                    <PlanChain plan={plan} now={now()} looking="other" />
                  </Stack>
                )}
              </For>
              <Line>
                <PdfButton href={`/api/files/learners/${props.learnerId}/hours.pdf`}>{t('statement')}</PdfButton>
              </Line>
              <For each={yearsOf(data())}>
                {(year) => <YearSection year={year} certificates={data().certificates} />}
              </For>
            </Stack>
          </Show>
        )}
      </Loaded>
    </Section>
  )
}
