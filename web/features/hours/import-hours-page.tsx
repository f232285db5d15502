import { useNavigate, useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Quiet, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { UploadImport } from '../imports/upload-import.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { ruleParts } from './hour-words.ts'
import { createPlanChoice, OfPlan, PlanSelect, UnlessClosed } from './plan-choice.tsx'

/** 批量导入: a list of offline hours, tied to the plan that is chosen here. */
export default function ImportHoursPage(): JSX.Element {
  const navigate = useNavigate()
  const [address, setAddress] = useSearchParams<{ plan?: string }>()
  const choice = createPlanChoice(() => address.plan ?? null)
  return (
    <OrganisationShell title={t('importTitle')} back={`/hours${address.plan ? `?plan=${address.plan}` : ''}`}>
      <Quiet>{t('importLead')}</Quiet>
      <OfPlan choice={choice}>
        {(plan) => (
          <Stack gap={3}>
            <PlanSelect choice={choice} onChange={(id) => setAddress({ plan: id }, { replace: true })} />
            <UnlessClosed plan={plan}>
              <Quiet>{joinParts(...ruleParts(plan))}</Quiet>
              <Show when={plan.id} keyed>
                {(planId) => (
                  <UploadImport
                    organisationId={null}
                    target={{ kind: 'hours', planId }}
                    onSent={(id) => navigate(`/imports/${id}`)}
                  />
                )}
              </Show>
            </UnlessClosed>
          </Stack>
        )}
      </OfPlan>
    </OrganisationShell>
  )
}
