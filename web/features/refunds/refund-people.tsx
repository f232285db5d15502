import { createSignal, For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { RefundPreview } from '../../../server/features/refunds/refunds.schema.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine, CheckLine } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/refunds.zh-CN.ts'

type Person = RefundPreview['people'][number]

/** So many at first; an order can be for thousands. */
const step = 50
/** From so many on, a name is typed rather than scrolled to. */
const searchFrom = 12

/** Whose fees go back: ticks with what each has agreed to pay. */
export function RefundPeople(props: {
  people: readonly Person[]
  ticked: readonly string[]
  onTick: (enrolmentIds: string[]) => void
  error: string | null
}): JSX.Element {
  const [name, setName] = createSignal('')
  const [most, setMost] = createSignal(step)
  const free = () => props.people.filter((person) => person.state === 'paid')
  const found = () => {
    const wanted = name().trim()
    return wanted === '' ? props.people : props.people.filter((person) => person.learnerName.includes(wanted))
  }
  const shown = () => found().slice(0, most())
  const others = () => shown().filter((person) => person.state !== 'paid')
  const ticked = () => new Set(props.ticked)
  const tick = (id: string, on: boolean) => {
    const next = new Set(props.ticked)
    if (on) next.add(id)
    else next.delete(id)
    props.onTick([...next])
  }
  const all = () => free().length > 0 && free().every((person) => ticked().has(person.enrolmentId))
  return (
    <>
      <Show when={props.people.length >= searchFrom}>
        <Field label={t('findPerson')} optional>
          <TextInput value={name()} onInput={setName} />
        </Field>
      </Show>
      <Field label={t('choosePeople')} error={props.error} aside={t('people', { count: props.ticked.length })}>
        <Card>
          <Show when={free().length > 1 && name().trim() === ''}>
            <CheckLine
              checked={all()}
              onChange={(on) => props.onTick(on ? free().map((person) => person.enrolmentId) : [])}
              invalid={props.error !== null}
            >
              {t('tickAll')}
            </CheckLine>
          </Show>
          <For
            each={shown().filter((person) => person.state === 'paid')}
            fallback={<CardLine label={<Quiet>{t('nobodyFound')}</Quiet>} />}
          >
            {(person) => (
              <CheckLine
                checked={ticked().has(person.enrolmentId)}
                onChange={(on) => tick(person.enrolmentId, on)}
                value={<Money amount={fen(person.feeFen)} sign={false} strong={false} />}
              >
                {person.learnerName}
              </CheckLine>
            )}
          </For>
        </Card>
      </Field>
      <Show when={others().length > 0}>
        <Card label={t('notAny')}>
          <For each={others()}>
            {(person) => (
              <CardLine
                label={person.learnerName}
                value={<Quiet>{person.state === 'held' ? t('heldMark') : t('refundedMark')}</Quiet>}
              />
            )}
          </For>
        </Card>
      </Show>
      <Show when={found().length > shown().length}>
        <Button wide onClick={() => setMost(most() + step)}>
          {t('showMore', { count: Math.min(step, found().length - shown().length) })}
        </Button>
      </Show>
    </>
  )
}
