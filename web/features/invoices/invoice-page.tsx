import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import Download from 'lucide-solid/icons/download'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { MyRequestView } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { showToast } from '../../components/toast.tsx'
import { createDraft } from '../../offline/draft.ts'
import { t as billing } from '../../texts/billing.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { formatBytes, formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/invoices.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createDetailsJudge, type DetailsField, DetailsForm, emptyDetails } from './details-form.tsx'
import { InvoiceChop } from './invoice-cards.tsx'

const formId = 'invoice-correction'

/** One invoice: where it stands, its files, where it was sent; sent back, it can be put right here. */
export default function InvoicePage(): JSX.Element {
  const params = useParams<{ requestId: string }>()
  const request = api.invoices.getMine.use(() => ({ requestId: params.requestId }))
  // In the address, so that going back leaves the form and not the page.
  const [search] = useSearchParams<{ correct?: string }>()
  const navigate = useNavigate()
  const here = () => `/invoices/${params.requestId}`
  const correcting = () => search.correct !== undefined && rejected()
  const [busy, setBusy] = createSignal(false)
  const rejected = () => request.isSuccess && request.data?.state === 'rejected'
  return (
    <OrganisationShell
      title={correcting() ? t('correctTitle') : t('title')}
      back={correcting() ? here() : '/invoices'}
      actionBar={
        <Show when={rejected()}>
          <Show
            when={correcting()}
            fallback={
              <ButtonLink kind="primary" size="main" wide href={`${here()}?correct=1`}>
                {t('correct')}
              </ButtonLink>
            }
          >
            <Button type="submit" form={formId} kind="primary" size="main" wide busy={busy()}>
              {busy() ? t('sending') : t('resend')}
            </Button>
          </Show>
        </Show>
      }
    >
      <Loaded query={request} errorTitle={t('notOpened')}>
        {(data) => (
          <>
            <Stack gap={2}>
              <InvoiceChop request={data()} />
              <Money
                amount={fen(data().amountFen)}
                size="figure"
                tone={data().state === 'issued' || data().state === 'delivered' ? 'settled' : undefined}
              />
              <Quiet>{joinParts(t(data().kind), data().planName)}</Quiet>
            </Stack>
            <Show when={data().state === 'rejected' && data().rejectedReason}>
              {(reason) => <Note tone="rejected">{t('rejectedBecause', { reason: reason() })}</Note>}
            </Show>
            <Show when={correcting() && data().state === 'rejected'} fallback={<InvoiceFacts request={data()} />}>
              <Correction request={data()} onBusy={setBusy} onSent={() => navigate(here(), { replace: true })} />
            </Show>
          </>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

function InvoiceFacts(props: { request: MyRequestView }): JSX.Element {
  const out = () => ['issued', 'delivered', 'redFlushed'].includes(props.request.state)
  const facts = (): Fact[] => [
    ...(props.request.invoiceNumber
      ? [{ label: t('number'), value: <AccountNumber>{props.request.invoiceNumber}</AccountNumber>, wide: true }]
      : []),
    ...(props.request.invoiceCode
      ? [{ label: t('code'), value: <AccountNumber>{props.request.invoiceCode}</AccountNumber> }]
      : []),
    ...(props.request.issuedOn
      ? [{ label: t('issuedOn'), value: props.request.issuedOn, wide: !props.request.invoiceCode }]
      : []),
    { label: t('invoiceTitle'), value: props.request.title, wide: true },
    { label: t('taxNumber'), value: <AccountNumber>{props.request.taxNumber}</AccountNumber>, wide: true },
    { label: t('email'), value: props.request.email, wide: true },
  ]
  return (
    <>
      <Switch>
        <Match when={out()}>
          <Show when={props.request.state === 'redFlushed'}>
            <Note tone="waiting">{t(props.request.reissuedAs ? 'redFlushedAnew' : 'redFlushedText')}</Note>
            <Show when={props.request.reissuedAs}>
              {(id) => (
                <Card>
                  <CardLine label={t('seeNewRequest')} href={`/invoices/${id()}`} />
                </Card>
              )}
            </Show>
          </Show>
          <Section title={t('files')}>
            <Show when={props.request.files.length > 0} fallback={<Note>{t('noFiles')}</Note>}>
              <Card>
                <For each={props.request.files}>
                  {(file) => (
                    <CardLine
                      icon={<Download size={20} />}
                      label={t('download', { kind: file.kind.toUpperCase(), size: formatBytes(file.sizeBytes) })}
                      note={file.originalName}
                      href={`/api/files/invoice-files/${file.id}`}
                      download
                    />
                  )}
                </For>
              </Card>
            </Show>
          </Section>
        </Match>
        <Match when={props.request.state === 'withdrawn'}>
          <Note>{t('withdrawnText')}</Note>
        </Match>
        <Match when={props.request.state !== 'rejected'}>
          <Note>{t('notYet')}</Note>
        </Match>
      </Switch>
      <Section title={t('details')}>
        <Facts facts={facts()} />
      </Section>
      <Show when={props.request.mails.length > 0}>
        <Section title={t('mails')}>
          <Card>
            <For each={props.request.mails}>
              {(mail) => (
                <CardLine
                  label={mail.recipient}
                  note={mail.state === 'failed' ? t('mailFailedHint') : undefined}
                  value={
                    mail.state === 'sent'
                      ? `${t('mailSent')}${mail.sentAt ? ` ${formatDateTime(mail.sentAt)}` : ''}`
                      : mail.state === 'queued'
                        ? t('mailQueued')
                        : mail.state === 'retrying'
                          ? t('mailRetrying')
                          : t('mailFailed')
                  }
                />
              )}
            </For>
          </Card>
        </Section>
      </Show>
      <Card>
        <CardLine
          label={t('order')}
          value={<OrderNumber>{props.request.orderNumber}</OrderNumber>}
          href={`/orders/${props.request.orderId}`}
        />
        <Show when={props.request.voucherId}>
          {(voucherId) => <CardLine label={t('voucher')} href={`/vouchers/${voucherId()}`} />}
        </Show>
      </Card>
    </>
  )
}

function Correction(props: {
  request: MyRequestView
  onBusy: (busy: boolean) => void
  onSent: () => void
}): JSX.Element {
  const { draft, setDraft, clear } = createDraft(`invoice-${props.request.id}`, { ...props.request.details })
  const judge = createDetailsJudge(() => ({ ...draft }))
  const send = api.invoices.correctMine.use({
    onSuccess: () => {
      clear()
      showToast({ text: t('sent') })
      props.onBusy(false)
      props.onSent()
    },
    onError: (error) => {
      props.onBusy(false)
      const field = errorField(error)?.split('.').at(-1)
      if (field && field in emptyDetails) judge.refuse(field as DetailsField)
    },
  })
  const submit = () => {
    if (send.isPending || !judge.judge()) return
    props.onBusy(true)
    send.mutate({ requestId: props.request.id, details: { ...draft } })
  }
  return (
    <Form id={formId} onSubmit={submit}>
      <Quiet>{billing('lead')}</Quiet>
      <DetailsForm values={draft} onChange={(field, value) => setDraft({ [field]: value })} judge={judge} withRemark />
      <ErrorNote error={send.error} />
    </Form>
  )
}
