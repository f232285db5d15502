import { createSignal, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { newId } from '../../../server/core/ids.ts'
import { type RedReason, redReasons } from '../../../server/core/red-reasons.ts'
import type { RequestView } from '../../../server/features/invoices/invoices.schema.ts'
import type { RedRequestState, RedRequestView } from '../../../server/features/invoices/red-requests.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { StateMark, type StateTone } from '../../components/chop.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-issuing.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { formatDateTime, formatPhrases } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { createDetailsJudge, type DetailsField, DetailsForm, type DetailsValues } from './details-form.tsx'

const stateWords = {
  requested: 'redRequested',
  issuing: 'redIssuing',
  issued: 'redIssued',
  withdrawn: 'redWithdrawn',
} as const satisfies Record<RedRequestState, string>

const stateTones: Readonly<Record<RedRequestState, StateTone>> = {
  requested: 'waiting',
  issuing: 'waiting',
  issued: 'settled',
  withdrawn: 'neutral',
}

/** Flushing an invoice that is out: what was asked for, how it stands, and the form that asks. */
export function RedPart(props: { view: RequestView }): JSX.Element {
  const isOut = () => ['issued', 'delivered', 'redFlushed'].includes(props.view.state)
  const reds = api.invoices.listReds.use(
    () => ({ requestId: props.view.id }),
    () => ({ enabled: isOut(), refreshMs: 10_000 }),
  )
  const known = () => (isOut() && reds.isSuccess ? reds.data : [])
  const [asking, setAsking] = createSignal(false)
  const mayAsk = () =>
    isOut() &&
    reds.isSuccess &&
    props.view.state !== 'redFlushed' &&
    known().every(({ state }) => state === 'withdrawn')
  return (
    <Show when={known().length > 0 || mayAsk() || props.view.reissueOf}>
      <PanePart>
        <Section title={t('red')}>
          <Stack gap={3}>
            <For each={known()}>{(red) => <RedRow red={red} />}</For>
            <Show when={props.view.reissuedAs}>{(id) => <OtherRequest id={id()}>{t('reissuedAs')}</OtherRequest>}</Show>
            <Show when={props.view.reissueOf}>{(id) => <OtherRequest id={id()}>{t('reissueOf')}</OtherRequest>}</Show>
            <Show when={mayAsk()}>
              <Line>
                <Button size="dense" kind="danger" onClick={() => setAsking(true)}>
                  {t('redBegin')}
                </Button>
              </Line>
            </Show>
          </Stack>
          <Show when={asking()}>
            <RedDialog view={props.view} onClose={() => setAsking(false)} />
          </Show>
        </Section>
      </PanePart>
    </Show>
  )
}

function OtherRequest(props: { id: string; children: JSX.Element }): JSX.Element {
  return (
    <Line gap={3}>
      <span>{props.children}</span>
      <ButtonLink size="dense" href={`/desk/invoices/${props.id}`}>
        {t('seeRequest')}
      </ButtonLink>
    </Line>
  )
}

function RedRow(props: { red: RedRequestView }): JSX.Element {
  const now = createNow()
  const withdraw = api.invoices.withdrawRed.use({ onSuccess: () => void showToast({ text: t('redWithdrawnDone') }) })
  const again = api.invoices.issueRedByProvider.use({ onSuccess: () => void showToast({ text: t('redAsked') }) })
  const input = () => ({ redRequestId: props.red.id })
  return (
    <Stack gap={1}>
      <Line apart>
        <Line gap={3}>
          <StateMark tone={stateTones[props.red.state]}>{t(stateWords[props.red.state])}</StateMark>
          <span>{t(props.red.reason)}</span>
        </Line>
        <Quiet>{t('redBy', { name: props.red.requestedByName, at: formatDateTime(props.red.createdAt, now()) })}</Quiet>
      </Line>
      <Quiet>
        {formatPhrases([props.red.note, props.red.reissue && props.red.state !== 'withdrawn' ? t('willReissue') : ''])}
      </Quiet>
      <Show when={props.red.issueFailure}>
        {(failure) => <Note tone="rejected">{t('failedLine', { failure: failure() })}</Note>}
      </Show>
      <ErrorNote error={withdraw.error ?? again.error} />
      <Show when={props.red.state === 'requested'}>
        <Quiet>{t('redDropHint')}</Quiet>
        <Line>
          <Show when={props.red.issueFailure}>
            <Button size="dense" busy={again.isPending} onClick={() => again.mutate(input())}>
              {t('redAgain')}
            </Button>
          </Show>
          <Button size="dense" busy={withdraw.isPending} onClick={() => withdraw.mutate(input())}>
            {t('redWithdraw')}
          </Button>
        </Line>
      </Show>
    </Stack>
  )
}

function RedDialog(props: { view: RequestView; onClose: () => void }): JSX.Element {
  // One for the dialog: a second press is the same wish.
  const redRequestId = newId()
  const [reason, setReason] = createSignal<RedReason>('wrong')
  const [note, setNote] = createSignal('')
  const [reissue, setReissue] = createSignal(true)
  const [how, setHow] = createSignal<'same' | 'corrected'>('same')
  const [details, setDetails] = createStore<DetailsValues>({ ...props.view.details })
  const judge = createDetailsJudge(() => ({ ...details }))
  const corrects = () => reissue() && how() === 'corrected'
  const ask = api.invoices.requestRed.use({
    onSuccess: ({ state }) => {
      showToast({ text: t(state === 'issuing' ? 'redAsked' : 'redNoted') })
      props.onClose()
    },
    onError: (error) => {
      const field = errorField(error)?.split('.').at(-1)
      if (field && field in details) judge.refuse(field as DetailsField)
    },
  })
  const send = () => {
    if (ask.isPending || (corrects() && !judge.judge())) return
    ask.mutate({
      redRequestId,
      requestId: props.view.id,
      reason: reason(),
      note: note().trim(),
      reissue: reissue(),
      reissueDetails: corrects() ? { ...details } : null,
    })
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('redTitle')}
      text={t('redText')}
      actions={
        <>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
          <Button kind="dangerFill" type="submit" form="request-red" busy={ask.isPending}>
            {t('redSend')}
          </Button>
        </>
      }
    >
      <Form id="request-red" onSubmit={send}>
        <ErrorNote error={ask.error} />
        <FieldGroup>
          <Field label={t('redReason')}>
            <RadioGroup
              value={reason()}
              onChange={setReason}
              choices={redReasons.map((value) => ({ value, label: t(value) }))}
            />
          </Field>
          <Field label={t('redNote')} hint={t('redNoteHint')} optional>
            <TextInput value={note()} onInput={setNote} maxLength={300} />
          </Field>
          <Checkbox checked={reissue()} onChange={setReissue}>
            {t('reissue')}
          </Checkbox>
          <Show when={reissue()}>
            <Field label={t('reissueHow')}>
              <RadioGroup
                row
                value={how()}
                onChange={setHow}
                choices={[
                  { value: 'same', label: t('reissueSame') },
                  { value: 'corrected', label: t('reissueCorrected') },
                ]}
              />
            </Field>
          </Show>
        </FieldGroup>
        <Show when={corrects()}>
          <DetailsForm
            values={details}
            onChange={(field, value) => setDetails(field, () => value)}
            judge={judge}
            withRemark
          />
        </Show>
      </Form>
    </Dialog>
  )
}
