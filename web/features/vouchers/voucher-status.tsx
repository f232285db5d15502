import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { RequestRow } from '../../../server/features/invoices/invoices.schema.ts'
import type { VoucherFileView, VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Line, Quiet, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { SlipPreview } from '../../components/slip-preview.tsx'
import { Timeline } from '../../components/timeline.tsx'
import { showToast } from '../../components/toast.tsx'
import { addFile } from '../../offline/outbox.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { InvoiceCards } from '../invoices/invoice-cards.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { unsentOf } from '../shell/photo-files.tsx'
import { createClaims } from './create-claims.ts'
import { filePictureHref } from './picture-hrefs.ts'
import { TransferFacts } from './transfer-facts.tsx'
import { boxesOf } from './voucher-boxes.ts'
import { VoucherChecks } from './voucher-checks.tsx'
import { VoucherChop } from './voucher-chop.tsx'
import { AddedTexts, VoucherFiles } from './voucher-files.tsx'
import { EditableReading, SaveClaims } from './voucher-reading.tsx'
import { stepsOf } from './voucher-steps.ts'

/** A slip that was handed in: what the checks say, what was read, who has it, and what came of it. */
export function VoucherStatus(props: { voucher: VoucherView }): JSX.Element {
  const claims = createClaims(() => props.voucher)
  const [editing, setEditing] = createSignal(false)
  const invoices = api.invoices.listMine.use(
    () => ({ orderId: props.voucher.order.id, limit: 20 }),
    () => ({ enabled: props.voucher.state === 'approved' }),
  )
  const ownInvoices = createMemo(() =>
    invoices.isSuccess
      ? (invoices.data?.rows ?? []).filter((row) => row.voucherId === props.voucher.id || isOfOrder(row))
      : [],
  )
  // 先开票后付款: the invoice that came before the money is this slip's too.
  const isOfOrder = (row: RequestRow) =>
    props.voucher.order.mode === 'invoiceFirst' && row.voucherId === null && row.state !== 'withdrawn'
  const inReview = () => props.voucher.state === 'submitted'
  const unfinished = () => props.voucher.files.filter((file) => file.state !== 'read')
  const add = async (photos: File[]) => {
    const { id, order } = props.voucher
    for (const photo of photos) await addFile({ kind: 'voucher', id, orderId: order.id }, photo)
  }
  const explain = async (note: string) => {
    claims.set('note', note)
    await claims.save().then(
      () => showToast({ text: t('explainSent') }),
      () => {},
    )
  }
  const amount = () => props.voucher.effective.amountFen?.value
  return (
    <OrganisationShell
      title={t('title')}
      back={`/orders/${props.voucher.order.id}`}
      actionBar={<Show when={editing()}>{<SaveClaims claims={claims} />}</Show>}
    >
      <SlipStrip voucher={props.voucher} />
      <AddedTexts files={props.voucher.files} />
      <Line>
        <VoucherChop
          state={props.voucher.state}
          since={
            inReview() && props.voucher.submittedAt && props.voucher.dueAt
              ? t('submittedAt', {
                  when: formatDateTime(props.voucher.submittedAt),
                  due: formatDateTime(props.voucher.dueAt),
                })
              : formatDateTime(props.voucher.stateSince)
          }
        />
      </Line>
      <Line apart gap={3}>
        <span>
          {t('order')} <OrderNumber>{props.voucher.order.number}</OrderNumber>
        </span>
        <Show when={amount()}>
          {(value) => <Money amount={value()} size="title" tone={inReview() ? undefined : 'settled'} />}
        </Show>
      </Line>
      <Show when={props.voucher.state === 'approved'}>
        <PaidFacts voucher={props.voucher} />
        <Section title={t('invoice')}>
          <InvoiceCards requests={ownInvoices()} fallback={<Quiet>{t('invoiceSoon')}</Quiet>} />
        </Section>
      </Show>
      <Show when={unfinished().length > 0 || unsentOf(props.voucher.id, props.voucher.files).length > 0}>
        <VoucherFiles
          voucherId={props.voucher.id}
          files={unfinished()}
          pictureHref={(fileId) => `/vouchers/${props.voucher.id}/pictures/${fileId}`}
          editable={inReview()}
        />
      </Show>
      <Show when={inReview()}>
        <Show when={!props.voucher.checked}>
          <Quiet>{t('checking')}</Quiet>
        </Show>
        <Show when={props.voucher.checks.length > 0}>
          <VoucherChecks
            checks={props.voucher.checks}
            note={claims.value('note')}
            onFiles={props.voucher.files.length < 5 ? (files) => void add(files) : undefined}
            onEdit={() => setEditing(true)}
            onExplain={(note) => void explain(note)}
          />
        </Show>
      </Show>
      <EditableReading
        voucher={props.voucher}
        claims={claims}
        editing={editing()}
        onEdit={(wanted) => {
          if (editing() && !wanted) showToast({ text: t('saved') })
          setEditing(wanted)
        }}
      />
      <Show when={!editing()}>
        <TransferFacts voucher={props.voucher} amountFen={amount() ?? null} />
      </Show>
      <Section title={t('stepsTitle')} ruled>
        <Timeline steps={stepsOf(props.voucher, ownInvoices()[0]?.state ?? null)} />
      </Section>
    </OrganisationShell>
  )
}

/** The first picture, where the boxes are. Once it is approved, only what was confirmed is boxed. */
function SlipStrip(props: { voucher: VoucherView }): JSX.Element {
  const boxes = (file: VoucherFileView) => {
    const all = boxesOf(file, props.voucher.checks)
    if (props.voucher.state !== 'approved') return all.filter((box) => box.verdict !== 'pending')
    return all.filter((box) => box.id === 'amountFen').map((box) => ({ ...box, verdict: 'pass' as const }))
  }
  const shown = () =>
    props.voucher.files.find((file) => file.hasPicture && file.fields.length > 0) ??
    props.voucher.files.find((file) => file.hasPicture)
  return (
    <Show when={shown()}>
      {(file) => (
        <Show when={file().width && file().height}>
          <SlipPreview
            src={filePictureHref(file(), 'picture')}
            pictureSize={{ width: file().width ?? 1, height: file().height ?? 1 }}
            boxes={boxes(file())}
            href={`/vouchers/${props.voucher.id}/pictures/${file().id}`}
            label={t('seeLarge', { count: props.voucher.files.filter((one) => one.hasPicture).length })}
          />
        </Show>
      )}
    </Show>
  )
}

/** What came of an approval: what was confirmed, and whether the order still lacks something. */
function PaidFacts(props: { voucher: VoucherView }): JSX.Element {
  const { order } = props.voucher
  return (
    <Section title={t('paidTitle')}>
      <Card label={t('paidTitle')}>
        <Show when={props.voucher.effective.amountFen}>
          {(amount) => <CardLine label={t('confirmedAmount')} value={<Money amount={amount().value} />} />}
        </Show>
        <Show when={props.voucher.effective.paidAt}>
          {(paidAt) => <CardLine label={t('paidOn')} value={paidAt().value.slice(0, 10)} />}
        </Show>
        <CardLine
          label={t('orderState')}
          value={
            <Switch fallback={t('orderPaid')}>
              <Match when={order.state === 'open'}>
                {t('orderRest', { amount: formatYuan(fen(order.outstandingFen)) })}
              </Match>
            </Switch>
          }
          href={`/orders/${order.id}`}
        />
      </Card>
      <Show when={order.state === 'open' && order.outstandingFen > 0}>
        <ButtonLink href={`/orders/${order.id}`} wide>
          {t('payRest')}
        </ButtonLink>
      </Show>
    </Section>
  )
}
