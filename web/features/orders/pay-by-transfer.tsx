import { useNavigate } from '@solidjs/router'
import ScanLine from 'lucide-solid/icons/scan-line'
import type { JSX } from 'solid-js'
import { fen, formatFen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { Card } from '../../components/card.tsx'
import { CopyButton, CopyRow } from '../../components/copy.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Line, Note, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { AlbumButton } from '../../components/pick-files.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { t as voucherTexts } from '../../texts/vouchers.zh-CN.ts'
import { takePhotos, voucherHref } from '../vouchers/take-photos.ts'

/** 1,000.00 without the sign and the commas: what a bank's form takes. */
const typeable = (amount: number) => formatFen(fen(amount)).replaceAll(',', '')

/** Everything a bank's transfer form asks for, as text: to be sent to whoever makes the transfer. */
export function copyAllText(order: OrderView): string {
  const { name, bank, account } = order.payee
  return t('copyAllText', {
    number: order.number,
    payee: name,
    bank,
    account,
    amount: typeable(order.outstandingFen),
  })
}

/** 对公转账: the payee, row by row, each with its copy button, the transfer code first. */
export function PayByTransfer(props: { order: OrderView }): JSX.Element {
  const navigate = useNavigate()
  const pick = async (files: File[]) => {
    const voucherId = await takePhotos(props.order.id, files)
    navigate(voucherHref(voucherId, props.order.id))
  }
  return (
    <Section title={t('transfer')}>
      <Card label={t('transfer')}>
        <CopyRow label={t('reference')} copy={props.order.number} lead>
          <OrderNumber>{props.order.number}</OrderNumber>
        </CopyRow>
        <CopyRow label={t('payee')} copy={props.order.payee.name}>
          {props.order.payee.name}
        </CopyRow>
        <CopyRow label={t('bank')} copy={props.order.payee.bank}>
          {props.order.payee.bank}
        </CopyRow>
        <CopyRow label={t('account')} copy={props.order.payee.account}>
          <AccountNumber strong>{props.order.payee.account}</AccountNumber>
        </CopyRow>
        <CopyRow label={t('amount')} copy={typeable(props.order.outstandingFen)}>
          <Money amount={fen(props.order.outstandingFen)} />
        </CopyRow>
      </Card>
      <CopyButton text={copyAllText(props.order)} wide>
        {t('copyAll')}
      </CopyButton>
      <Note icon={<ScanLine size={20} />}>
        <p>{t('slipTitle')}</p>
        <ul>
          <li>{t('slipAmount', { amount: formatYuan(fen(props.order.outstandingFen)) })}</li>
          <li>{t('slipNumber', { number: props.order.number })}</li>
          <li>{t('slipPayer')}</li>
        </ul>
        <p>{t('photoHint')}</p>
      </Note>
      <Line>
        <AlbumButton size="normal" onFiles={(files) => void pick(files)}>
          {voucherTexts('pickFiles')}
        </AlbumButton>
      </Line>
    </Section>
  )
}
