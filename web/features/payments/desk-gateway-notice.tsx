import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { GatewayNoticeView } from '../../../server/features/payments/payments.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { type Fact, Facts, Headline, Line, Note, Section } from '../../components/layout.tsx'
import { MailText } from '../../components/mail-frame.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-payments.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { onOther } from '../shell/review-desk.tsx'
import { verdictTone, verdictWhy, verdictWord } from './desk-payment-words.ts'

const abouts = { payment: 'aboutPayment', refund: 'aboutRefund', '': 'aboutUnknown' } as const

/** Applied and repeated ones ask nothing of anybody. */
export function isOpen(notice: GatewayNoticeView): boolean {
  return notice.handledAt === null && notice.verdict !== 'applied' && notice.verdict !== 'repeated'
}

/** A message that came in a provider's name: what was made of it and what is to be done; a note closes it. */
export function DeskGatewayNotice(props: {
  notice: GatewayNoticeView
  onHandled: (id: string) => void
  onClose: () => void
}): JSX.Element {
  const now = createNow()
  const facts = (): Fact[] => {
    const { notice } = props
    const rows: readonly (Fact | null)[] = [
      { label: t('columnProvider'), value: t(notice.provider) },
      { label: t('about'), value: t(abouts[notice.about]) },
      notice.tradeNo === '' ? null : { label: t('tradeNo'), value: <AccountNumber>{notice.tradeNo}</AccountNumber> },
      notice.providerTradeNo === ''
        ? null
        : { label: t('providerTradeNo'), value: <AccountNumber>{notice.providerTradeNo}</AccountNumber> },
    ]
    return rows.filter((row) => row !== null)
  }
  return (
    <Pane
      label={t('message')}
      shownId={props.notice.id}
      foot={
        <Show when={isOpen(props.notice)}>
          <Handle notice={props.notice} onHandled={props.onHandled} />
        </Show>
      }
    >
      <PanePart>
        <Line apart>
          <Chop tone={verdictTone(props.notice)} since={formatDateTime(props.notice.receivedAt, now())}>
            {verdictWord(props.notice.verdict)}
          </Chop>
          <IconButton label={t('closeMessage')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Show when={props.notice.amountFen}>
          {(amount) => <Headline aside={<Money amount={fen(amount())} size="title" />}>{t('columnAmount')}</Headline>}
        </Show>
        <Note tone={verdictTone(props.notice) === 'rejected' ? 'rejected' : 'quiet'}>
          {verdictWhy(props.notice.verdict)}
        </Note>
        <Show when={props.notice.handledAt}>
          {(at) => (
            <Note>
              <strong>
                {t('handledBy', { name: props.notice.handledByName ?? '', when: formatDateTime(at(), now()) })}
              </strong>
              <div>{props.notice.handledNote}</div>
            </Note>
          )}
        </Show>
        <Facts beside facts={facts()} />
        <Line>
          <Show when={props.notice.paymentId}>
            {(id) => (
              <ButtonLink size="dense" href={`/desk/payments/${id()}`}>
                {t('seePayment')}
              </ButtonLink>
            )}
          </Show>
          <Show when={props.notice.refundId}>
            {(id) => (
              <ButtonLink size="dense" href={`/desk/refunds/${id()}`}>
                {t('seeRefund')}
              </ButtonLink>
            )}
          </Show>
        </Line>
        <Section title={t('body')} ruled>
          <MailText>{props.notice.body}</MailText>
        </Section>
      </PanePart>
    </Pane>
  )
}

function Handle(props: { notice: GatewayNoticeView; onHandled: (id: string) => void }): JSX.Element {
  let box: HTMLDivElement | undefined
  const [note, setNote] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const handle = api.payments.handleNotice.use({
    onSuccess: (_, { id }) => {
      showToast({ text: t('handledToast') })
      props.onHandled(id)
    },
  })
  onOther(
    () => props.notice.id,
    () => {
      setNote('')
      setAsked(false)
      handle.reset()
    },
  )
  const focus = () => box?.querySelector('input')?.focus()
  const send = () => {
    setAsked(true)
    if (note().trim() === '') return focus()
    if (!handle.isPending) handle.mutate({ id: props.notice.id, note: note().trim() })
  }
  createKeys(() => [{ key: 'A', label: t('handle'), run: focus }])
  return (
    <VerdictBar
      before={
        <>
          <div ref={box}>
            <Field
              label={t('handleNote')}
              hint={t('handleHint')}
              error={asked() && note().trim() === '' ? t('handleMissing') : null}
            >
              <TextInput
                value={note()}
                maxLength={500}
                onInput={setNote}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && !event.isComposing) send()
                }}
              />
            </Field>
          </div>
          <ErrorNote error={handle.error} />
        </>
      }
    >
      <Button kind="primary" size="verdict" keyHint="A" busy={handle.isPending} onClick={send}>
        {t(handle.isPending ? 'handling' : 'handle')}
      </Button>
    </VerdictBar>
  )
}
