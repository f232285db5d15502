import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { VoucherRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { rejectAdvice, rejectReason } from '../../texts/checks.ts'
import { formatDateTime } from '../../texts/format.ts'
import { joinSentences } from '../../texts/join.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { PlanOf } from '../organisations/whose.tsx'
import { voucherHref } from './take-photos.ts'
import { VoucherChop } from './voucher-chop.tsx'

/** The slips of one order, newest first. Nothing where there are none. */
export function VoucherCards(props: { vouchers: readonly VoucherRow[] }): JSX.Element {
  return (
    <Show when={props.vouchers.length > 0}>
      <Section title={t('vouchers')}>
        <Card label={t('vouchers')}>
          <For each={props.vouchers}>{(voucher) => <VoucherEntry voucher={voucher} />}</For>
        </Card>
      </Section>
    </Show>
  )
}

/** One slip in a list; `named` also says which order it pays. */
export function VoucherEntry(props: { voucher: VoucherRow; named?: boolean | undefined }): JSX.Element {
  const rejected = () => (props.voucher.state === 'rejected' ? (props.voucher.rejectedCode ?? 'other') : null)
  return (
    <CardEntry
      href={voucherHref(props.voucher.id, props.voucher.orderId)}
      state={<VoucherChop state={props.voucher.state} since={formatDateTime(props.voucher.stateSince)} />}
      action={
        props.voucher.state === 'rejected' ? t('resubmit') : props.voucher.state === 'draft' ? t('goOn') : t('look')
      }
      main={
        props.named ? (
          <>
            {t('order')} <OrderNumber>{props.voucher.orderNumber}</OrderNumber>
          </>
        ) : (
          t('files', { count: props.voucher.fileCount })
        )
      }
      amount={props.voucher.amountFen === null ? undefined : <Money amount={fen(props.voucher.amountFen)} />}
      note={
        props.named ? (
          <PlanOf planName={props.voucher.planName} organisationName={props.voucher.organisationName} />
        ) : undefined
      }
      noteEnd={
        props.voucher.state === 'submitted' && props.voucher.dueAt
          ? t('dueBy', { when: formatDateTime(props.voucher.dueAt) })
          : undefined
      }
    >
      <Show when={rejected()}>
        {(code) => joinSentences(rejectReason(code()), props.voucher.rejectedNote || rejectAdvice(code()))}
      </Show>
    </CardEntry>
  )
}
