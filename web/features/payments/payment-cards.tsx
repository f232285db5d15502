import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/payments.zh-CN.ts'
import { paymentHref } from './open-cashier.ts'
import { endedSentence, outcomeSentence, paymentTone, stateWord } from './payment-words.ts'

/** Every payment of an order and every attempt at one, with what became of its money. */
export function PaymentCards(props: { orderId: string; outstandingFen: number }): JSX.Element {
  const payments = api.payments.ofOrder.use(() => ({ orderId: props.orderId }))
  const rows = () => (payments.isSuccess ? (payments.data ?? []) : [])
  return (
    <Show when={rows().length > 0}>
      <Section title={t('payments')}>
        <Card label={t('payments')}>
          <For each={rows()}>
            {(payment) => (
              <CardEntry
                state={
                  <Chop tone={paymentTone(payment)} since={formatDateTime(payment.stateSince)}>
                    {stateWord(payment)}
                  </Chop>
                }
                href={payment.provider === null ? undefined : paymentHref(payment.orderId, payment.id)}
                main={t(payment.method)}
                amount={<Money amount={fen(payment.receivedFen ?? payment.amountFen)} />}
                note={payment.tradeNo ? t('attempt', { number: payment.tradeNo }) : undefined}
              >
                {outcomeSentence(payment, props.outstandingFen) ?? endedSentence(payment) ?? undefined}
              </CardEntry>
            )}
          </For>
        </Card>
      </Section>
    </Show>
  )
}
