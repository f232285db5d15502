import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { RefundFrom, RefundPreview } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { TextArea } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { createDraft } from '../../offline/draft.ts'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/refunds.zh-CN.ts'
import { RefundPeople } from './refund-people.tsx'
import {
  chosenFen,
  emptyDraft,
  judgeRefund,
  type RefundField,
  type RefundProblem,
  requestOf,
  takesEverybody,
} from './refund-request.ts'
import { RefundWhere } from './refund-where.tsx'

export interface RefundFormProps {
  /** The button that sends it stands outside: in the bar at the thumb, or at the foot of the desk's column. */
  formId: string
  from: RefundFrom
  preview: RefundPreview
  onBusy: (busy: boolean) => void
  onSent: (refundId: string) => void
}

/** How much, where to and why: what is asked for is sent to finance. */
export function RefundForm(props: RefundFormProps): JSX.Element {
  return (
    <Show
      when={props.preview.availableFen > 0}
      fallback={
        <EmptyState title={t('nothing')}>{props.preview.order ? t('nothingOrder') : t('nothingCredit')}</EmptyState>
      }
    >
      <Fields {...props} />
    </Show>
  )
}

function Fields(props: RefundFormProps): JSX.Element {
  const key = props.from.kind === 'order' ? props.from.orderId : props.from.organisationId
  const { draft, setDraft, clear } = createDraft(`refund-${key}`, emptyDraft(newId(), props.preview))
  const [asked, setAsked] = createSignal(false)
  const problems = () => judgeRefund(draft, props.preview)
  const errorOf = (field: RefundField): string | null => {
    const problem = asked() ? problems().find((one) => one.field === field) : undefined
    return problem ? problemSentence(problem) : null
  }
  const request = api.refunds.request.use({
    onSuccess: (refund) => {
      clear()
      props.onBusy(false)
      showToast({ text: t('sentToast') })
      props.onSent(refund.id)
    },
    onError: (error) => {
      props.onBusy(false)
      // Something else than this number was sent with before: it needs a number of its own.
      if (error instanceof AppError && error.code === 'idempotencyKeyReused') setDraft('id', newId())
    },
  })
  const submit = () => {
    setAsked(true)
    const input = requestOf(draft, props.from)
    if (problems().length > 0 || !input || request.isPending) {
      queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    props.onBusy(true)
    request.mutate(input)
  }
  const paid = () => props.preview.people.filter((person) => person.state === 'paid')
  const amount = () => chosenFen(draft, props.preview)
  return (
    <Form id={props.formId} onSubmit={submit} gap={5}>
      <Available preview={props.preview} />
      <Section title={t('what')} ruled>
        <Show when={paid().length > 0}>
          <Segmented
            label={t('what')}
            value={draft.kind}
            onChange={(kind) => setDraft('kind', kind)}
            choices={[
              { value: 'people', label: t('byPeople') },
              { value: 'amount', label: t('byAmount') },
            ]}
          />
        </Show>
        <Show
          when={draft.kind === 'people'}
          fallback={
            <Field
              label={t('amount')}
              error={errorOf('amount')}
              hint={
                paid().length === 0
                  ? undefined
                  : takesEverybody(draft, props.preview)
                    ? t('wholeText', { count: paid().length })
                    : t('partText')
              }
              repairs={
                <Button onClick={() => setDraft('amountFen', fen(props.preview.availableFen))}>
                  {t('amountAll', { amount: formatYuan(fen(props.preview.availableFen)) })}
                </Button>
              }
            >
              <AmountInput value={draft.amountFen} onChange={(value) => setDraft('amountFen', value)} />
            </Field>
          }
        >
          <RefundPeople
            people={props.preview.people}
            ticked={draft.enrolmentIds}
            onTick={(ids) => setDraft('enrolmentIds', ids)}
            error={errorOf('people')}
          />
        </Show>
      </Section>
      <RefundWhere draft={draft} setDraft={setDraft} preview={props.preview} errorOf={errorOf} />
      <FieldGroup>
        <Field
          label={t('reason')}
          error={errorOf('reason')}
          repairs={
            <>
              <Show when={paid().length > 0}>
                <Button onClick={() => setDraft('reason', t('reasonNotComing'))}>{t('reasonNotComing')}</Button>
                <Button onClick={() => setDraft('reason', t('reasonWrongPlan'))}>{t('reasonWrongPlan')}</Button>
              </Show>
              <Button onClick={() => setDraft('reason', t('reasonDouble'))}>{t('reasonDouble')}</Button>
              <Button onClick={() => setDraft('reason', t('reasonTooMuch'))}>{t('reasonTooMuch')}</Button>
            </>
          }
        >
          <TextArea value={draft.reason} onInput={(text) => setDraft('reason', text)} maxLength={500} />
        </Field>
      </FieldGroup>
      <Section title={t('afterwards')} ruled>
        <Line apart>
          <Quiet>{t('sum')}</Quiet>
          <Money amount={amount()} size="title" />
        </Line>
        <Stack gap={2}>
          <Quiet>{t('afterFinance')}</Quiet>
          <Show when={props.preview.cardsLeftFen !== null}>
            <Quiet>{t('afterCards', { left: formatYuan(fen(props.preview.cardsLeftFen ?? 0)) })}</Quiet>
          </Show>
        </Stack>
        <Show when={props.preview.needsRedInvoice}>
          <Note tone="waiting">{t('afterInvoice')}</Note>
        </Show>
        <Show when={props.preview.openInvoiceRequest}>
          <Note>{t('afterInvoiceOpen')}</Note>
        </Show>
      </Section>
      <ErrorNote error={request.error} />
    </Form>
  )
}

function Available(props: { preview: RefundPreview }): JSX.Element {
  return (
    <>
      <Stack gap={2}>
        <Quiet>{t('available')}</Quiet>
        <Money amount={fen(props.preview.availableFen)} size="figure" />
        <Quiet>{props.preview.order ? props.preview.order.planName : props.preview.organisationName}</Quiet>
      </Stack>
      <Facts
        facts={[
          {
            label: props.preview.order ? t('held') : t('heldCredit'),
            value: <Money amount={fen(props.preview.heldFen + props.preview.refundedFen)} strong={false} />,
            wide: props.preview.refundedFen === 0 && props.preview.requestedFen === 0,
          },
          ...(props.preview.refundedFen > 0
            ? [{ label: t('refunded'), value: <Money amount={fen(props.preview.refundedFen)} strong={false} /> }]
            : []),
          ...(props.preview.requestedFen > 0
            ? [{ label: t('asked'), value: <Money amount={fen(props.preview.requestedFen)} strong={false} /> }]
            : []),
        ]}
      />
    </>
  )
}

function problemSentence({ key, mostFen }: RefundProblem): string {
  const amount = formatYuan(mostFen)
  switch (key) {
    case 'amountTooMuch':
      return t('amountTooMuch', { amount })
    case 'sourceTooMuch':
      return t('sourceTooMuch', { most: amount })
    case 'targetTooMuch':
      return t('targetTooMuch', { rest: amount })
    default:
      return t(key)
  }
}
