import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { type Fen, fen, parseYuan } from '../../../server/core/money.ts'
import { splitReceived } from '../../../server/features/payments/payments.rules.ts'
import type { RejectReason, ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { checkValues, rejectReason, rejectReasonCodes } from '../../texts/checks.ts'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { errorOfCode } from '../shell/error-of-code.ts'
import { RejectForm } from '../shell/reject-form.tsx'
import { onOther } from '../shell/review-desk.tsx'
import type { Verdict } from './decisions.ts'

export interface ReviewVerdictProps {
  view: ReviewView
  mayDecide: boolean
  onDecide: (verdict: Verdict) => void
  /** Takes back one's own decision whose toast is gone, after a reload. */
  onUndo: (decisionId: string) => void
}

/** The foot of the right part: what approving will do, the verdicts, or who has given one already. */
export function ReviewVerdict(props: ReviewVerdictProps): JSX.Element {
  const [rejecting, setRejecting] = createSignal(false)
  onOther(
    () => props.view.id,
    () => setRejecting(false),
  )
  const decision = () => props.view.decision
  return (
    <Switch fallback={<ApproveOrReject {...props} onReject={() => setRejecting(true)} />}>
      <Match when={props.view.state === 'approved' || props.view.state === 'rejected'}>
        <Decided view={props.view} />
      </Match>
      <Match when={decision()?.state === 'waiting' ? decision() : null}>
        {(waiting) => <BeingDecided decision={waiting()} onUndo={props.onUndo} />}
      </Match>
      <Match when={!props.mayDecide}>
        <VerdictBar before={<Note>{t('mayNotDecide')}</Note>} />
      </Match>
      <Match when={rejecting()}>
        <Reasons {...props} onClose={() => setRejecting(false)} />
      </Match>
    </Switch>
  )
}

function verb(decision: ReviewView['decision']): string {
  return t(decision?.verdict === 'reject' ? 'rejectVerb' : 'approveVerb')
}

/** A verdict that has not taken effect: somebody else's is theirs alone to undo, one's own can be undone here too. */
function BeingDecided(props: {
  decision: NonNullable<ReviewView['decision']>
  onUndo: (decisionId: string) => void
}): JSX.Element {
  return (
    <VerdictBar
      before={
        <Note tone="waiting">
          {t('decidingBy', { name: props.decision.decidedByName, verdict: verb(props.decision) })}
        </Note>
      }
    >
      <Show when={props.decision.mine}>
        <Button size="verdict" onClick={() => props.onUndo(props.decision.id)}>
          {shared('undo')}
        </Button>
      </Show>
    </VerdictBar>
  )
}

function Decided(props: { view: ReviewView }): JSX.Element {
  const now = createNow()
  const who = () => {
    const name = props.view.decision?.decidedByName ?? props.view.trail.at(-1)?.actorName ?? ''
    return t('decidedBy', { name, verdict: t(props.view.state === 'approved' ? 'approveVerb' : 'rejectVerb') })
  }
  return (
    <VerdictBar
      before={
        <Note tone={props.view.state === 'rejected' ? 'rejected' : 'quiet'}>
          <strong>{who()}</strong>
          {props.view.decidedAt ? ` ${t('decidedAt', { when: formatDateTime(props.view.stateSince, now()) })}` : ''}
          <Show when={props.view.rejectedCode}>
            {(code) => (
              <div>
                {t('reasonLine', { reason: rejectReason(code()) })} {props.view.rejectedNote}
              </div>
            )}
          </Show>
        </Note>
      }
    />
  )
}

function ApproveOrReject(props: ReviewVerdictProps & { onReject: () => void }): JSX.Element {
  let amountBox: HTMLDivElement | undefined
  const known = () => props.view.effective.amountFen?.value ?? null
  const [typed, setTyped] = createSignal<Fen | null>(null)
  const [typing, setTyping] = createSignal(false)
  const [complained, setComplained] = createSignal(false)
  const [waited, setWaited] = createSignal(false)
  onOther(
    () => props.view.id,
    () => {
      setTyped(null)
      setTyping(false)
      setComplained(false)
      setWaited(false)
    },
  )
  // Slip and typing name two amounts: which one is booked is the reviewer's choice, never a default.
  const twoAmounts = () => props.view.checks.find((check) => check.finding === 'amountDiffersFromDeclared') ?? null
  const editing = () => typing() || known() === null || twoAmounts() !== null
  const amount = (): Fen | null => (editing() ? typed() : known()) as Fen | null
  const ready = () => props.view.checked || waited()
  const edit = () => {
    setTyped(known() as Fen | null)
    setTyping(true)
    queueMicrotask(() => amountBox?.querySelector('input')?.select())
  }
  const approve = () => {
    // The button is not to be pressed then; the key says why nothing happened.
    if (!ready()) {
      showToast({ text: `${t('notChecked')} ${t('notCheckedText')}` })
      return
    }
    const confirmed = amount()
    if (confirmed === null) {
      setComplained(true)
      amountBox?.querySelector('input')?.focus()
      return
    }
    props.onDecide({ verdict: 'approve', amountFen: confirmed })
  }
  createKeys(() => [
    { key: 'A', label: t('approve'), run: approve },
    { key: 'R', label: t('reject'), run: props.onReject },
    { key: 'E', label: t('changeAmount'), run: edit, when: () => !editing() },
  ])
  return (
    <VerdictBar
      intro={t('effects')}
      effects={effectsOf(props.view, amount())}
      before={
        <>
          <Show when={props.view.decision?.state === 'failed' ? props.view.decision : null}>
            {(failed) => (
              <Note tone="rejected">
                <strong>{t('lastFailed')}</strong> {errorSentence(errorOfCode(failed().errorCode))}
              </Note>
            )}
          </Show>
          <Show when={editing()}>
            <div ref={amountBox}>
              <Field
                label={t('amountToConfirm')}
                hint={t('amountHint')}
                error={complained() && typed() === null ? t(twoAmounts() ? 'amountChoose' : 'amountNeeded') : null}
                repairs={
                  <Show when={twoAmounts()}>
                    {(check) => (
                      <For each={checkValues(check())}>
                        {(value) => (
                          <Button size="dense" onClick={() => setTyped(parseYuan(value.text))}>
                            {t('amountAs', { source: value.label, amount: value.text })}
                          </Button>
                        )}
                      </For>
                    )}
                  </Show>
                }
              >
                <AmountInput
                  value={typed()}
                  onChange={(value) => setTyped(value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && !event.isComposing) approve()
                  }}
                />
              </Field>
            </div>
          </Show>
          <Show when={!ready()}>
            <Note tone="waiting">
              <strong>{t('notChecked')}</strong> {t('notCheckedText')}{' '}
              <Button size="dense" onClick={() => setWaited(true)}>
                {t('doNotWait')}
              </Button>
            </Note>
          </Show>
        </>
      }
      keys={[
        { keys: ['J', 'K'], text: t('keysMove') },
        { keys: ['1–7'], text: t('keysField') },
        { keys: ['X'], text: t('keysTick') },
        { keys: ['Z'], text: t('keysUndo') },
        ...(props.view.files.length > 1 ? [{ keys: ['[', ']'], text: t('keysFile') }] : []),
      ]}
    >
      <Button kind="primary" size="verdict" keyHint="A" disabled={!ready()} onClick={approve}>
        {t('approve')}
      </Button>
      <Button kind="danger" size="verdict" keyHint="R" onClick={props.onReject}>
        {t('reject')}
      </Button>
      <Show when={!editing()}>
        <Button size="verdict" keyHint="E" onClick={edit}>
          {t('changeAmount')}
        </Button>
      </Show>
    </VerdictBar>
  )
}

/** What approving does, by the rules that will do it: payments.rules.ts splits the money the same way. */
function effectsOf(view: ReviewView, amountFen: Fen | null): JSX.Element[] {
  if (amountFen === null) return []
  const { order } = view
  const outstanding = fen(order.outstandingFen)
  const { toOrderFen, toCreditFen } = splitReceived(amountFen, outstanding, order.state === 'open')
  const left = fen(outstanding - toOrderFen)
  const kind = t(view.invoiceDetails?.kind === 'special' ? 'kindSpecial' : 'kindNormal')
  const effects: JSX.Element[] = [
    <>
      {t('effectConfirm')} <Money amount={amountFen} />
    </>,
  ]
  if (toOrderFen === 0) effects.push(t('effectNoOrder'))
  else if (left === 0) {
    effects.push(
      <>
        {t('effectPaid')}
        <strong>{t('effectPaidWord')}</strong>
      </>,
    )
  } else {
    effects.push(
      <>
        {t('effectOutstanding')} <Money amount={left} tone="rejected" />
      </>,
    )
  }
  if (toCreditFen > 0) {
    effects.push(
      <>
        {t('effectCredit')} <Money amount={toCreditFen} tone="waiting" />
      </>,
    )
  }
  if (toOrderFen > 0) effects.push(order.mode === 'payFirst' ? t('effectInvoice', { kind }) : t('effectInvoiceBefore'))
  const payer = view.checks.find((check) => check.code === 'payerName')
  if (payer && payer.verdict !== 'pass' && payer.finding !== 'payerMissing') effects.push(t('effectAlias'))
  return effects
}

/** Findings that name their own reason: it is offered first. */
const suggestions: Readonly<Record<string, RejectReason>> = {
  amountBelow: 'amountTooLow',
  payeeIsOther: 'wrongPayee',
  payerIsOther: 'payerUnknown',
  orderNoOther: 'wrongOrder',
  fileUsedBefore: 'usedBefore',
  pictureUsedBefore: 'usedBefore',
  serialUsedBefore: 'usedBefore',
}

function Reasons(props: ReviewVerdictProps & { onClose: () => void }): JSX.Element {
  const [chosen, setChosen] = createSignal<RejectReason | null>(null)
  const [note, setNote] = createSignal('')
  const suggested = () => {
    const failed = props.view.checks.find((check) => check.verdict === 'fail' && suggestions[check.finding])
    return failed ? (suggestions[failed.finding] ?? null) : null
  }
  const reject = (reasonCode: RejectReason) =>
    props.onDecide({ verdict: 'reject', reasonCode, reasonNote: note().trim() })
  const choose = (reason: RejectReason, focus: () => void) => {
    if (reason !== 'other' || note().trim() !== '') return reject(reason)
    setChosen('other')
    focus()
  }
  const other = () => chosen() === 'other'
  return (
    <RejectForm
      title={t('rejectTitle')}
      reasons={rejectReasonCodes.map((reason) => ({
        value: reason,
        label: rejectReason(reason),
        suggested: reason === suggested(),
      }))}
      chosen={chosen()}
      onChoose={choose}
      label={t('rejectNote')}
      text={note()}
      onText={setNote}
      optional={!other()}
      hint={t(other() ? 'rejectNoteNeeded' : 'rejectHint')}
      onSend={(focus) => (note().trim() === '' ? focus() : reject('other'))}
      send={other() ? t('rejectSend') : undefined}
      disabled={note().trim() === ''}
      onClose={props.onClose}
    />
  )
}
