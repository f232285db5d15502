import { createEffect, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { AllocationView, MatchLine } from '../../../server/features/reconciliation/matching-desk.schema.ts'
import type { IgnoreReason } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { createKeys } from '../../components/keys.ts'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { RejectForm } from '../shell/reject-form.tsx'
import type { MatchingActions } from './create-matching-actions.ts'
import type { Split } from './create-split.ts'
import { ignoredWord } from './line-words.ts'

const ignoreReasons = [
  'otherIncome',
  'internalTransfer',
  'returnedElsewhere',
  'other',
] as const satisfies readonly IgnoreReason[]

const undoReasons = ['undoWrongOrder', 'undoWrongAmount', 'undoNotPayment', 'undoOther'] as const
type UndoReason = (typeof undoReasons)[number]

export interface LineFootProps {
  line: MatchLine
  split: Split
  actions: MatchingActions
  /** Whether staff saw that the money came to another account than the order names. */
  accepted: boolean
  /** The allocation that is to be undone; null while none is. */
  undoing: AllocationView | null
  onUndoing: (allocation: AllocationView | null) => void
  onConfirm: () => void
  onDismiss: () => void
  /** The line is done with, or came back: another one is shown. */
  onGone: () => void
}

/** What can be decided on a line, with the keys on the buttons. */
export function LineFoot(props: LineFootProps): JSX.Element {
  const [ignoring, setIgnoring] = createSignal(false)
  createEffect(
    on(
      () => props.line.id,
      () => setIgnoring(false),
      { defer: true },
    ),
  )
  const open = () => props.line.state === 'unmatched' || props.line.state === 'suggested'
  const live = () => props.line.allocations.filter((one) => one.undoneAt === null)
  const mayConfirm = () => open() && props.split.mayConfirm() && (props.split.otherAccount() === null || props.accepted)
  // A line of which a part is allocated is not ignored: the money is somebody's.
  const mayIgnore = () => open() && live().length === 0
  const suggestion = () => (props.line.suggestion?.strength === 'tie' ? null : props.line.suggestion)
  createKeys(() =>
    ignoring() || props.undoing
      ? []
      : [
          { key: 'A', label: t('keyConfirm'), run: () => props.onConfirm(), when: mayConfirm },
          { key: 'Enter', label: t('keyConfirm'), run: () => props.onConfirm(), when: mayConfirm },
          { key: 'D', label: t('keyNotThis'), run: () => props.onDismiss(), when: () => suggestion() !== null },
          { key: 'I', label: t('keyIgnore'), run: () => setIgnoring(true), when: mayIgnore },
          { key: 'T', label: t('keyTakeUp'), run: () => void takeUp(), when: () => props.line.state === 'ignored' },
          {
            key: 'U',
            label: t('keyUndo'),
            run: () => props.onUndoing(live()[0] ?? null),
            when: () => live().length > 0,
          },
          {
            key: 'C',
            label: t('keyCredit'),
            run: () => props.split.restToCredit(),
            when: () => open() && props.split.left() > 0,
          },
        ],
  )
  const takeUp = async () => {
    const done = await props.actions.run(
      () => api.statements.takeUpLine.mutate({ lineId: props.line.id }),
      t('takenUp'),
    )
    if (done) props.onGone()
  }
  const voucher = () => props.split.parts().find((part) => part.order.voucher)?.order.voucher ?? null
  return (
    <Switch>
      <Match when={props.undoing}>
        {(allocation) => (
          <UndoForm
            allocation={allocation()}
            actions={props.actions}
            onClose={() => props.onUndoing(null)}
            onNext={() => {
              const others = live()
              const at = others.findIndex((one) => one.id === allocation().id)
              props.onUndoing(others[(at + 1) % others.length] ?? null)
            }}
          />
        )}
      </Match>
      <Match when={ignoring()}>
        <IgnoreForm
          line={props.line}
          actions={props.actions}
          onClose={() => setIgnoring(false)}
          onDone={props.onGone}
        />
      </Match>
      <Match when={open()}>
        <VerdictBar>
          <Button
            kind="primary"
            size="verdict"
            keyHint="A"
            busy={props.actions.busy()}
            disabled={!mayConfirm()}
            onClick={() => props.onConfirm()}
          >
            {props.actions.busy() ? t('confirming') : t(props.split.isTouched() ? 'allocate' : 'confirm')}
          </Button>
          <Show when={suggestion()}>
            <Button size="verdict" keyHint="D" disabled={props.actions.busy()} onClick={() => props.onDismiss()}>
              {t('notThis')}
            </Button>
          </Show>
          <Show when={mayIgnore()}>
            <Button size="verdict" keyHint="I" disabled={props.actions.busy()} onClick={() => setIgnoring(true)}>
              {t('ignore')}
            </Button>
          </Show>
          <Show when={live().length > 0}>
            <Button size="verdict" keyHint="U" onClick={() => props.onUndoing(live()[0] ?? null)}>
              {t('undo')}
            </Button>
          </Show>
          <Show when={voucher()}>
            {(slip) => (
              <ButtonLink
                size="verdict"
                href={`/desk/vouchers/${slip().id}${slip().state === 'approved' ? '?state=approved' : ''}`}
              >
                {t('lookAtVoucher')}
              </ButtonLink>
            )}
          </Show>
        </VerdictBar>
      </Match>
      <Match when={props.line.state === 'ignored'}>
        <VerdictBar>
          <Button size="verdict" keyHint="T" busy={props.actions.busy()} onClick={() => void takeUp()}>
            {t('takeUp')}
          </Button>
        </VerdictBar>
      </Match>
      <Match when={live().length > 0}>
        <VerdictBar>
          <Button size="verdict" keyHint="U" onClick={() => props.onUndoing(live()[0] ?? null)}>
            {t('undo')}
          </Button>
        </VerdictBar>
      </Match>
    </Switch>
  )
}

function IgnoreForm(props: {
  line: MatchLine
  actions: MatchingActions
  onClose: () => void
  onDone: () => void
}): JSX.Element {
  const [reason, setReason] = createSignal<IgnoreReason | null>(null)
  const [text, setText] = createSignal('')
  const [problem, setProblem] = createSignal<string | null>(null)
  const send = async (chosen: IgnoreReason | null, focus: () => void) => {
    if (chosen === null) return
    if (chosen === 'other' && text().trim() === '') {
      setProblem(t('ignoreNeedsText'))
      return focus()
    }
    const words = text().trim()
    const done = await props.actions.run(
      () =>
        api.statements.ignoreLine.mutate({ lineId: props.line.id, reason: chosen, ...(words ? { text: words } : {}) }),
      t('ignoredOne', {
        name: props.line.counterpartyName || t('noPayer'),
        amount: formatYuan(fen(props.line.amountFen)),
      }),
    )
    if (done) props.onDone()
  }
  return (
    <RejectForm
      title={t('ignoreTitle')}
      reasons={ignoreReasons.map((value) => ({ value, label: ignoredWord(value) }))}
      chosen={reason()}
      onChoose={(value, focus) => {
        setReason(value)
        if (value === 'other') focus()
        else void send(value, focus)
      }}
      label={t('ignoreText')}
      text={text()}
      onText={(value) => {
        setText(value)
        setProblem(null)
      }}
      most={200}
      optional={reason() !== 'other'}
      problem={problem()}
      send={t('ignoreSend')}
      busy={props.actions.busy()}
      disabled={reason() === null}
      onSend={(focus) => void send(reason(), focus)}
      onClose={props.onClose}
    />
  )
}

function UndoForm(props: {
  allocation: AllocationView
  actions: MatchingActions
  onClose: () => void
  /** U again: the next allocation of the line. */
  onNext: () => void
}): JSX.Element {
  const [reason, setReason] = createSignal<UndoReason | null>(null)
  const [text, setText] = createSignal('')
  const [problem, setProblem] = createSignal<string | null>(null)
  createKeys(() => [{ key: 'U', label: t('keyUndo'), run: () => props.onNext() }])
  const send = async (focus: () => void) => {
    const chosen = reason()
    const words = text().trim()
    if (chosen === null) return
    if (chosen === 'undoOther' && words === '') {
      setProblem(t('undoNeedsReason'))
      return focus()
    }
    const said = chosen === 'undoOther' ? words : [t(chosen), words].filter((part) => part !== '').join('：')
    const { id, amountFen } = props.allocation
    const done = await props.actions.run(
      () => api.reconciliation.undo.mutate({ allocationId: id, reason: said }),
      t('undoneOne', { amount: formatYuan(fen(amountFen)) }),
    )
    if (done) props.onClose()
  }
  return (
    <RejectForm
      title={t('undoTitle', {
        number: props.allocation.orderNumber,
        amount: formatYuan(fen(props.allocation.amountFen)),
      })}
      reasons={undoReasons.map((value) => ({ value, label: t(value) }))}
      chosen={reason()}
      onChoose={(value, focus) => {
        setReason(value)
        if (value === 'undoOther') focus()
      }}
      label={t('undoReason')}
      text={text()}
      onText={(value) => {
        setText(value)
        setProblem(null)
      }}
      most={200}
      hint={t(props.allocation.settled ? 'undoSettledText' : 'undoLinkedText')}
      optional={reason() !== 'undoOther'}
      problem={problem()}
      send={t('undoSend')}
      busy={props.actions.busy()}
      disabled={reason() === null}
      onSend={(focus) => void send(focus)}
      onClose={props.onClose}
    />
  )
}
