import { createSignal, For, type JSX, Show } from 'solid-js'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { Line, Note, Row, Section, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { t as lists } from '../../texts/phone-lists.zh-CN.ts'
import type { Recharge } from './create-recharge.ts'

/** So many boxes at once: a thousand would make a phone slow. */
const pageSize = 50

/** 各人不同: a box for each person, and one tap for all that are still empty. */
export default function RechargeAmounts(props: { recharge: Recharge; asked: boolean }): JSX.Element {
  const { recharge } = props
  const [shown, setShown] = createSignal(pageSize)
  const people = () => recharge.people.named()
  const rest = () => {
    const each = recharge.eachFen()
    return recharge.without() > 0 && each !== null && each > 0 ? each : null
  }
  return (
    <Section title={t('amountsOf')} aside={t('sumPeople', { count: people().length })}>
      <Stack gap={3}>
        <Show when={rest()}>
          {(each) => (
            <Line>
              <Button onClick={() => recharge.fillRest(each())}>{t('fillRest', { amount: formatYuan(each()) })}</Button>
            </Line>
          )}
        </Show>
        <Show when={props.asked && recharge.without() > 0}>
          <Note tone="rejected">{t('someAmountsMissing', { count: recharge.without() })}</Note>
        </Show>
        <For each={people().slice(0, shown())}>
          {(person) => (
            <Row columns="minmax(0, 1fr) 152px">
              <span>{person.name}</span>
              <AmountInput
                aria-label={t('amountFor', { name: person.name })}
                aria-invalid={props.asked && recharge.amountOf(person.id) === null ? 'true' : undefined}
                value={recharge.amountOf(person.id)}
                onChange={(amount) => recharge.setAmountOf(person.id, amount)}
              />
            </Row>
          )}
        </For>
        <Show when={people().length > shown()}>
          <Button wide onClick={() => setShown(shown() + pageSize)}>
            {lists('more')}
          </Button>
        </Show>
      </Stack>
    </Section>
  )
}
