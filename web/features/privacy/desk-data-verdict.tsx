import { createSignal, type JSX, Match, Switch } from 'solid-js'
import type { DataRequest } from '../../../server/features/privacy/personal-data.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-privacy.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { ReasonForm } from '../shell/reason-form.tsx'
import { onOther } from '../shell/review-desk.tsx'

type Mode = 'choosing' | 'erasing' | 'refusing'

/** The foot of a wish to be erased: erase for good, with the name typed again, or refuse with a sentence for the learner. */
export function DataRequestVerdict(props: { request: DataRequest }): JSX.Element {
  const [mode, setMode] = createSignal<Mode>('choosing')
  onOther(
    () => `${props.request.id} ${props.request.state}`,
    () => setMode('choosing'),
  )
  const open = () => props.request.kind === 'erasure' && props.request.state === 'requested'
  return (
    <Switch>
      <Match when={open() && mode() === 'erasing'}>
        <Erase request={props.request} onClose={() => setMode('choosing')} />
      </Match>
      <Match when={open() && mode() === 'refusing'}>
        <Refuse request={props.request} onClose={() => setMode('choosing')} />
      </Match>
      <Match when={open()}>
        <Choose blocked={props.request.obstacles.length > 0} onMode={setMode} />
      </Match>
    </Switch>
  )
}

function Choose(props: { blocked: boolean; onMode: (mode: Mode) => void }): JSX.Element {
  createKeys(() => [
    { key: 'A', label: t('erase'), run: () => props.onMode('erasing'), when: () => !props.blocked },
    { key: 'R', label: t('refuse'), run: () => props.onMode('refusing') },
  ])
  return (
    <VerdictBar>
      <Button kind="danger" size="verdict" keyHint="A" disabled={props.blocked} onClick={() => props.onMode('erasing')}>
        {t('erase')}
      </Button>
      <Button size="verdict" keyHint="R" onClick={() => props.onMode('refusing')}>
        {t('refuse')}
      </Button>
    </VerdictBar>
  )
}

function Erase(props: { request: DataRequest; onClose: () => void }): JSX.Element {
  const [name, setName] = createSignal('')
  const [answer, setAnswer] = createSignal('')
  const decide = api.privacy.decideErasure.use({ onSuccess: () => void showToast({ text: t('erased') }) })
  const send = () => {
    if (name().trim() === '' || decide.isPending) return
    decide.mutate({ verdict: 'erase', id: props.request.id, name: name().trim(), answer: answer().trim() })
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: () => props.onClose() }])
  const differs = () => decide.isError && errorField(decide.error) === 'name'
  return (
    <VerdictBar
      before={
        <>
          <strong>{t('eraseTitle')}</strong>
          <Note tone="rejected">{t('eraseText')}</Note>
          <FieldGroup>
            <Field
              label={t('typeName', { name: props.request.learner.name })}
              error={differs() ? t('nameDiffers') : null}
              required
            >
              <TextInput
                value={name()}
                maxLength={50}
                autocomplete="off"
                onInput={setName}
                ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
              />
            </Field>
            <Field label={t('answerOptional')}>
              <TextInput value={answer()} maxLength={500} onInput={setAnswer} />
            </Field>
          </FieldGroup>
          <ErrorNote error={differs() ? null : decide.error} />
        </>
      }
    >
      <Button
        kind="dangerFill"
        size="verdict"
        disabled={name().trim() === ''}
        busy={decide.isPending}
        onClick={() => send()}
      >
        {decide.isPending ? t('erasing') : t('eraseNow')}
      </Button>
      <Button size="verdict" kind="quiet" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}

const reasons = ['reasonMoney', 'reasonOrder', 'reasonIdentity'] as const

function Refuse(props: { request: DataRequest; onClose: () => void }): JSX.Element {
  const decide = api.privacy.decideErasure.use({ onSuccess: () => void showToast({ text: t('refusedToast') }) })
  return (
    <ReasonForm
      title={t('refuseTitle')}
      reasons={reasons.map((value) => ({ value, label: t(value), sentence: t(value) }))}
      label={t('refuseText')}
      hint={t('refuseHint')}
      least={4}
      missing={t('refuseNeeded')}
      send={t('refuseSend')}
      busy={decide.isPending}
      error={decide.error}
      onSend={(answer) => decide.mutate({ verdict: 'refuse', id: props.request.id, answer })}
      onClose={() => props.onClose()}
    />
  )
}
