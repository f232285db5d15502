import { createSignal, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { IgnoreReason, StatementLineView } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { type Fact, Facts, Line, Note } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { t as words } from '../../texts/statement-words.zh-CN.ts'
import { RejectForm } from '../shell/reject-form.tsx'
import { signed } from './desk-statement-gaps.tsx'
import { ignoredReasonWord } from './statement-states.ts'

const reasons: readonly IgnoreReason[] = ['otherIncome', 'internalTransfer', 'returnedElsewhere', 'other']

/** A line in full, in the foot of its list: put aside with a reason, or taken up again. */
export function StatementLineFoot(props: {
  line: StatementLineView
  onChanged: (line: StatementLineView) => void
  onClose: () => void
}): JSX.Element {
  const [ignoring, setIgnoring] = createSignal(false)
  const takeUp = api.statements.takeUpLine.use({
    onSuccess: (line) => {
      showToast({ text: t('takenUpToast') })
      props.onChanged(line)
    },
  })
  const mayIgnore = () =>
    (props.line.state === 'unmatched' || props.line.state === 'suggested') && props.line.allocatedFen === 0
  const mayTakeUp = () =>
    props.line.state === 'ignored' &&
    props.line.direction === 'in' &&
    props.line.amountFen > 0 &&
    props.line.category !== 'reversed' &&
    props.line.category !== 'reversal'
  createKeys(() =>
    ignoring()
      ? []
      : [
          { key: 'I', label: t('ignore'), run: () => setIgnoring(true), when: mayIgnore },
          { key: 'U', label: t('takeUp'), run: () => takeUp.mutate({ lineId: props.line.id }), when: mayTakeUp },
          { key: 'Esc', label: t('keyClose'), run: () => props.onClose() },
        ],
  )
  return (
    <Show
      when={!ignoring()}
      fallback={
        <IgnoreForm
          line={props.line}
          onDone={(line) => {
            setIgnoring(false)
            props.onChanged(line)
          }}
          onClose={() => setIgnoring(false)}
        />
      }
    >
      <VerdictBar
        before={
          <>
            <Line apart>
              <strong>{props.line.counterpartyName || t('noName')}</strong>
              <Money amount={signed(props.line)} size="title" />
            </Line>
            <Show when={props.line.reversedById !== null}>
              <Note tone="waiting">{t('lineReversed')}</Note>
            </Show>
            <Show when={props.line.reversesId !== null}>
              <Note>{t('lineReversal')}</Note>
            </Show>
            <Facts facts={factsOf(props.line)} />
            <ErrorNote error={takeUp.error} />
          </>
        }
      >
        <Show when={mayIgnore()}>
          <Button size="verdict" keyHint="I" onClick={() => setIgnoring(true)}>
            {t('ignore')}
          </Button>
        </Show>
        <Show when={mayTakeUp()}>
          <Button
            size="verdict"
            keyHint="U"
            busy={takeUp.isPending}
            onClick={() => takeUp.mutate({ lineId: props.line.id })}
          >
            {t('takeUp')}
          </Button>
        </Show>
        <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
          {t('keyClose')}
        </Button>
      </VerdictBar>
    </Show>
  )
}

function factsOf(line: StatementLineView): Fact[] {
  const { ignoredReason, ignoredByName } = line
  const reason = ignoredReason === null ? '' : ignoredReasonWord(ignoredReason)
  const facts: (Fact & { readonly when: boolean })[] = [
    { label: t('lineDay'), value: `${line.day}${line.time === null ? '' : ` ${line.time}`}`, when: true },
    { label: t('lineKind'), value: words(line.category), when: true },
    { label: t('lineRemark'), value: line.remark, wide: true, when: line.remark !== '' },
    {
      label: t('lineAccount'),
      value: <AccountNumber>{line.counterpartyAccount}</AccountNumber>,
      when: line.counterpartyAccount !== '',
    },
    { label: t('lineSerial'), value: line.serial, when: line.serial !== null },
    { label: t('lineBalance'), value: <Money amount={fen(line.balanceFen ?? 0)} />, when: line.balanceFen !== null },
    {
      label: t('lineWhy'),
      value: ignoredByName === null ? reason : t('lineWhyBy', { reason, name: ignoredByName }),
      when: ignoredReason !== null && ignoredReason !== line.category,
    },
  ]
  return facts.filter(({ when }) => when)
}

function IgnoreForm(props: {
  line: StatementLineView
  onDone: (line: StatementLineView) => void
  onClose: () => void
}): JSX.Element {
  const [reason, setReason] = createSignal<IgnoreReason | null>(null)
  const [text, setText] = createSignal('')
  const [missing, setMissing] = createSignal(false)
  const ignore = api.statements.ignoreLine.use({
    onSuccess: (line) => {
      showToast({ text: t('ignoredToast') })
      props.onDone(line)
    },
  })
  const send = (focus: () => void) => {
    const chosen = reason() ?? 'other'
    if (chosen === 'other' && text().trim() === '') {
      setReason('other')
      setMissing(true)
      focus()
      return
    }
    ignore.mutate({ lineId: props.line.id, reason: chosen, ...(text().trim() ? { text: text().trim() } : {}) })
  }
  return (
    <RejectForm
      title={t('ignoreTitle')}
      reasons={reasons.map((value) => ({ value, label: words(value) }))}
      chosen={reason()}
      onChoose={(value, focus) => {
        setReason(value)
        setMissing(false)
        if (value === 'other') focus()
      }}
      label={t('ignoreText')}
      hint={t('ignoreHint')}
      optional={reason() !== 'other'}
      text={text()}
      onText={setText}
      most={200}
      problem={missing() ? t('ignoreMissing') : null}
      send={t('ignore')}
      busy={ignore.isPending}
      error={ignore.error}
      onSend={send}
      onClose={props.onClose}
    />
  )
}
