import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { fen, formatFen } from '../../../server/core/money.ts'
import type { RequestCheck, RequestView } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { CheckList, CheckRow } from '../../components/check-row.tsx'
import { Chop } from '../../components/chop.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Headline, Line, Note, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-invoices.zh-CN.ts'
import { t as issuingTexts } from '../../texts/desk-issuing.zh-CN.ts'
import { formatDateTime, formatDay, formatPhrases } from '../../texts/format.ts'
import { createIssueForm } from './create-issue-form.ts'
import { InvoiceDelivery } from './desk-invoice-delivery.tsx'
import { requestStateWord, requestTones } from './desk-invoice-states.ts'
import { IssueFields, IssueFiles, IssueFoot, RejectFoot } from './desk-issue-invoice.tsx'
import { ProviderPart } from './desk-provider.tsx'
import { RedPart } from './desk-red.tsx'

const openMs = 10_000

/** One request: what to put on the invoice, whether it is right, its files, the form, and where the invoice went. */
export function DeskInvoiceRequest(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.invoices.getRequest.use(
    () => ({ requestId: props.id }),
    () => ({ refreshMs: openMs }),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={10} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(view) => <Request view={view()} error={query.isRefetchError ? query.error : null} onClose={props.onClose} />}
      </Match>
    </Switch>
  )
}

function Request(props: { view: RequestView; error: unknown; onClose: () => void }): JSX.Element {
  const now = createNow()
  const [rejecting, setRejecting] = createSignal(false)
  const form = createIssueForm(
    () => props.view,
    () => void showToast({ text: t('issued', { name: props.view.details.email }) }),
  )
  const takesIssue = () => props.view.state === 'requested' || props.view.state === 'approved'
  return (
    <Pane
      label={t('detail')}
      foot={
        takesIssue() ? (
          rejecting() ? (
            <RejectFoot requestId={props.view.id} onClose={() => setRejecting(false)} />
          ) : (
            <IssueFoot view={props.view} form={form} onReject={() => setRejecting(true)} />
          )
        ) : undefined
      }
    >
      <PanePart>
        <ErrorNote error={props.error} />
        <Line apart>
          <Chop tone={requestTones[props.view.state]} since={formatDateTime(props.view.stateSince, now())}>
            {requestStateWord(props.view.state)}
          </Chop>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline aside={<Money amount={fen(props.view.amountFen)} size="title" />}>
          {props.view.organisation.name}
        </Headline>
        <Show when={props.view.rejectedReason}>
          {(reason) => <Note tone="rejected">{t('reasonLine', { reason: reason() })}</Note>}
        </Show>
      </PanePart>
      <Show when={props.view.invoices.length > 0}>
        <PanePart>
          <RecordedInvoices view={props.view} />
        </PanePart>
      </Show>
      <ProviderPart view={props.view} />
      <RedPart view={props.view} />
      <PanePart>
        {/* While it is to be issued, what to put on it leads; once it is out, where it went. */}
        <Show
          when={takesIssue()}
          fallback={
            <>
              <InvoiceDelivery view={props.view} />
              <IssueFiles view={props.view} form={form} />
              <FillIn view={props.view} />
              <Checks view={props.view} />
            </>
          }
        >
          <FillIn view={props.view} />
          <Checks view={props.view} />
          <IssueFiles view={props.view} form={form} />
          <IssueFields view={props.view} form={form} />
          <InvoiceDelivery view={props.view} />
        </Show>
        <Background view={props.view} />
      </PanePart>
    </Pane>
  )
}

/** Each value with a button that copies it: the invoice is issued on the tax platform, in another window. */
function FillIn(props: { view: RequestView }): JSX.Element {
  const more = () => {
    const { details } = props.view
    const rows: readonly [string, string][] = [
      [t('fieldAddress'), details.registeredAddress],
      [t('fieldTelephone'), details.registeredTelephone],
      [t('fieldBank'), details.bank],
      [t('fieldAccount'), details.bankAccount],
      [t('fieldRemark'), details.remark],
    ]
    return rows.filter(([, value]) => value !== '')
  }
  return (
    <Section title={t('fillIn')} aside={t(props.view.kind === 'special' ? 'kindSpecialLong' : 'kindNormalLong')}>
      <div>
        <CopyRow label={t('fieldTitle')} copy={props.view.details.title} lead>
          {props.view.details.title}
        </CopyRow>
        <CopyRow label={t('fieldTaxNumber')} copy={props.view.details.taxNumber}>
          <AccountNumber>{props.view.details.taxNumber}</AccountNumber>
        </CopyRow>
        <CopyRow label={t('fieldAmount')} copy={formatFen(fen(props.view.amountFen)).replaceAll(',', '')}>
          <Money amount={fen(props.view.amountFen)} />
        </CopyRow>
        <For each={more()}>
          {([label, value]) => (
            <CopyRow label={label} copy={value}>
              {value}
            </CopyRow>
          )}
        </For>
        <CopyRow label={t('fieldEmail')} copy={props.view.details.email}>
          {props.view.details.email}
        </CopyRow>
      </div>
    </Section>
  )
}

function Checks(props: { view: RequestView }): JSX.Element {
  return (
    <Section title={t('checks')} ruled>
      <CheckList>
        <For each={props.view.checks}>{(check) => <RequestCheckRow check={check} owed={isOwed(props.view)} />}</For>
      </CheckList>
    </Section>
  )
}

/** 先开票后付款, and nothing paid yet: the invoice is for what is owed. */
const isOwed = (view: RequestView) => view.orderMode === 'invoiceFirst' && view.payment === null

const checkWords = {
  titleIsRegisteredName: ['checkTitle', 'checkTitleNot'],
  taxNumberIsCreditCode: ['checkTax', 'checkTaxNot'],
  amountIsPaid: ['checkPaid', 'checkPaidNot'],
  specialDetailsComplete: ['checkSpecial', 'checkSpecialNot'],
} as const satisfies Record<RequestCheck['code'], readonly [string, string]>

function RequestCheckRow(props: { check: RequestCheck; owed: boolean }): JSX.Element {
  const passed = () => props.check.verdict === 'pass' && props.check.note === null
  const title = () => {
    const { code } = props.check
    if (code === 'amountIsPaid' && props.owed) return t(passed() ? 'checkOwed' : 'checkOwedNot')
    return t(checkWords[code][passed() ? 0 : 1])
  }
  const values = () => {
    const { code, found, expected } = props.check
    if (passed() || code === 'specialDetailsComplete') return undefined
    const isMoney = code === 'amountIsPaid'
    const text = (value: string) => (isMoney ? formatFen(fen(Number(value))) : value)
    return [
      {
        label: t(isMoney ? 'askedSum' : 'asked'),
        text: text(found),
        ...(isMoney || expected === '' ? {} : { against: expected }),
      },
      { label: t(isMoney ? (props.owed ? 'owedSum' : 'paidSum') : 'registered'), text: text(expected) },
    ]
  }
  return (
    <CheckRow verdict={props.check.verdict} title={title()} values={values()}>
      {props.check.note === null ? null : t('exceptionNote', { note: props.check.note })}
    </CheckRow>
  )
}

function RecordedInvoices(props: { view: RequestView }): JSX.Element {
  return (
    <Section title={t('invoices')}>
      <For each={props.view.invoices}>
        {(invoice) => (
          <CopyRow
            label={formatPhrases([
              t(invoice.colour),
              t('invoiceLine', { date: invoice.issuedOn, by: invoice.issuedByName || issuingTexts('provider') }),
            ])}
            copy={`${invoice.code}${invoice.number}`}
            lead
          >
            {invoice.code} <AccountNumber>{invoice.number}</AccountNumber>
          </CopyRow>
        )}
      </For>
    </Section>
  )
}

function Background(props: { view: RequestView }): JSX.Element {
  const now = createNow()
  const contact = () => {
    const { contactName, telephone, email } = props.view.organisation
    return formatPhrases([contactName, telephone, email])
  }
  const moved = () => props.view.payment?.movedAt ?? null
  return (
    <Section title={t('background')} ruled>
      <Facts
        beside
        facts={[
          {
            label: t('order'),
            value: (
              <a href={`/desk/orders/${props.view.orderId}`}>
                <OrderNumber strong>{props.view.orderNumber}</OrderNumber>
              </a>
            ),
          },
          { label: t('plan'), value: props.view.order.planName },
          {
            label: t('paid'),
            value: (
              <>
                <Money amount={fen(props.view.order.paidFen)} /> / <Money amount={fen(props.view.order.amountFen)} />
              </>
            ),
          },
          ...(moved() ? [{ label: t('movedAt'), value: formatDay(moved() ?? '', now()) }] : []),
          { label: t('contact'), value: contact() },
        ]}
      />
      <Show when={props.view.voucherId}>
        {(voucherId) => (
          <Line>
            <ButtonLink size="dense" href={`/desk/vouchers/${voucherId()}`}>
              {t('seeVoucher')}
            </ButtonLink>
          </Line>
        )}
      </Show>
    </Section>
  )
}
