import { createEffect, createMemo, createSignal, type JSX, lazy, Match, on, Show, Suspense, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { LearnerView } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { StateMark } from '../../components/chop.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Line, Note, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { unitPath } from '../shell/unit-path.ts'
import { createLearnerActions } from './create-learner-actions.ts'
import { detailsOf, faultsOf, focusFirstFault, type LearnerDraft } from './learner-draft.ts'
import { LearnerFields } from './learner-fields.tsx'
import { accountTone, accountWord, idTypes } from './learner-words.ts'
import { createUnits, UnitField } from './unit-field.tsx'

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
          <Edit learner={props.learner} onClose={() => setAsking(null)} />
        </Match>
        <Match when={asking() === 'move'}>
          <Move learner={props.learner} actions={actions} onClose={() => setAsking(null)} />
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
          <Unmask
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

/** The buttons under a small form: the main one first. */
function Send(props: { text: string; busy: boolean; danger?: boolean; onClose: () => void }): JSX.Element {
  return (
    <Line>
      <Button type="submit" kind={props.danger ? 'danger' : 'primary'} busy={props.busy}>
        {props.text}
      </Button>
      <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
    </Line>
  )
}

function GivenPassword(props: {
  name: string
  given: { oneTimePassword: string; mobile: string }
  onDone: () => void
}): JSX.Element {
  return (
    <Card padded label={t('passwordTitle')}>
      <Stack gap={3}>
        <CopyRow label={t('passwordTitle')} copy={props.given.oneTimePassword} lead>
          {props.given.oneTimePassword}
        </CopyRow>
        <Note>
          {props.given.mobile
            ? t('passwordForMobile', { name: props.name, mobile: props.given.mobile })
            : t('passwordFor', { name: props.name })}
        </Note>
        <Line>
          <Button onClick={() => props.onDone()}>{t('passwordDone')}</Button>
        </Line>
      </Stack>
    </Card>
  )
}

function Edit(props: { learner: LearnerView; onClose: () => void }): JSX.Element {
  const { learner } = props
  const [asked, setAsked] = createSignal(false)
  const [draft, setDraft] = createStore<LearnerDraft>({
    name: learner.name,
    mobile: learner.mobile,
    email: learner.email,
    post: learner.post,
    education: learner.education,
    organisationId: learner.organisation.id,
  })
  const update = api.learners.update.use({
    onSuccess: () => {
      showToast({ text: t('saved') })
      props.onClose()
    },
  })
  const faults = () => (asked() ? faultsOf(draft) : {})
  const send = () => {
    setAsked(true)
    if (Object.keys(faults()).length > 0) focusFirstFault()
    else {
      const { id, updatedAt, organisation } = learner
      update.mutate({ id, updatedAt, organisationId: organisation.id, ...detailsOf(draft) })
    }
  }
  return (
    <Form onSubmit={send}>
      <LearnerFields
        draft={draft}
        onChange={(field, value) => setDraft({ [field]: value } as Partial<LearnerDraft>)}
        faults={faults()}
        units={[]}
        withUnit={false}
      />
      <ErrorNote error={update.error} />
      <Send text={update.isPending ? t('saving') : t('save')} busy={update.isPending} onClose={props.onClose} />
    </Form>
  )
}

function Move(props: {
  learner: LearnerView
  actions: ReturnType<typeof createLearnerActions>
  onClose: () => void
}): JSX.Element {
  const { units } = createUnits(() => props.learner.organisation.id)
  const [target, setTarget] = createSignal<string | null>(null)
  const [asked, setAsked] = createSignal(false)
  const send = () => {
    setAsked(true)
    const unit = units().find((one) => one.id === target())
    if (unit) props.actions.move({ ids: [props.learner.id] }, unit, props.learner.organisation.id)
  }
  return (
    <Form onSubmit={send}>
      <UnitField
        label={t('moveTo')}
        units={units().filter((one) => one.id !== props.learner.organisation.id)}
        value={target()}
        onChange={setTarget}
        error={asked() && target() === null ? t('unitMissing') : null}
      />
      <ErrorNote error={props.actions.moveError()} />
      <Send text={t('moveSend')} busy={props.actions.busy()} onClose={props.onClose} />
    </Form>
  )
}

function AskPassword(props: {
  learner: LearnerView
  onClose: () => void
  onGiven: (given: { oneTimePassword: string; mobile: string }) => void
}): JSX.Element {
  const give = api.learners.givePassword.use({ onSuccess: (given) => props.onGiven(given) })
  const refusal = () =>
    props.learner.accountIsShared ? t('passwordShared') : props.learner.enabled ? null : t('disabledCannot')
  return (
    <Show
      when={refusal()}
      fallback={
        <Form onSubmit={() => give.mutate({ id: props.learner.id })}>
          <Note>{t('passwordText')}</Note>
          <ErrorNote error={give.error} />
          <Send
            text={t(props.learner.account === 'none' ? 'password' : 'passwordAgain')}
            busy={give.isPending}
            onClose={props.onClose}
          />
        </Form>
      }
    >
      {(sentence) => (
        <>
          <Note tone="waiting">{sentence()}</Note>
          <Line>
            <Button onClick={() => props.onClose()}>{shared('close')}</Button>
          </Line>
        </>
      )}
    </Show>
  )
}

const shortestReason = 4

function ReasonField(props: { value: string; onInput: (value: string) => void; asked: boolean }): JSX.Element {
  return (
    <Field
      label={t('reason')}
      hint={t('reasonHint')}
      error={props.asked && props.value.trim().length < shortestReason ? t('reasonMissing') : null}
      required
    >
      <TextInput value={props.value} onInput={(value) => props.onInput(value)} maxLength={200} />
    </Field>
  )
}

function Unmask(props: {
  learner: LearnerView
  onClose: () => void
  onShown: (idNumber: string) => void
}): JSX.Element {
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const unmask = api.learners.unmask.use({ onSuccess: ({ idNumber }) => props.onShown(idNumber), stale: [] })
  const send = () => {
    setAsked(true)
    if (reason().trim().length >= shortestReason) unmask.mutate({ id: props.learner.id, reason: reason().trim() })
  }
  return (
    <Form onSubmit={send}>
      <Note>{t('unmaskText')}</Note>
      <ReasonField value={reason()} onInput={setReason} asked={asked()} />
      <ErrorNote error={unmask.error} />
      <Send text={t('unmaskSend')} busy={unmask.isPending} onClose={props.onClose} />
    </Form>
  )
}

function ChangeNumber(props: { learner: LearnerView; onClose: () => void }): JSX.Element {
  const [idType, setIdType] = createSignal(props.learner.idType)
  const [idNumber, setIdNumber] = createSignal('')
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const change = api.learners.changeIdNumber.use({
    onSuccess: () => {
      showToast({ text: t('saved') })
      props.onClose()
    },
  })
  const send = () => {
    setAsked(true)
    if (idNumber() === '' || reason().trim().length < shortestReason) return focusFirstFault()
    const { id, updatedAt } = props.learner
    change.mutate({ id, updatedAt, idType: idType(), idNumber: idNumber(), reason: reason().trim() })
  }
  return (
    <Form onSubmit={send}>
      <Note>{t('changeNumberText')}</Note>
      <FieldGroup>
        <Field label={t('idType')}>
          <Select
            value={idType()}
            onChange={setIdType}
            choices={idTypes.map((value) => ({ value, label: t(value) }))}
          />
        </Field>
        <Field label={t('idNumber')} error={asked() && idNumber() === '' ? t('idNumberMissing') : null} required>
          <CodeInput
            value={idNumber()}
            onInput={(value) => setIdNumber(value)}
            groups={idType() === 'residentId' ? [6, 8, 4] : [30]}
            maxLength={idType() === 'residentId' ? 18 : 20}
            autocomplete="off"
          />
        </Field>
        <ReasonField value={reason()} onInput={setReason} asked={asked()} />
      </FieldGroup>
      <ErrorNote error={change.error} />
      <Send text={change.isPending ? t('saving') : t('save')} busy={change.isPending} onClose={props.onClose} />
    </Form>
  )
}
