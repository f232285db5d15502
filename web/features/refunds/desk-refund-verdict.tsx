import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { type Fen, fen } from '../../../server/core/money.ts'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-refunds.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { t as refunds } from '../../texts/refunds.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { onOther } from '../shell/review-desk.tsx'
import { RecordTransfer } from './desk-refund-transfer.tsx'
import { RefuseRefund } from './desk-refuse-refund.tsx'

type Mode = 'choosing' | 'approving' | 'refusing' | 'failing'

/** The foot of a refund on finance's desk: decide, record the transfer, or ask the provider; nothing where nothing is to do. */
export function RefundVerdict(props: { refund: RefundView }): JSX.Element {
  const [mode, setMode] = createSignal<Mode>('choosing')
  onOther(
    () => `${props.refund.id} ${props.refund.state}`,
    () => setMode('choosing'),
  )
  const back = () => setMode('choosing')
  return (
    <Switch>
      <Match when={props.refund.may.decide && mode() === 'approving'}>
        <Approve refund={props.refund} onClose={back} />
      </Match>
      <Match when={props.refund.may.decide && mode() === 'refusing'}>
        <RefuseRefund refund={props.refund} act="reject" onClose={back} />
      </Match>
      <Match when={props.refund.may.decide}>
        <Choose refund={props.refund} onMode={setMode} />
      </Match>
      <Match when={props.refund.may.samePerson}>
        <OwnRequest refund={props.refund} />
      </Match>
      <Match when={props.refund.may.record && mode() === 'failing'}>
        <RefuseRefund refund={props.refund} act="fail" onClose={back} />
      </Match>
      <Match when={props.refund.may.record}>
        <RecordTransfer refund={props.refund} onFailed={() => setMode('failing')} />
      </Match>
      <Match when={props.refund.may.askAgain}>
        <AskAgain refund={props.refund} />
      </Match>
    </Switch>
  )
}

const yuan = (refund: RefundView) => formatYuan(fen(refund.amountFen))

function effectsOf(refund: RefundView): string[] {
  const way = {
    source: t('effectSource'),
    transfer: t('effectTransfer'),
    credit: t('effectCredit'),
    order: t('effectOrder', { number: refund.targetOrder?.number ?? '' }),
  }[refund.way]
  return [
    t('effectAside', { amount: yuan(refund) }),
    way,
    ...(refund.people.length > 0 ? [t('effectPeople', { count: refund.people.length })] : []),
    t('effectTell'),
  ]
}

function Choose(props: { refund: RefundView; onMode: (mode: Mode) => void }): JSX.Element {
  createKeys(() => [
    { key: 'A', label: t('approve'), run: () => props.onMode('approving') },
    { key: 'R', label: t('reject'), run: () => props.onMode('refusing') },
  ])
  return (
    <VerdictBar
      intro={t('effects')}
      effects={effectsOf(props.refund)}
      keys={[{ keys: ['J', 'K'], text: t('keysMove') }]}
    >
      <Button kind="primary" size="verdict" keyHint="A" onClick={() => props.onMode('approving')}>
        {t('approve')}
      </Button>
      <Button kind="danger" size="verdict" keyHint="R" onClick={() => props.onMode('refusing')}>
        {t('reject')}
      </Button>
    </VerdictBar>
  )
}

/** Money leaves: the amount is typed, not clicked. */
function Approve(props: { refund: RefundView; onClose: () => void }): JSX.Element {
  const [typed, setTyped] = createSignal<Fen | null>(null)
  const [note, setNote] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const approve = api.refunds.approve.use({
    onSuccess: () => {
      showToast({ text: t('approvedToast') })
      props.onClose()
    },
  })
  const problem = () => {
    if (typed() === null) return t('confirmMissing')
    return typed() === props.refund.amountFen ? null : t('confirmDiffers', { amount: yuan(props.refund) })
  }
  const send = () => {
    setAsked(true)
    const amountFen = typed()
    if (problem() !== null || amountFen === null || approve.isPending) return
    const { id, version } = props.refund
    approve.mutate({ id, version, amountFen, ...(note().trim() === '' ? {} : { note: note().trim() }) })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.isComposing) send()
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: () => props.onClose() }])
  return (
    <VerdictBar
      before={
        <>
          <strong>{t('confirmTitle')}</strong>
          <FieldGroup columns={2}>
            <Field
              label={t('confirmAmount', { amount: yuan(props.refund) })}
              error={asked() ? problem() : null}
              required
            >
              <AmountInput
                value={typed()}
                onChange={setTyped}
                autocomplete="off"
                ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
                onKeyDown={keys}
              />
            </Field>
            <Field label={t('note')} optional>
              <TextInput value={note()} onInput={setNote} maxLength={500} onKeyDown={keys} />
            </Field>
          </FieldGroup>
          <ErrorNote error={approve.error} />
        </>
      }
    >
      <Button kind="dangerFill" size="verdict" keyHint="Enter" busy={approve.isPending} onClick={send}>
        {approve.isPending ? t('approving') : t('confirm')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}

function OwnRequest(props: { refund: RefundView }): JSX.Element {
  const withdraw = api.refunds.withdraw.use({ onSuccess: () => void showToast({ text: refunds('withdrawnToast') }) })
  return (
    <VerdictBar
      before={
        <>
          <Note>{t('samePerson')}</Note>
          <ErrorNote error={withdraw.error} />
        </>
      }
    >
      <Show when={props.refund.may.withdraw}>
        <Button
          size="verdict"
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate({ id: props.refund.id, version: props.refund.version })}
        >
          {withdraw.isPending ? refunds('withdrawing') : refunds('withdraw')}
        </Button>
      </Show>
    </VerdictBar>
  )
}

function AskAgain(props: { refund: RefundView }): JSX.Element {
  const ask = api.refunds.askAgain.use({
    onSuccess: (refund) => {
      if (refund.state === 'sent' || refund.state === 'approved') showToast({ text: t('askedToast') })
    },
  })
  return (
    <VerdictBar before={ask.error ? <ErrorNote error={ask.error} /> : undefined}>
      <Button size="verdict" busy={ask.isPending} onClick={() => ask.mutate({ id: props.refund.id })}>
        {ask.isPending ? t('asking') : t('askAgain')}
      </Button>
    </VerdictBar>
  )
}
