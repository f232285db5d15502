import type { JSX } from 'solid-js'
import { funnelSteps, shareOf } from '../../../server/features/reports/report-shares.rules.ts'
import type { PlanFigures } from '../../../server/features/reports/reports.schema.ts'
import { Funnel } from '../../components/funnel.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { percentWord } from './report-words.ts'

/** From enrolment to certificate: how many are left at each step. */
export function PlanFunnel(props: { figures: PlanFigures }): JSX.Element {
  const steps = () =>
    funnelSteps.map((id, at) => {
      const count = props.figures[id]
      const former = funnelSteps[at - 1]
      const share = former === undefined ? null : shareOf(count, props.figures[former])
      return {
        id,
        label: t(id),
        count,
        words: t('people', { count: formatCount(count) }),
        // Hours count where people are now, with or without a place in the plan: a share above all of them says nothing.
        share: share === null || share > 1000 ? '' : t('ofFormer', { share: percentWord(share).replace(/\s*%$/, '') }),
      }
    })
  return <Funnel label={t('funnel')} steps={steps()} />
}
