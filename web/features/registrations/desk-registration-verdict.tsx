import { createEffect, createSignal, type JSX, Match, on, onMount, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type {
  ApprovedRegistration,
  RegistrationFinding,
  ReviewRegistration,
} from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { TextInput } from '../../components/text-input.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { RejectForm } from '../shell/reject-form.tsx'
import { onOther } from '../shell/review-desk.tsx'
import { ApprovedPanel, approvalOf } from './desk-registration-approved.tsx'

export interface RegistrationVerdictProps {
  view: ReviewRegistration
  /** Of who sits at this desk: their own decision is no conflict. */
  ownName: string
  onApproved: (approved: ApprovedRegistration) => void
  onRejected: () => void
  /** Somebody was faster, or the applicant changed it meanwhile. */
  onConflict: (error: AppError) => void
  onNext: () => void
}

type Mode = 'choosing' | 'approving' | 'rejecting'

/** The foot of the right part: the verdicts, the small form of each, what an approval made, or who has decided already. */
export function RegistrationVerdict(props: RegistrationVerdictProps): JSX.Element {
  const [mode, setMode] = createSignal<Mode>('choosing')
  onOther(
    () => props.view.id,
    () => setMode('choosing'),
  )
  // A colleague's decision comes with the next answer, perhaps before this one's is sent.
  createEffect(
    on(
      () => [props.view.id, props.view.state] as const,
      ([id, state], before) => {
        const { decidedByName } = props.view
        const wasOpen = before !== undefined && before[0] === id && before[1] === 'pending' && mode() !== 'choosing'
        if (!wasOpen || state === 'pending' || decidedByName === null || decidedByName === props.ownName) return
        props.onConflict(new AppError('registrationAlreadyDecided', { by: decidedByName, state }))
      },
    ),
  )
  const back = () => setMode('choosing')
  return (
    <Switch fallback={<Choose {...props} onMode={setMode} />}>
      <Match when={approvalOf(props.view.id)}>
        {(approval) => <ApprovedPanel id={props.view.id} approval={approval()} onNext={props.onNext} />}
      </Match>
      <Match when={props.view.state !== 'pending'}>
        <Decided view={props.view} />
      </Match>
      <Match when={mode() === 'approving'}>
        <Approve {...props} onClose={back} />
      </Match>
      <Match when={mode() === 'rejecting'}>
        <Reject {...props} onClose={back} />
      </Match>
    </Switch>
  )
}

function Decided(props: { view: ReviewRegistration }): JSX.Element {
  const now = createNow()
  const approved = () => props.view.state === 'approved'
  return (
    <VerdictBar
      before={
        <Note tone={approved() ? 'quiet' : 'rejected'}>
          <strong>{t(approved() ? 'approvedBy' : 'rejectedBy', { name: props.view.decidedByName ?? '' })}</strong>{' '}
          {props.view.decidedAt === null ? '' : formatDateTime(props.view.decidedAt, now())}
          <Show when={props.view.rejectedReason ?? props.view.approvalNote}>{(why) => <div>{why()}</div>}</Show>
        </Note>
      }
    />
  )
}

function Choose(props: RegistrationVerdictProps & { onMode: (mode: Mode) => void }): JSX.Element {
  createKeys(() => [
    { key: 'A', label: t('approve'), run: () => props.onMode('approving') },
    { key: 'R', label: t('reject'), run: () => props.onMode('rejecting') },
  ])
  return (
    <VerdictBar
      intro={t('effects')}
      effects={[
        t('effectOrganisation'),
        t('effectAccount', { code: props.view.code }),
        t('effectMail', { mail: props.view.form.email }),
        t('effectPassword'),
      ]}
      before={
        <Show when={!props.view.checked}>
          <Note tone="waiting">
            <strong>{t('notChecked')}</strong> {t('notCheckedText')}
          </Note>
        </Show>
      }
      keys={[
        { keys: ['J', 'K'], text: t('keysMove') },
        { keys: ['1–8'], text: t('keysField') },
        ...(props.view.files.length > 1 ? [{ keys: ['[', ']'], text: t('keysFile') }] : []),
      ]}
    >
      <Button kind="primary" size="verdict" keyHint="A" onClick={() => props.onMode('approving')}>
        {t('approve')}
      </Button>
      <Button kind="danger" size="verdict" keyHint="R" onClick={() => props.onMode('rejecting')}>
        {t('reject')}
      </Button>
    </VerdictBar>
  )
}

/** Refusals that say that what is on the screen is not so any more. */
function isConflict(error: unknown): error is AppError {
  return (
    error instanceof AppError &&
    (error.code === 'registrationAlreadyDecided' || error.code === 'registrationChanged' || error.code === 'notFound')
  )
}

/** The field that a refusal is about, where it is about one. */
const fieldOfCode: Partial<Record<AppError['code'], 'memberNo' | 'creditCode'>> = {
  memberNoInvalid: 'memberNo',
  memberNoTaken: 'memberNo',
  creditCodeInvalid: 'creditCode',
  registrationCreditCodeNeeded: 'creditCode',
}

function Approve(props: RegistrationVerdictProps & { onClose: () => void }): JSX.Element {
  let box: HTMLDivElement | undefined
  const [memberNo, setMemberNo] = createSignal(props.view.codeKind === 'memberNo' ? props.view.code : '')
  const [creditCode, setCreditCode] = createSignal(props.view.readCreditCode ?? '')
  const [note, setNote] = createSignal('')
  const asksCode = () => props.view.codeKind !== 'creditCode'
  const approve = api.registrations.approve.use({
    onSuccess: (approved) => props.onApproved(approved),
    onError: (error) => isConflict(error) && props.onConflict(error),
    stale: [],
  })
  onMount(() => box?.querySelector('input')?.focus())
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  const field = () => (approve.error instanceof AppError ? fieldOfCode[approve.error.code] : undefined)
  const problem = (name: 'memberNo' | 'creditCode') => (field() === name ? errorSentence(approve.error) : null)
  const send = () => {
    if (approve.isPending) return
    approve.mutate({
      id: props.view.id,
      version: props.view.version,
      note: note().trim(),
      memberNo: props.view.codeKind === 'memberNo' ? '' : memberNo(),
      creditCode: asksCode() ? creditCode() : '',
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.isComposing) send()
  }
  return (
    <VerdictBar
      before={
        <div ref={box}>
          <FieldGroup>
            <strong>{t('approveTitle')}</strong>
            <Show when={asksCode()}>
              <Field
                label={t('creditCode')}
                hint={t(props.view.creditCodeNeeded ? 'creditCodeNeeded' : 'creditCodeHint')}
                optional={!props.view.creditCodeNeeded}
                error={problem('creditCode')}
              >
                <CodeInput
                  value={creditCode()}
                  onInput={setCreditCode}
                  groups={[4]}
                  maxLength={18}
                  onKeyDown={onKeyDown}
                />
              </Field>
            </Show>
            <Show when={props.view.codeKind !== 'memberNo'}>
              <Field label={t('memberNo')} hint={t('memberNoHint')} optional error={problem('memberNo')}>
                <TextInput
                  value={memberNo()}
                  onInput={(text) => setMemberNo(text.normalize('NFKC').toUpperCase())}
                  maxLength={20}
                  spellcheck={false}
                  onKeyDown={onKeyDown}
                />
              </Field>
            </Show>
            <Field label={t('note')} hint={t('noteHint')} optional>
              <TextInput value={note()} onInput={setNote} maxLength={500} onKeyDown={onKeyDown} />
            </Field>
            <ErrorNote error={field() || isConflict(approve.error) ? null : approve.error} />
          </FieldGroup>
        </div>
      }
    >
      <Button kind="primary" size="verdict" keyHint="Enter" busy={approve.isPending} onClick={send}>
        {approve.isPending ? t('approving') : t('confirmApproval')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={props.onClose}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}

const reasons = [
  'reasonName',
  'reasonCode',
  'reasonBlurred',
  'reasonExpired',
  'reasonOther',
  'reasonRegistered',
  'reasonContact',
] as const
type Reason = (typeof reasons)[number]
const sentences = {
  reasonName: 'sentenceName',
  reasonCode: 'sentenceCode',
  reasonBlurred: 'sentenceBlurred',
  reasonExpired: 'sentenceExpired',
  reasonOther: 'sentenceOther',
  reasonRegistered: 'sentenceRegistered',
  reasonContact: 'sentenceContact',
} as const satisfies Record<Reason, string>

/** Findings that name their own reason: it stands out. */
const suggestions: Partial<Record<RegistrationFinding, Reason>> = {
  nameNear: 'reasonName',
  nameDiffers: 'reasonName',
  codeNear: 'reasonCode',
  codeDiffers: 'reasonCode',
  licenceUnreadable: 'reasonBlurred',
  licenceExpired: 'reasonExpired',
  codeRegistered: 'reasonRegistered',
  nameRegistered: 'reasonRegistered',
}

function Reject(props: RegistrationVerdictProps & { onClose: () => void }): JSX.Element {
  const [chosen, setChosen] = createSignal<Reason | null>(null)
  const [text, setText] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const reject = api.registrations.reject.use({
    onSuccess: () => props.onRejected(),
    onError: (error) => isConflict(error) && props.onConflict(error),
    stale: [],
  })
  const suggested = () => {
    for (const verdict of ['fail', 'warn'] as const) {
      const check = props.view.checks.find((one) => one.verdict === verdict && suggestions[one.finding])
      if (check) return suggestions[check.finding]
    }
    return undefined
  }
  const send = (focus: () => void) => {
    setAsked(true)
    if (text().trim().length < 2) return focus()
    if (!reject.isPending) {
      reject.mutate({ id: props.view.id, version: props.view.version, reason: text().trim() })
    }
  }
  return (
    <RejectForm
      title={t('rejectTitle')}
      reasons={reasons.map((reason) => ({ value: reason, label: t(reason), suggested: reason === suggested() }))}
      chosen={chosen()}
      onChoose={(reason, focus) => {
        setChosen(reason)
        setText(t(sentences[reason]))
        focus()
      }}
      label={t('reason')}
      text={text()}
      onText={setText}
      hint={t('reasonHint')}
      problem={asked() && text().trim().length < 2 ? t('reasonMissing') : null}
      onSend={send}
      send={t(reject.isPending ? 'rejecting' : 'confirmRejection')}
      busy={reject.isPending}
      error={isConflict(reject.error) ? null : reject.error}
      onClose={props.onClose}
    />
  )
}
