import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { addFen, type Fen, subtractFen } from '../../../server/core/money.ts'
import { type LedgerAccountRef, mayCorrect, mustStayPositive } from '../../../server/features/ledger/ledger.rules.ts'
import type { AccountView, Counterpart } from '../../../server/features/ledger/ledger.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { Pane } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { RadioGroup, Segmented } from '../../components/radio-group.tsx'
import { TextArea, TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/ledger.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { createCounterparts } from './create-counterparts.ts'
import { accountName, kindWord } from './ledger-words.ts'

type Change = 'less' | 'more'
type Side = 'debit' | 'credit'

/** An account grows on its own side: a bank account with debits, what we owe with credits. */
const sideOf = ({ kind }: LedgerAccountRef, change: Change): Side =>
  mustStayPositive(kind) === (change === 'more') ? 'credit' : 'debit'

const changeOf = (account: LedgerAccountRef, side: Side): Change => (sideOf(account, 'more') === side ? 'more' : 'less')

const reasonLength = 5
/** As many accounts to choose from as the eye takes in; more are found by typing. */
const mostChoices = 8

/**
 * A correction of one account: more or less of it, the other side, how much and why, what both hold afterwards, and the
 * amount typed once more, because nobody can take it away again.
 */
export function CorrectLedger(props: { account: AccountView; onClose: () => void }): JSX.Element {
  const id = newId()
  const [change, setChange] = createSignal<Change>('less')
  const [other, setOther] = createSignal<Counterpart | null>(null)
  const [amount, setAmount] = createSignal<Fen | null>(null)
  const [again, setAgain] = createSignal<Fen | null>(null)
  const [reason, setReason] = createSignal('')
  const [day, setDay] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const found = createCounterparts(() => props.account)
  const refOf = ({ kind, ownerId }: LedgerAccountRef): LedgerAccountRef => ({ kind, ownerId })
  const sidesWith = (counterpart: LedgerAccountRef) => {
    const [mine, theirs] = [refOf(props.account), refOf(counterpart)]
    return sideOf(props.account, change()) === 'debit'
      ? { debit: mine, credit: theirs }
      : { debit: theirs, credit: mine }
  }
  const fits = (counterpart: LedgerAccountRef) => {
    const { debit, credit } = sidesWith(counterpart)
    return mayCorrect(debit.kind, credit.kind)
  }
  const choices = () => found.rows().filter(fits)
  const chosen = () => {
    const counterpart = other()
    return counterpart && fits(counterpart) ? counterpart : null
  }
  const otherChange = (counterpart: LedgerAccountRef) =>
    changeOf(counterpart, sideOf(props.account, change()) === 'debit' ? 'credit' : 'debit')
  const after = (balance: Fen, how: Change) => {
    const fen = amount()
    return fen === null ? balance : how === 'more' ? addFen(balance, fen) : subtractFen(balance, fen)
  }
  const effect = (account: { kind: LedgerAccountRef['kind']; name: string; balanceFen: Fen }, how: Change) =>
    t('effectOf', {
      name: `${kindWord(account.kind)} ${accountName(account)}`,
      before: formatYuan(account.balanceFen),
      after: formatYuan(after(account.balanceFen, how)),
    })
  /** The account that would fall below zero, if one would. */
  const tooMuch = () => {
    const counterpart = chosen()
    const sides = [
      { account: props.account, how: change() },
      ...(counterpart ? [{ account: counterpart, how: otherChange(counterpart) }] : []),
    ]
    return sides.find(({ account, how }) => mustStayPositive(account.kind) && after(account.balanceFen, how) < 0)
  }
  const amountError = () => {
    const short = tooMuch()
    if (amount() !== null && short)
      return t('amountTooMuch', { name: accountName(short.account), amount: formatYuan(short.account.balanceFen) })
    return asked() && amount() === null ? t('amountMissing') : null
  }
  const correct = api.ledger.correct.use({
    onSuccess: (_, input) => {
      showToast({ text: t('corrected', { amount: formatYuan(input.amountFen as Fen) }) })
      props.onClose()
    },
  })
  const send = () => {
    setAsked(true)
    const [counterpart, amountFen] = [chosen(), amount()]
    if (!counterpart || amountFen === null || tooMuch() || again() !== amountFen) return
    if (reason().trim().length < reasonLength || correct.isPending) return
    correct.mutate({
      id,
      ...sidesWith(counterpart),
      amountFen,
      reason: reason().trim(),
      ...(day() ? { bookedOn: day() } : {}),
    })
  }
  createKeys(() => [{ key: 'Esc', label: shared('cancel'), run: props.onClose }])
  return (
    <Pane label={t('correctTitle')} padded>
      <Form onSubmit={send}>
        <Line apart>
          <Stack gap={1}>
            <strong>{t('correctTitle')}</strong>
            <Quiet>{`${kindWord(props.account.kind)} ${accountName(props.account)}`}</Quiet>
          </Stack>
          <IconButton label={shared('close')} icon={<X size={20} />} onClick={props.onClose} />
        </Line>
        <Note>{t('correctLead')}</Note>
        <Field label={t('change')}>
          <Segmented
            value={change()}
            onChange={setChange}
            choices={(['less', 'more'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </Field>
        <Show
          when={chosen()}
          fallback={
            <Stack gap={2}>
              <Field label={t('other')} error={asked() ? t('otherMissing') : null} required>
                <TextInput
                  value={found.typed()}
                  onInput={found.setTyped}
                  placeholder={t('otherSearch')}
                  ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
                />
              </Field>
              <ErrorNote error={found.query.isError ? found.query.error : null} />
              <Show
                when={choices().length > 0}
                fallback={
                  <Show when={found.query.isSuccess}>
                    <Quiet>{t('otherNone')}</Quiet>
                  </Show>
                }
              >
                <RadioGroup
                  label={t('other')}
                  value={null}
                  onChange={(value) =>
                    setOther(choices().find((one) => `${one.kind}:${one.ownerId}` === value) ?? null)
                  }
                  choices={choices()
                    .slice(0, mostChoices)
                    .map((one) => ({
                      value: `${one.kind}:${one.ownerId}`,
                      label: accountName(one),
                      hint: t('otherOf', { kind: kindWord(one.kind), note: one.note }),
                    }))}
                />
                <Show when={choices().length > mostChoices}>
                  <Quiet>{t('otherMore')}</Quiet>
                </Show>
              </Show>
            </Stack>
          }
        >
          {(counterpart) => (
            <Line apart>
              <Stack gap={1}>
                <Quiet>{t('other')}</Quiet>
                <strong>{accountName(counterpart())}</strong>
                <Quiet>{t('otherOf', { kind: kindWord(counterpart().kind), note: counterpart().note })}</Quiet>
              </Stack>
              <Button size="dense" onClick={() => setOther(null)}>
                {t('changeOther')}
              </Button>
            </Line>
          )}
        </Show>
        <FieldGroup columns={2}>
          <Field label={t('amount')} error={amountError()} required>
            <AmountInput value={amount()} onChange={setAmount} />
          </Field>
          <Field label={t('correctDay')} hint={t('correctDayHint')} optional>
            <DateTimeInput precision="date" value={day()} onInput={setDay} />
          </Field>
        </FieldGroup>
        <Field
          label={t('correctReason')}
          hint={t('correctReasonHint')}
          error={asked() && reason().trim().length < reasonLength ? t('reasonMissing') : null}
          required
        >
          <TextArea value={reason()} onInput={setReason} maxLength={500} />
        </Field>
        <Show when={amount() === null ? null : chosen()}>
          {(counterpart) => (
            <Note tone="waiting">
              <Stack gap={1}>
                <strong>{t('effect')}</strong>
                <span>{effect(props.account, change())}</span>
                <span>{effect(counterpart(), otherChange(counterpart()))}</span>
              </Stack>
            </Note>
          )}
        </Show>
        <Field label={t('again')} error={asked() && again() !== amount() ? t('againWrong') : null} required>
          <AmountInput value={again()} onChange={setAgain} />
        </Field>
        <ErrorNote error={correct.error} />
        <Line>
          <Button kind="dangerFill" type="submit" busy={correct.isPending}>
            {t('send')}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </Line>
      </Form>
    </Pane>
  )
}
