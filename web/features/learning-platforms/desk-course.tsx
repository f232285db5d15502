import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { Course } from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Facts, Headline, Line, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

const formId = 'course'

/** `2`, `2.5` -> hundredths; null for what is none, or more than a course can give. */
export function typedHours(text: string): number | null {
  if (!/^\d{1,4}(?:\.\d{1,2})?$/.test(text.trim())) return null
  const hundredths = Math.round(Number(text) * 100)
  return hundredths >= 1 && hundredths <= 100_000 ? hundredths : null
}

/** One mapped activity: what it stands for, changed here or taken out of use. */
export function DeskCourse(props: { course: Course; onClose: () => void }): JSX.Element {
  const [editing, setEditing] = createSignal(false)
  createEffect(
    on(
      createMemo(() => props.course.id),
      () => setEditing(false),
      { defer: true },
    ),
  )
  const retire = api.learningPlatforms.setCourseRetired.use({
    onSuccess: ({ retired }) => {
      showToast({ text: t(retired ? 'retiredNow' : 'restoredNow') })
      props.onClose()
    },
    stale: [api.learningPlatforms.courses.key(), api.learningPlatforms.list.key()],
  })
  const foot = () => (
    <VerdictBar before={retire.error ? <ErrorNote error={retire.error} /> : undefined}>
      <Button size="verdict" onClick={() => setEditing(true)}>
        {t('edit')}
      </Button>
      <Button
        kind={props.course.retired ? 'secondary' : 'danger'}
        size="verdict"
        busy={retire.isPending}
        onClick={() => retire.mutate({ id: props.course.id, retired: !props.course.retired })}
      >
        {t(props.course.retired ? 'restore' : 'retire')}
      </Button>
    </VerdictBar>
  )
  return (
    <Pane label={props.course.title} foot={editing() ? undefined : foot()}>
      <PanePart>
        <Stack gap={4}>
          <Stack gap={2}>
            <Line apart>
              <StateMark tone={props.course.retired ? 'rejected' : 'settled'}>
                {t(props.course.retired ? 'retired' : 'inUse')}
              </StateMark>
              <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
            </Line>
            <Headline>{props.course.title}</Headline>
          </Stack>
          <Show
            when={editing()}
            fallback={
              <Facts
                beside
                facts={[
                  { label: t('activity'), value: props.course.activityId },
                  { label: t('plan'), value: props.course.planName },
                  { label: t('kind'), value: t(props.course.kind) },
                  { label: t('hours'), value: formatHours(props.course.hours) },
                  { label: t('platform'), value: props.course.platformName },
                ]}
              />
            }
          >
            <EditCourse course={props.course} onClose={() => setEditing(false)} />
          </Show>
        </Stack>
      </PanePart>
    </Pane>
  )
}

function EditCourse(props: { course: Course; onClose: () => void }): JSX.Element {
  const plans = api.plans.listAll.use(() => ({ limit: 100 }))
  const [title, setTitle] = createSignal(props.course.title)
  const [planId, setPlanId] = createSignal(props.course.planId)
  const [kind, setKind] = createSignal(props.course.kind)
  const [hours, setHours] = createSignal(formatHours(props.course.hours))
  const [complained, setComplained] = createSignal(false)
  const save = api.learningPlatforms.saveCourses.use({
    onSuccess: (saved) => {
      showToast({ text: t('savedCourses', saved) })
      props.onClose()
    },
    stale: [api.learningPlatforms.courses.key(), api.learningPlatforms.list.key()],
  })
  const titleWrong = () => title().trim().length < 2
  const send = () => {
    setComplained(true)
    const hundredths = typedHours(hours())
    if (hundredths === null || titleWrong() || save.isPending) return
    const { platformId, activityId } = props.course
    save.mutate({
      platformId,
      courses: [{ activityId, title: title().trim(), planId: planId(), kind: kind(), hours: hundredths }],
    })
  }
  return (
    <Form id={formId} onSubmit={send} gap={3}>
      <Field label={t('columnTitle')} error={complained() && titleWrong() ? t('titleWrong') : null}>
        <TextInput value={title()} onInput={setTitle} maxLength={100} />
      </Field>
      <Loaded query={plans}>
        {(page) => (
          <Field label={t('plan')}>
            <Select
              choices={page().rows.map((plan) => ({
                value: plan.id,
                label: t('planOf', { year: plan.year, name: plan.name }),
              }))}
              value={planId()}
              onChange={setPlanId}
            />
          </Field>
        )}
      </Loaded>
      <RadioGroup
        label={t('kind')}
        row
        choices={[
          { value: 'compulsory', label: t('compulsory') },
          { value: 'elective', label: t('elective') },
        ]}
        value={kind()}
        onChange={setKind}
      />
      <Field label={t('hours')} error={complained() && typedHours(hours()) === null ? t('hoursWrong') : null}>
        <TextInput value={hours()} onInput={setHours} inputMode="decimal" maxLength={8} align="end" />
      </Field>
      <ErrorNote error={save.error} />
      <Line>
        <Button kind="primary" type="submit" busy={save.isPending}>
          {t(save.isPending ? 'saving' : 'save')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Form>
  )
}
