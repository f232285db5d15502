import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { t } from '../../texts/desk-refunds.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { t as refunds } from '../../texts/refunds.zh-CN.ts'
import { RefundVerdict } from './desk-refund-verdict.tsx'
import { DeskRefunds } from './desk-refunds.tsx'

/** 退费 of the whole centre, for finance: what waits comes first, each decided on where it is read. */
export default function DeskRefundsPage(): JSX.Element {
  return (
    <DeskRefunds
      base="/desk/refunds"
      staff
      above={(refund) => <Doubts refund={refund()} />}
      foot={(refund) => <RefundVerdict refund={refund()} />}
    />
  )
}

/** What finance has to know before it lets money go. */
function Doubts(props: { refund: RefundView }): JSX.Element {
  const undecided = () => props.refund.state === 'requested'
  const live = () => !['rejected', 'withdrawn', 'failed'].includes(props.refund.state)
  return (
    <>
      <Show when={undecided() && !props.refund.payeeKnown}>
        <Note tone="waiting">{t('payeeUnknown')}</Note>
      </Show>
      <Show when={live() && props.refund.openInvoiceRequestIds[0]}>
        <Note tone="waiting">{t('openInvoice')}</Note>
      </Show>
      <Show when={live() && props.refund.needsRedInvoice}>
        <Note tone="waiting">{t('redInvoice')}</Note>
      </Show>
      <Line>
        <ButtonLink size="dense" href={`/desk/organisations/${props.refund.organisationId}`}>
          {t('seeOrganisation')}
        </ButtonLink>
        <Show when={live() && props.refund.openInvoiceRequestIds[0]}>
          {(requestId) => (
            <ButtonLink size="dense" href={`/desk/invoices/${requestId()}`}>
              {t('seeInvoices')}
            </ButtonLink>
          )}
        </Show>
        <Show when={undecided()}>
          <Quiet>{t('availableBeside', { amount: formatYuan(fen(props.refund.availableFen)) })}</Quiet>
        </Show>
      </Line>
      <Show when={props.refund.may.record && props.refund.payee}>
        {(payee) => (
          <Section title={t('payTo')} ruled>
            <div>
              <CopyRow label={refunds('payee')} copy={payee().name}>
                {payee().name}
              </CopyRow>
              <CopyRow label={refunds('account')} copy={payee().account} lead>
                <AccountNumber>{payee().account}</AccountNumber>
              </CopyRow>
              <CopyRow label={refunds('bank')} copy={payee().bank}>
                {payee().bank}
              </CopyRow>
              <CopyRow label={t('remark')} copy={props.refund.number}>
                <OrderNumber>{props.refund.number}</OrderNumber>
              </CopyRow>
            </div>
          </Section>
        )}
      </Show>
    </>
  )
}
