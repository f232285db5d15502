import { createEffect, createMemo, createSignal, type JSX, lazy, Match, on, Show, Suspense, Switch } from 'solid-js'
import type { LearnerView } from '../../../server/features/learners/learners.schema.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Line, Note, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { unitPath } from '../shell/unit-path.ts'
import { createLearnerActions } from './create-learner-actions.ts'
import { AskPassword, ChangeNumber, EditLearner, GivenPassword, MoveLearner, UnmaskNumber } from './learner-forms.tsx'
import { accountTone, accountWord } from './learner-words.ts'

const LearnerEnrolments = lazy(async () => {
  const module = await import('../enrolments/learner-enrolments.tsx')
  await textsReady()
  return module
})

const LearnerStudy = lazy(async () => {
  const module = await import('../study/learner-study.tsx')
  await textsReady()
  return module
})

const LearnerCards = lazy(async () => {
  const module = await import('../study-cards/learner-cards.tsx')
  await textsReady()
  return module
})

type Asking = 'edit' | 'move' | 'password' | 'unmask' | 'number' | null

/** One learner: who they are, and everything that their organisation may do. The same on the phone and on the desk. */
export function LearnerDetail(props: {
  learner: LearnerView
  /** Beside the state: what closes the pane. */
  aside?: JSX.Element | undefined
}): JSX.Element {
  const now = createNow()
  const [asking, setAsking] = createSignal<Asking>(null)
  const [password, setPassword] = createSignal<{ oneTimePassword: string; mobile: string } | null>(null)
  const [whole, setWhole] = createSignal<string | null>(null)
  const actions = createLearnerActions(() => setAsking(null))
  // A fresh answer about the same person leaves the password that was just given out where it is.
  const learnerId = createMemo(() => props.learner.id)
  createEffect(
    on(
      learnerId,
      () => {
        setAsking(null)
        setPassword(null)
        setWhole(null)
      },
      { defer: true },
    ),
  )
  const facts = (): Fact[] => {
    const { idType, idNumberMasked, mobile, mobileLogsIn, email, post, education, organisation } = props.learner
    const { account, createdAt, lastSeenAt } = props.learner
    const rows: readonly [string, JSX.Element][] = [
      [t(idType), <IdNumber>{whole() ?? idNumberMasked}</IdNumber>],
      [t('mobile'), mobile && account !== 'none' ? mobileLine(mobile, mobileLogsIn) : mobile],
      [t('unit'), unitPath(organisation)],
      [t('post'), post],
      [t('education'), education],
      [t('email'), email],
      [t('account'), <StateMark tone={accountTone(account)}>{accountWord(account)}</StateMark>],
      [t('seen'), lastSeenAt ? formatDateTime(lastSeenAt, now()) : ''],
      [t('addedAt'), formatDateTime(createdAt, now())],
    ]
    return rows.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]))
  }
  const selection = () => ({ ids: [props.learner.id] })
  return (
    <Stack gap={4}>
      <Stack gap={2}>
        <Line apart>
          <StateMark tone={props.learner.enabled ? 'settled' : 'rejected'}>
            {t(props.learner.enabled ? 'enabled' : 'disabled')}
          </StateMark>
          {props.aside}
        </Line>
        <Headline>{props.learner.name}</Headline>
      </Stack>
      <Show when={password()}>
        {(given) => <GivenPassword name={props.learner.name} given={given()} onDone={() => setPassword(null)} />}
      </Show>
      <Switch
        fallback={
          <>
            <Line>
              <Button onClick={() => setAsking('edit')}>{t('edit')}</Button>
              <Button onClick={() => setAsking('move')}>{t('move')}</Button>
              <Button onClick={() => setAsking('password')}>
                {t(props.learner.account === 'none' ? 'password' : 'passwordAgain')}
              </Button>
              <Button
                kind={props.learner.enabled ? 'danger' : 'secondary'}
                busy={actions.busy()}
                onClick={() => actions.setEnabled(selection(), !props.learner.enabled)}
              >
                {t(props.learner.enabled ? 'disable' : 'enable')}
              </Button>
            </Line>
            <ErrorNote error={actions.enableError()} />
            <Facts beside facts={facts()} />
            <Line>
              <Show when={props.learner.may.unmask && whole() === null}>
                <Button size="dense" onClick={() => setAsking('unmask')}>
                  {t('unmask')}
                </Button>
              </Show>
              <Show when={props.learner.may.changeIdNumber}>
                <Button size="dense" onClick={() => setAsking('number')}>
                  {t('changeNumber')}
                </Button>
              </Show>
            </Line>
            <Suspense>
              <LearnerStudy learnerId={props.learner.id} />
              <LearnerCards learnerId={props.learner.id} name={props.learner.name} />
              <LearnerEnrolments learnerId={props.learner.id} />
            </Suspense>
          </>
        }
      >
        <Match when={asking() === 'edit'}>
          <EditLearner learner={props.learner} onClose={() => setAsking(null)} />
        </Match>
        <Match when={asking() === 'move'}>
          <MoveLearner learner={props.learner} actions={actions} onClose={() => setAsking(null)} />
        </Match>
        <Match when={asking() === 'password'}>
          <AskPassword
            learner={props.learner}
            onClose={() => setAsking(null)}
            onGiven={(given) => {
              setPassword(given)
              setAsking(null)
            }}
          />
        </Match>
        <Match when={asking() === 'unmask'}>
          <UnmaskNumber
            learner={props.learner}
            onClose={() => setAsking(null)}
            onShown={(idNumber) => {
              setWhole(idNumber)
              setAsking(null)
            }}
          />
        </Match>
        <Match when={asking() === 'number'}>
          <ChangeNumber learner={props.learner} onClose={() => setAsking(null)} />
        </Match>
      </Switch>
    </Stack>
  )
}

function mobileLine(mobile: string, logsIn: boolean): JSX.Element {
  return (
    <Stack gap={1}>
      <span>{mobile}</span>
      <Show when={!logsIn}>
        <Note>{t('mobileNoLogIn')}</Note>
      </Show>
    </Stack>
  )
}
