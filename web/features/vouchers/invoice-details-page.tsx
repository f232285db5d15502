import { useNavigate, useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceDetails } from '../../../server/features/invoices/invoices.schema.ts'
import type { BillingView } from '../../../server/features/organisations/organisations.schema.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Note, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { showToast } from '../../components/toast.tsx'
import { createDraft } from '../../offline/draft.ts'
import { errorField } from '../../texts/errors.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { createDetailsJudge, type DetailsField, DetailsForm, emptyDetails } from '../invoices/details-form.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createClaims } from './create-claims.ts'

const formId = 'invoice-details'

/** The manual's second step of 上传凭证: what the invoice will say, prefilled, then everything is handed in. */
export default function InvoiceDetailsPage(): JSX.Element {
  const params = useParams<{ voucherId: string }>()
  const voucher = api.vouchers.get.use(() => ({ id: params.voucherId }))
  const organisationId = () => (voucher.isSuccess ? voucher.data?.organisationId : undefined)
  const billing = api.organisations.getBilling.use(
    () => ({ organisationId: organisationId() ?? '' }),
    () => ({ enabled: organisationId() !== undefined }),
  )
  const orderId = () => (voucher.isSuccess ? voucher.data?.order.id : undefined)
  const isInvoicedFirst = () => voucher.isSuccess && voucher.data?.order.mode === 'invoiceFirst'
  const order = api.orders.get.use(
    () => ({ id: orderId() ?? '' }),
    () => ({ enabled: isInvoicedFirst() }),
  )
  /** The request that covers the order; undefined while nobody knows. */
  const before = () => {
    if (!isInvoicedFirst()) return null
    if (!order.isSuccess) return order.isError ? null : undefined
    const { invoice } = order.data
    return invoice && invoice.state !== 'rejected' ? invoice.requestId : null
  }
  const ready = () =>
    voucher.isSuccess && billing.isSuccess && before() !== undefined
      ? { voucher: voucher.data, billing: billing.data }
      : null
  return (
    <Show
      when={ready()}
      fallback={
        <OrganisationShell title={t('detailsTitle')} back={`/vouchers/${params.voucherId}`}>
          <Show
            when={voucher.isSuccess}
            fallback={
              <Loaded query={voucher} errorTitle={t('notOpened')}>
                {() => null}
              </Loaded>
            }
          >
            <Loaded query={billing} errorTitle={t('detailsNotOpened')}>
              {() => null}
            </Loaded>
          </Show>
        </OrganisationShell>
      }
    >
      {(data) => (
        <Show when={before()} fallback={<DetailsStep voucher={data().voucher} billing={data().billing} />}>
          {(requestId) => <InvoicedStep voucher={data().voucher} requestId={requestId()} />}
        </Show>
      )}
    </Show>
  )
}

/** 先开票后付款: what the invoice says was said before; the slip is handed in as it is. */
function InvoicedStep(props: { voucher: VoucherView; requestId: string }): JSX.Element {
  const navigate = useNavigate()
  const claims = createClaims(() => props.voucher)
  const request = api.invoices.getMine.use(() => ({ requestId: props.requestId }))
  const submit = api.vouchers.submit.use({
    onSuccess: () => {
      claims.clear()
      showToast({ text: t('submitted') })
      navigate(`/vouchers/${props.voucher.id}`, { replace: true })
    },
  })
  const send = () => {
    if (submit.isPending || !request.isSuccess) return
    submit.mutate({ id: props.voucher.id, claims: claims.all(), invoiceDetails: request.data.details })
  }
  return (
    <OrganisationShell
      title={t('detailsTitle')}
      back={`/vouchers/${props.voucher.id}`}
      actionNote={t('submitNote')}
      actionBar={
        <>
          <ButtonLink size="main" href={`/vouchers/${props.voucher.id}`}>
            {t('previous')}
          </ButtonLink>
          <Button kind="primary" size="main" wide busy={submit.isPending || request.isPending} onClick={send}>
            {submit.isPending ? t('submitting') : t('submit')}
          </Button>
        </>
      }
    >
      <Loaded query={request} errorTitle={t('detailsNotOpened')}>
        {(data) => (
          <>
            <Note>
              <strong>{t('invoiceBeforeTitle')}</strong>
              <p>{t('invoiceBeforeText')}</p>
            </Note>
            <Card>
              <CardLine label={t('order')} value={<OrderNumber>{props.voucher.order.number}</OrderNumber>} />
              <CardLine label={data().title} note={data().taxNumber} value={<Money amount={fen(data().amountFen)} />} />
              <CardLine label={t('seeInvoice')} href={`/invoices/${props.requestId}`} />
            </Card>
            <ErrorNote error={submit.error} />
          </>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

/** What stands in the form first: what was handed in before, else the billing profile, else the registration. */
function firstValues(voucher: VoucherView, billing: BillingView): InvoiceDetails {
  if (voucher.invoiceDetails) return voucher.invoiceDetails
  const { profile } = billing
  if (!profile) return { ...emptyDetails, title: billing.organisationName, taxNumber: billing.creditCode ?? '' }
  const { invoiceKind, ...fields } = profile
  return { ...emptyDetails, ...fields, kind: invoiceKind }
}

function DetailsStep(props: { voucher: VoucherView; billing: BillingView }): JSX.Element {
  const navigate = useNavigate()
  const claims = createClaims(() => props.voucher)
  const { draft, setDraft, clear } = createDraft<InvoiceDetails>(
    `invoice-details-${props.voucher.id}`,
    firstValues(props.voucher, props.billing),
  )
  const judge = createDetailsJudge(() => ({ ...draft }), ['mobile'])
  const submit = api.vouchers.submit.use({
    onSuccess: () => {
      claims.clear()
      clear()
      showToast({ text: t('submitted') })
      navigate(`/vouchers/${props.voucher.id}`, { replace: true })
    },
    onError: (error) => {
      const field = errorField(error)?.split('.').at(-1)
      if (field && field in emptyDetails) judge.refuse(field as DetailsField)
    },
  })
  const send = () => {
    if (submit.isPending || !judge.judge()) return
    submit.mutate({ id: props.voucher.id, claims: claims.all(), invoiceDetails: { ...draft } })
  }
  return (
    <OrganisationShell
      title={t('detailsTitle')}
      back={`/vouchers/${props.voucher.id}`}
      actionNote={t('submitNote')}
      actionBar={
        <>
          <ButtonLink size="main" href={`/vouchers/${props.voucher.id}`}>
            {t('previous')}
          </ButtonLink>
          <Button type="submit" form={formId} kind="primary" size="main" wide busy={submit.isPending}>
            {submit.isPending ? t('submitting') : t('submit')}
          </Button>
        </>
      }
    >
      <Card>
        <CardLine label={t('order')} value={<OrderNumber>{props.voucher.order.number}</OrderNumber>} />
        <CardLine
          label={t('paidAmount')}
          value={
            <Show when={claims.amount()} fallback={t('amountUnread')}>
              {(amount) => <Money amount={fen(amount())} />}
            </Show>
          }
        />
      </Card>
      <Show when={!props.voucher.checked && claims.amount() === null}>
        <Note>{t('stillReading')}</Note>
      </Show>
      <Form id={formId} onSubmit={send}>
        <Quiet>{t('detailsLead')}</Quiet>
        <DetailsForm
          values={draft}
          onChange={(field, value) => setDraft({ [field]: value })}
          judge={judge}
          withRemark
        />
        <ErrorNote
          error={submit.error}
          actions={<Button onClick={() => navigate(`/vouchers/${props.voucher.id}`)}>{t('backToVoucher')}</Button>}
        />
      </Form>
    </OrganisationShell>
  )
}
