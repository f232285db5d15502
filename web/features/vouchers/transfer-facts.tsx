import type { JSX } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Facts, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/vouchers.zh-CN.ts'

/** 银行转账信息, as far as it is known without anybody typing it: what for, who, how much, and to whom. */
export function TransferFacts(props: { voucher: VoucherView; amountFen: number | null }): JSX.Element {
  const order = () => props.voucher.order
  return (
    <Section title={t('transferTitle')}>
      <Facts
        facts={[
          { label: t('plan'), value: order().planName, wide: true },
          { label: t('payer'), value: props.voucher.organisationName, wide: true },
          { label: t('payAmount'), value: <Money amount={fen(props.amountFen ?? order().outstandingFen)} /> },
          { label: t('totalAmount'), value: <Money amount={fen(order().amountFen)} /> },
          { label: t('mode'), value: t(order().mode), wide: true },
          { label: t('payeeName'), value: order().payeeName, wide: true },
          { label: t('payeeBank'), value: order().payeeBank, wide: true },
          { label: t('payeeAccount'), value: <AccountNumber>{order().payeeAccount}</AccountNumber>, wide: true },
        ]}
      />
    </Section>
  )
}
