import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Headline, Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { createNewHours } from './create-new-hours.ts'
import { ruleParts } from './hour-words.ts'
import { PeoplePicker, Remarks, TrainingFields } from './new-hours-parts.tsx'
import { createPlanChoice, OfPlan, PlanSelect, UnlessClosed } from './plan-choice.tsx'

const formId = 'new-hours'

/** 录入线下学时 beside a list: the training and who took part, on one page. */
export function NewHoursPane(props: {
  planId: string | null
  /** Staff record hours of closed plans too. */
  byStaff: boolean
  onClose: () => void
}): JSX.Element {
  const [planId, setPlanId] = createSignal(props.planId)
  const [leaving, setLeaving] = createSignal(false)
  const choice = createPlanChoice(planId)
  const form = createNewHours(() => choice.plan()?.id ?? null, props.onClose)
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: () => close() }])
  const close = () => (form.touched() && !leaving() ? setLeaving(true) : props.onClose())
  return (
    <Pane
      label={t('newTitle')}
      foot={
        <VerdictBar
          before={
            <>
              <Remarks form={form} />
              <ErrorNote error={form.error()} />
              <Show when={leaving()}>
                <Note tone="waiting">{t('discardText')}</Note>
              </Show>
            </>
          }
        >
          <Show
            when={leaving()}
            fallback={
              <>
                <Button
                  kind="primary"
                  size="verdict"
                  type="submit"
                  form={formId}
                  busy={form.busy()}
                  disabled={form.people().size === 0 || form.known().length > 0}
                >
                  {form.busy() ? t('saving') : t('save', { count: form.people().size })}
                </Button>
                <Button size="verdict" keyHint="Esc" onClick={close}>
                  {shared('cancel')}
                </Button>
              </>
            }
          >
            <Button kind="danger" size="verdict" onClick={() => props.onClose()}>
              {t('discard')}
            </Button>
            <Button size="verdict" onClick={() => setLeaving(false)}>
              {t('keepEditing')}
            </Button>
          </Show>
        </VerdictBar>
      }
    >
      <PanePart>
        <Line apart>
          <Headline>{t('newTitle')}</Headline>
          <IconButton label={t('close')} icon={<X size={20} />} onClick={close} />
        </Line>
        <OfPlan choice={choice}>
          {(plan) => (
            <Form id={formId} gap={3} onSubmit={form.send}>
              <PlanSelect choice={choice} onChange={setPlanId} />
              <UnlessClosed plan={props.byStaff ? { state: 'published' } : plan}>
                <Quiet>{joinParts(...ruleParts(plan))}</Quiet>
                <TrainingFields form={form} columns={2} />
                <Section title={t('pickPeople')} aside={t('picked', { count: form.people().size })} ruled>
                  <PeoplePicker form={form} />
                </Section>
              </UnlessClosed>
            </Form>
          )}
        </OfPlan>
      </PanePart>
    </Pane>
  )
}
