import { createSignal, type JSX, Show } from 'solid-js'
import type { Platform } from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Line, Note, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/desk-platforms.zh-CN.ts'

/** A command that sends one statement of a course and a learner that somebody chooses: the first thing to try. */
export function TryPlatform(props: { platform: Platform; endpoint: string; secret: string | null }): JSX.Element {
  const courses = api.learningPlatforms.courses.use(() => ({ platformId: props.platform.id, limit: 100 }))
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [learner, setLearner] = createSignal('')
  const [duration, setDuration] = createSignal('PT45M')
  return (
    <Section title={t('tryTitle')} ruled>
      <Loaded query={courses}>
        {(page) => {
          const activity = () => page().rows.find(({ activityId }) => activityId === chosen()) ?? page().rows[0]
          return (
            <Show when={activity()} fallback={<Note>{t('tryCourseNone')}</Note>}>
              {(course) => (
                <>
                  <Note>{t('tryText')}</Note>
                  <Field label={t('tryCourse')}>
                    <Select
                      choices={page().rows.map(({ activityId, title }) => ({ value: activityId, label: title }))}
                      value={course().activityId}
                      onChange={setChosen}
                    />
                  </Field>
                  <FieldGroup columns={2}>
                    <Field label={t('tryLearner')}>
                      <TextInput value={learner()} onInput={setLearner} maxLength={60} spellcheck={false} />
                    </Field>
                    <Field label={t('tryDuration')}>
                      <TextInput value={duration()} onInput={setDuration} maxLength={30} spellcheck={false} />
                    </Field>
                  </FieldGroup>
                  <CodeBlock label={t('tryTitle')}>
                    {commandOf(props, course().activityId, learner(), duration())}
                  </CodeBlock>
                  <Line>
                    <CopyButton text={commandOf(props, course().activityId, learner(), duration())}>
                      {t('copyCommand')}
                    </CopyButton>
                  </Line>
                </>
              )}
            </Show>
          )
        }}
      </Loaded>
    </Section>
  )
}

function commandOf(
  { platform, endpoint, secret }: { platform: Platform; endpoint: string; secret: string | null },
  activityId: string,
  learner: string,
  duration: string,
): string {
  const statement = {
    actor: { account: { homePage: platform.homePage, name: learner.trim() || t('learnerPlace') } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: activityId },
    result: { completion: true, duration: duration.trim() },
  }
  const text = JSON.stringify(statement, null, 2)
  return [
    `curl -X POST ${quoted(`${endpoint}statements`)} \\`,
    `  -u ${quoted(`${platform.accessKey}:${secret ?? t('secretPlace')}`)} \\`,
    "  -H 'X-Experience-API-Version: 1.0.3' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(text)}`,
  ].join('\n')
}

/** As a shell takes it: between single quotes, in which nothing means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
