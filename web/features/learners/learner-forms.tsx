import { createSignal, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { LearnerView } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Stack } from '../../components/layout.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { createLearnerActions } from './create-learner-actions.ts'
import { detailsOf, faultsOf, focusFirstFault, type LearnerDraft } from './learner-draft.ts'
import { LearnerFields } from './learner-fields.tsx'
import { idTypes } from './learner-words.ts'
import { createUnits, UnitField } from './unit-field.tsx'

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

/** A one-time password that was just given out, to be copied this once. */
export function GivenPassword(props: {
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

/** What is known about them, to be corrected. */
export function EditLearner(props: { learner: LearnerView; onClose: () => void }): JSX.Element {
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

/** Another unit for them. */
export function MoveLearner(props: {
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

/** Gives them a one-time password, or says why that cannot be. */
export function AskPassword(props: {
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

/** The whole ID number, for a reason that stands in the trail. */
export function UnmaskNumber(props: {
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

/** Another ID number, by staff, for a reason. */
export function ChangeNumber(props: { learner: LearnerView; onClose: () => void }): JSX.Element {
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
