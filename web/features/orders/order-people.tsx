import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderPerson } from '../../../server/features/orders/orders.schema.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { formatList } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { createOrderPeople } from './create-order-people.ts'

/** Whom an order is for, and how much for each. */
export function OrderPeople(props: {
  orderId: string
  count: number
  /** The unit that pays: others are named. */
  organisationId: string
}): JSX.Element {
  const { query, more } = createOrderPeople(() => props.orderId)
  return (
    <Section title={t('people')} aside={t('peopleCount', { count: props.count })}>
      <Loaded query={query} errorTitle={t('peopleNotOpened')}>
        {() => (
          <Stack gap={3}>
            <Card label={t('people')}>
              <For each={more.rows()}>
                {(person) => (
                  <CardEntry
                    main={person.learnerName}
                    amount={<Money amount={fen(person.feeFen)} strong={false} />}
                    note={<IdNumber>{person.idNumberMasked}</IdNumber>}
                    noteEnd={standing(person)}
                  >
                    <Show when={detail(person, props.organisationId)}>{(text) => text()}</Show>
                  </CardEntry>
                )}
              </For>
            </Card>
            <MoreButton more={more} label={t('morePeople')} />
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

function detail(person: OrderPerson, payerId: string): string {
  const unit = person.organisationId === payerId ? null : person.organisationName
  return joinParts(person.subjects.length > 0 ? formatList(person.subjects) : null, unit)
}

/** What became of the enrolment, where it is other than the order says. */
function standing(person: OrderPerson): string | undefined {
  if (person.refunded) return t('personRefunded')
  if (person.enrolmentState === 'revoked') return t('personRevoked')
  return person.elsewhere ? t('personElsewhere') : undefined
}
