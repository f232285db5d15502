import { useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { readHours } from '../../../server/features/hours/hours.rules.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { Quiet, Stack } from '../../components/layout.tsx'
import { formatCalendarDay } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createNewHours } from './create-new-hours.ts'
import { ruleParts } from './hour-words.ts'
import { PeoplePicker, Remarks, TrainingFields } from './new-hours-parts.tsx'
import { createPlanChoice, OfPlan, PlanSelect, UnlessClosed } from './plan-choice.tsx'

const formId = 'new-hours'

/** 录入线下学时 on a phone: the training first, then who took part. */
export default function NewHoursPage(): JSX.Element {
  const navigate = useNavigate()
  const [address, setAddress] = useSearchParams<{ plan?: string }>()
  const choice = createPlanChoice(() => address.plan ?? null)
  const back = () => `/hours${choice.plan() ? `?plan=${choice.plan()?.id}` : ''}`
  const form = createNewHours(
    () => choice.plan()?.id ?? null,
    () => navigate(back(), { replace: true }),
  )
  const [atPeople, setAtPeople] = createSignal(false)
  const next = () => {
    form.complain()
    if (form.complete()) setAtPeople(true)
  }
  const summary = () =>
    joinParts(
      form.draft.title.trim(),
      t(form.draft.kind),
      formatCalendarDay(form.draft.studiedOn),
      t('hours', { hours: formatHours(readHours(form.draft.hours).hundredths ?? 0) }),
    )
  return (
    <OrganisationShell
      title={t(atPeople() ? 'pickPeople' : 'newTitle')}
      back={back()}
      // What follows from the ticks stands over the button: above the list it would push away the next name under the thumb.
      actionNote={
        <Show when={atPeople() && form.people().size > 0}>
          <Stack gap={2}>
            <Remarks form={form} />
            <ErrorNote error={form.error()} />
            <span>{t('picked', { count: form.people().size })}</span>
          </Stack>
        </Show>
      }
      actionBar={
        <Show
          when={atPeople()}
          fallback={
            <Button
              kind="primary"
              size="main"
              wide
              type="submit"
              form={formId}
              disabled={(choice.plan()?.state ?? 'closed') === 'closed'}
            >
              {t('next')}
            </Button>
          }
        >
          <Button size="main" onClick={() => setAtPeople(false)}>
            {t('backToTraining')}
          </Button>
          <Button
            kind="primary"
            size="main"
            wide
            busy={form.busy()}
            disabled={form.people().size === 0 || form.known().length > 0}
            onClick={form.send}
          >
            {form.busy() ? t('saving') : t('save', { count: form.people().size })}
          </Button>
        </Show>
      }
    >
      <OfPlan choice={choice}>
        {(plan) => (
          <Show
            when={atPeople()}
            fallback={
              <Form id={formId} gap={3} onSubmit={next}>
                <PlanSelect choice={choice} onChange={(id) => setAddress({ plan: id }, { replace: true })} />
                <UnlessClosed plan={plan}>
                  <Quiet>{joinParts(...ruleParts(plan))}</Quiet>
                  <TrainingFields form={form} />
                </UnlessClosed>
              </Form>
            }
          >
            <Stack gap={3}>
              <Quiet>{summary()}</Quiet>
              <PeoplePicker form={form} />
            </Stack>
          </Show>
        )}
      </OfPlan>
    </OrganisationShell>
  )
}
