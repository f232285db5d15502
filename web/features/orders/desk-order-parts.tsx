import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-orders.zh-CN.ts'
import { formatDateTime, formatList } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t as payments } from '../../texts/payments.zh-CN.ts'
import { endedSentence, outcomeSentence, paymentTone, stateWord } from '../payments/payment-words.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { createOrderPeople } from './create-order-people.ts'

/** Every payment of an order and every attempt at one, and what became of its money. */
export function DeskOrderPayments(props: { orderId: string; outstandingFen: number }): JSX.Element {
  const now = createNow()
  const query = api.payments.ofOrder.use(() => ({ orderId: props.orderId }))
  return (
    <Section title={t('payments')} ruled>
      <Loaded query={query} errorTitle={t('listFailed')} skeleton={<SkeletonRows count={1} />}>
        {(rows) => (
          <Show when={rows().length > 0} fallback={<Quiet>{t('noPayments')}</Quiet>}>
            <Stack gap={3}>
              <For each={rows()}>
                {(payment) => (
                  <Stack gap={1}>
                    <Line apart>
                      <StateMark tone={paymentTone(payment)}>{stateWord(payment)}</StateMark>
                      <Money amount={fen(payment.receivedFen ?? payment.amountFen)} sign={false} strong={false} />
                    </Line>
                    <Quiet>
                      {joinParts(
                        payments(payment.method),
                        payment.tradeNo,
                        formatDateTime(payment.stateSince, now()),
                        payment.createdByName,
                      )}
                    </Quiet>
                    <Show when={outcomeSentence(payment, props.outstandingFen) ?? endedSentence(payment)}>
                      {(sentence) => <Quiet>{sentence()}</Quiet>}
                    </Show>
                  </Stack>
                )}
              </For>
            </Stack>
          </Show>
        )}
      </Loaded>
    </Section>
  )
}

/** Whom the order is for, and how much for each. */
export function DeskOrderPeople(props: { orderId: string; count: number }): JSX.Element {
  const { query, more } = createOrderPeople(() => props.orderId)
  return (
    <Section title={t('people')} aside={t('peopleCount', { count: props.count })} ruled>
      <Loaded query={query} errorTitle={t('listFailed')} skeleton={<SkeletonRows count={3} />}>
        {() => (
          <Stack gap={2}>
            <For each={more.rows()}>
              {(person) => (
                <Stack gap={1}>
                  <Line apart>
                    <a href={`/desk/enrolments/${person.enrolmentId}`}>{person.learnerName}</a>
                    <Money amount={fen(person.feeFen)} sign={false} strong={false} />
                  </Line>
                  <Quiet>
                    <IdNumber>{person.idNumberMasked}</IdNumber>{' '}
                    {joinParts(
                      person.subjects.length > 0 ? formatList(person.subjects) : null,
                      person.organisationName,
                    )}
                  </Quiet>
                </Stack>
              )}
            </For>
            <MoreButton more={more} label={t('morePeople')} />
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
