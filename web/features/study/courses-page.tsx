import { For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { StudyCourse, StudyPlan } from '../../../server/features/study/study.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FigureRow } from '../../components/figure-row.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { formatDay } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { StudyPage } from './learner-shell.tsx'
import { kindWord } from './study-words.ts'

/** 课程: the online courses of the plans that still run, with what each has given. */
export default function CoursesPage(): JSX.Element {
  return (
    <StudyPage title={t('courses')}>
      {(study) => (
        <Show
          when={study().plans.some(({ over }) => !over)}
          fallback={<EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>}
        >
          <Stack gap={5}>
            <For each={study().plans.filter(({ over }) => !over)}>{(plan) => <PlanCourses plan={plan} />}</For>
          </Stack>
        </Show>
      )}
    </StudyPage>
  )
}

function PlanCourses(props: { plan: StudyPlan }): JSX.Element {
  const { payment, card } = props.plan.chain
  const total = () => props.plan.courses.reduce((sum, { hours }) => sum + hours, 0)
  const locked = () => payment.state !== 'done' || card?.state === 'now'
  return (
    <Section title={props.plan.name} aside={total() > 0 ? t('hoursOf', { hours: formatHours(total()) }) : undefined}>
      <Show
        when={props.plan.courses.length > 0}
        fallback={<EmptyState title={t('coursesEmpty')}>{t('coursesEmptyText')}</EmptyState>}
      >
        <Show when={locked()}>
          <Note tone="waiting">{t('courseLocked')}</Note>
        </Show>
        <Card>
          <For each={props.plan.courses}>{(course) => <CourseRow course={course} />}</For>
        </Card>
      </Show>
    </Section>
  )
}

function CourseRow(props: { course: StudyCourse }): JSX.Element {
  const now = createNow()
  const done = () => props.course.done >= props.course.hours
  const progress = () =>
    done()
      ? t('courseDone')
      : props.course.done > 0
        ? t('courseProgress', { done: formatHours(props.course.done) })
        : t('courseNone')
  return (
    <FigureRow
      figure={formatHours(props.course.hours)}
      title={props.course.title}
      action={
        <Show when={!done() && props.course.url}>
          {(href) => (
            <ButtonLink href={href()} target="_blank" rel="noopener noreferrer">
              {t(props.course.done > 0 ? 'goOn' : 'begin')}
            </ButtonLink>
          )}
        </Show>
      }
    >
      <div>
        {kindWord(props.course.kind)} · {progress()}
      </div>
      <div>
        {t(props.course.url === null ? 'noPage' : 'onPlatform', { platform: props.course.platformName })}
        <Show when={props.course.lastAt}>{(at) => <> · {t('courseLast', { day: formatDay(at(), now()) })}</>}</Show>
      </div>
    </FigureRow>
  )
}
