import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { ReadCourse } from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { StateMark } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Headline, Line, Note, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Select } from '../../components/select.tsx'
import { TextArea } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

const problemWords = {
  columns: 'problemColumns',
  activityId: 'problemActivityId',
  plan: 'problemPlan',
  kind: 'problemKind',
  hours: 'problemHours',
  title: 'problemTitle',
  twice: 'problemTwice',
  tooMany: 'problemTooMany',
} as const satisfies Record<NonNullable<ReadCourse['problem']>, string>

/** A course that can be saved as it was read. */
type GoodCourse = ReadCourse & { planId: string; kind: NonNullable<ReadCourse['kind']>; hours: number }

function isGood(course: ReadCourse): course is GoodCourse {
  return course.problem === null && course.planId !== null && course.kind !== null && course.hours !== null
}

/** Maps one activity or hundreds: pasted lines, looked over before they are saved. */
export function PasteCourses(props: { platformId: string | null; onClose: () => void }): JSX.Element {
  const platforms = api.learningPlatforms.list.use(() => undefined)
  const [chosen, setChosen] = createSignal(props.platformId)
  const [text, setText] = createSignal('')
  const [read, setRead] = createSignal<readonly ReadCourse[] | null>(null)
  const [reading, setReading] = createSignal(false)
  const [failed, setFailed] = createSignal<unknown>(null)
  const only = () => (platforms.isSuccess && platforms.data?.rows.length === 1 ? platforms.data.rows[0]?.id : undefined)
  const platformId = () => chosen() ?? only() ?? null
  const good = () => (read() ?? []).filter(isGood)
  const wrong = () => (read() ?? []).length - good().length
  const look = async () => {
    const id = platformId()
    if (id === null || text().trim() === '') return
    setReading(true)
    setFailed(null)
    try {
      setRead(await api.learningPlatforms.readCourses.query({ platformId: id, text: text() }))
    } catch (error) {
      setFailed(error)
    } finally {
      setReading(false)
    }
  }
  const save = api.learningPlatforms.saveCourses.use({
    onSuccess: (saved) => {
      showToast({ text: t('savedCourses', saved) })
      props.onClose()
    },
    stale: [api.learningPlatforms.courses.key(), api.learningPlatforms.list.key()],
  })
  const send = () => {
    const id = platformId()
    if (id === null || good().length === 0) return
    const courses = good().map(({ activityId, title, planId, kind, hours }) => ({
      activityId,
      title,
      planId,
      kind,
      hours,
    }))
    save.mutate({ platformId: id, courses })
  }
  const foot = () => (
    <VerdictBar before={save.error || failed() ? <ErrorNote error={save.error ?? failed()} /> : undefined}>
      <Show
        when={read() !== null && good().length > 0}
        fallback={
          <Button
            kind="primary"
            size="verdict"
            busy={reading()}
            disabled={platformId() === null || text().trim() === ''}
            onClick={() => void look()}
          >
            {t('check')}
          </Button>
        }
      >
        <Button kind="primary" size="verdict" busy={save.isPending} onClick={send}>
          {save.isPending ? t('saving') : t('saveCourses', { count: good().length })}
        </Button>
      </Show>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
  return (
    <Pane label={t('addCoursesTitle')} foot={foot()}>
      <PanePart>
        <Stack gap={4}>
          <Line apart>
            <Headline>{t('addCoursesTitle')}</Headline>
            <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
          </Line>
          <Loaded query={platforms}>
            {(data) => (
              <Field label={t('platform')}>
                <Select
                  choices={data().rows.map(({ id, name }) => ({ value: id, label: name }))}
                  value={platformId()}
                  onChange={(id) => {
                    setChosen(id)
                    setRead(null)
                  }}
                  placeholder={t('platformNeeded')}
                />
              </Field>
            )}
          </Loaded>
          <Field label={t('pasteLabel')} hint={t('pasteHint')}>
            <TextArea
              value={text()}
              onInput={(typed) => {
                setText(typed)
                setRead(null)
              }}
              rows={8}
              spellcheck={false}
            />
          </Field>
          <Show when={read()}>
            {(courses) => (
              <>
                <Note tone={wrong() > 0 ? 'waiting' : 'quiet'}>
                  {t('lines', { good: good().length, wrong: wrong() })}
                </Note>
                <Card label={t('courseList')}>
                  <For each={courses()}>{(course) => <ReadLine course={course} />}</For>
                </Card>
              </>
            )}
          </Show>
        </Stack>
      </PanePart>
    </Pane>
  )
}

function ReadLine(props: { course: ReadCourse }): JSX.Element {
  const problem = () => props.course.problem
  return (
    <CardEntry
      state={
        <StateMark tone={problem() ? 'rejected' : 'settled'}>
          {problem() ? t('line', { line: props.course.line }) : t(props.course.known ? 'lineKnown' : 'lineNew')}
        </StateMark>
      }
      main={props.course.title || props.course.text.slice(0, 80)}
      amount={props.course.hours === null ? undefined : formatHours(props.course.hours)}
      note={props.course.activityId}
      noteEnd={[props.course.kind === null ? '' : t(props.course.kind), props.course.planName]
        .filter((part) => part !== '')
        .join(' · ')}
    >
      <Show when={problem()}>{(one) => t(problemWords[one()])}</Show>
    </CardEntry>
  )
}
