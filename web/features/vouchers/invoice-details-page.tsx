import { useNavigate, useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceDetails } from '../../../server/features/invoices/invoices.schema.ts'
import type { BillingView } from '../../../server/features/organisations/organisations.schema.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
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
  const ready = () => (voucher.isSuccess && billing.isSuccess ? { voucher: voucher.data, billing: billing.data } : null)
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
      {(data) => <DetailsStep voucher={data().voucher} billing={data().billing} />}
    </Show>
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
  const judge = createDetailsJudge(() => ({ ...draft }))
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
        <Button type="submit" form={formId} kind="primary" size="main" wide busy={submit.isPending}>
          {submit.isPending ? t('submitting') : t('submit')}
        </Button>
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
