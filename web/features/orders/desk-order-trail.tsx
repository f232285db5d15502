import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { t as voucherStates } from '../../texts/voucher-states.zh-CN.ts'
import { requestStateWord, requestTones } from '../invoices/desk-invoice-states.ts'
import { useStaff } from '../shell/desk-staff.ts'

const voucherTones = { draft: 'neutral', submitted: 'waiting', approved: 'settled', rejected: 'rejected' } as const

/** Order, slip, invoice and bank side by side: what was claimed for an order, invoiced, and shown by the statement. */
export function DeskOrderTrail(props: { orderId: string }): JSX.Element {
  const now = createNow()
  const staff = useStaff()
  const trail = api.reconciliationOverview.ofOrder.use(() => ({ orderId: props.orderId }))
  const to = (href: string, may: boolean, children: JSX.Element) =>
    may ? <a href={href}>{children}</a> : <span>{children}</span>
  return (
    <Loaded query={trail} errorTitle={t('notOpened')} skeleton={<SkeletonRows count={3} />}>
      {(data) => (
        <>
          <Section title={t('slips')} ruled>
            <Show when={data().vouchers.length > 0} fallback={<Quiet>{t('noSlips')}</Quiet>}>
              <Stack gap={3}>
                <For each={data().vouchers}>
                  {(voucher) => (
                    <Stack gap={1}>
                      <Line apart>
                        {to(
                          `/desk/vouchers/${voucher.id}`,
                          true,
                          <StateMark tone={voucherTones[voucher.state]}>{voucherStates(voucher.state)}</StateMark>,
                        )}
                        <Show when={voucher.amountFen !== null} fallback="–">
                          <Money amount={fen(voucher.amountFen ?? 0)} sign={false} strong={false} />
                        </Show>
                      </Line>
                      <Quiet>
                        {joinParts(
                          formatDateTime(voucher.stateSince, now()),
                          t('slipFiles', { count: voucher.fileCount }),
                          voucher.rejectedNote,
                        )}
                      </Quiet>
                    </Stack>
                  )}
                </For>
              </Stack>
            </Show>
          </Section>
          <Section title={t('invoices')} ruled>
            <Show when={data().invoices.length > 0} fallback={<Quiet>{t('noInvoices')}</Quiet>}>
              <Stack gap={3}>
                <For each={data().invoices}>
                  {(invoice) => (
                    <Stack gap={1}>
                      <Line apart>
                        {to(
                          `/desk/invoices/${invoice.id}?tab=all`,
                          staff.may('finance'),
                          <StateMark tone={requestTones[invoice.state]}>{requestStateWord(invoice.state)}</StateMark>,
                        )}
                        <Money amount={fen(invoice.amountFen)} sign={false} strong={false} />
                      </Line>
                      <Quiet>
                        {joinParts(t(invoice.kind), invoice.title, formatDateTime(invoice.stateSince, now()))}
                      </Quiet>
                      <Show when={invoice.number}>
                        {(number) => (
                          <Quiet>
                            <AccountNumber>{number()}</AccountNumber> {invoice.issuedOn}
                          </Quiet>
                        )}
                      </Show>
                    </Stack>
                  )}
                </For>
              </Stack>
            </Show>
          </Section>
          <Section title={t('lines')} ruled>
            <Show when={data().lines.length > 0} fallback={<Quiet>{t('noLines')}</Quiet>}>
              <Stack gap={3}>
                <For each={data().lines}>
                  {(line) => (
                    <Stack gap={1}>
                      <Line apart>
                        {to(
                          `/desk/matching/${line.lineId}`,
                          staff.may('finance'),
                          joinParts(line.day, line.time?.slice(0, 5), line.counterpartyName),
                        )}
                        <Money amount={fen(line.amountFen)} sign={false} strong={false} />
                      </Line>
                      <Quiet>
                        {joinParts(
                          line.amountFen === line.lineAmountFen
                            ? null
                            : t('ofLine', { amount: formatYuan(fen(line.lineAmountFen)) }),
                          line.remark,
                          line.automatic
                            ? t('automatic')
                            : t('decidedBy', { name: line.decidedByName, when: formatDateTime(line.decidedAt, now()) }),
                        )}
                      </Quiet>
                    </Stack>
                  )}
                </For>
              </Stack>
            </Show>
          </Section>
        </>
      )}
    </Loaded>
  )
}
