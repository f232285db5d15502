import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { StatementView } from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { type Fact, Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { reasonSentence } from '../../texts/desk-platform-reasons.zh-CN.ts'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { formatClock, formatDateTime } from '../../texts/format.ts'
import { outcomeTones } from './desk-statement-log.tsx'

/** One statement: what was made of it and why, what it is about, and its text. */
export function DeskStatement(props: {
  id: string
  onClose: () => void
  onTakeUp: () => void
  busy: boolean
  error: unknown
}): JSX.Element {
  const statement = api.learningPlatforms.statement.use(() => ({ id: props.id }))
  const refused = () => statement.isSuccess && statement.data?.outcome === 'refused'
  const foot = () => (
    <VerdictBar before={props.error ? <ErrorNote error={props.error} /> : undefined}>
      <Button kind="primary" size="verdict" busy={props.busy} onClick={() => props.onTakeUp()}>
        {t(props.busy ? 'takingUp' : 'takeUp')}
      </Button>
    </VerdictBar>
  )
  return (
    <Pane label={t('statement')} foot={refused() ? foot() : undefined}>
      <PanePart>
        <Loaded query={statement}>{(data) => <Statement view={data()} onClose={props.onClose} />}</Loaded>
      </PanePart>
    </Pane>
  )
}

function Statement(props: { view: StatementView; onClose: () => void }): JSX.Element {
  const now = createNow()
  const facts = (): Fact[] => {
    const { view } = props
    const rows: readonly [string, JSX.Element][] = [
      [t('platform'), view.platformName],
      [t('activity'), view.activityId],
      [t('plan'), view.planName ?? ''],
      [t('seconds'), view.seconds === null ? t('noDuration') : formatClock(view.seconds * 1000)],
      [t('columnRecorded'), view.outcome === 'recorded' && view.hours !== null ? formatHours(view.hours) : ''],
      [t('happenedAt'), formatDateTime(view.happenedAt, now())],
      [t('receivedAt'), formatDateTime(view.receivedAt, now())],
      [t('statementId'), view.statementId],
    ]
    return rows.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]))
  }
  return (
    <Stack gap={4}>
      <Stack gap={2}>
        <Line apart>
          <StateMark tone={outcomeTones[props.view.outcome]}>{t(props.view.outcome)}</StateMark>
          <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline
          aside={
            <Show when={props.view.learner}>
              {(learner) => (
                <ButtonLink size="dense" href={`/desk/learners/${learner().id}`}>
                  {t('toLearner')}
                </ButtonLink>
              )}
            </Show>
          }
        >
          {props.view.learner?.name ?? (props.view.actor || t('unknownActor'))}
        </Headline>
        <Quiet>
          {props.view.verb} · {props.view.courseTitle ?? props.view.activityId}
        </Quiet>
      </Stack>
      <Show when={props.view.outcome !== 'voided' && props.view.reason}>
        {(reason) => (
          <Note tone={props.view.outcome === 'refused' ? 'rejected' : 'quiet'}>{reasonSentence(reason())}</Note>
        )}
      </Show>
      <Facts beside facts={facts()} />
      <Section title={t('body')} ruled>
        <Show when={props.view.body} fallback={<Quiet>{t('bodyGone')}</Quiet>}>
          {(body) => <CodeBlock label={t('body')}>{body()}</CodeBlock>}
        </Show>
      </Section>
    </Stack>
  )
}
