import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { PersonRow } from '../../../server/features/study-cards/study-cards.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { TickEntry } from '../../components/card.tsx'
import { StateMark } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Line, Note, Quiet } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { unitInList } from '../learners/learner-words.ts'
import { TickList } from '../shell/tick-list.tsx'
import { type CardPeople, mostAtOnce } from './create-card-people.ts'
import { tickedWord } from './start-word.ts'

/** Above the button: how many are ticked, and the way back to nobody. */
export function TickedLine(props: { people: CardPeople }): JSX.Element {
  return (
    <Show when={props.people.count() > 0}>
      <Line apart>
        <span>{tickedWord(props.people)}</span>
        <Button kind="quiet" size="dense" onClick={() => props.people.clear()}>
          {t('untick')}
        </Button>
      </Line>
    </Show>
  )
}

/** People to tick: those that are listed, or all that match. The same for a recharge and a take-back. */
export function CardPeopleList(props: {
  people: CardPeople
  filtered: boolean
  onClear: () => void
  /** In the place of what is said where there are no learners at all. */
  empty?: JSX.Element | undefined
}): JSX.Element {
  const { people } = props
  const { list } = people
  const offersAll = () => {
    const matching = people.matching()
    return people.ticking() === null && matching !== null && matching > people.count() ? matching : null
  }
  return (
    <TickList
      list={list}
      errorTitle={t('peopleNotOpened')}
      error={people.error()}
      empty={
        <Show
          when={props.filtered}
          fallback={
            props.empty ?? (
              <EmptyState title={t('nobody')} action={<ButtonLink href="/learners">{t('toLearners')}</ButtonLink>}>
                {t('nobodyText')}
              </EmptyState>
            )
          }
        >
          <EmptyState title={t('nobodyFound')} action={<Button onClick={props.onClear}>{t('clear')}</Button>} />
        </Show>
      }
      above={
        <Show when={people.tooMany()}>
          {(found) => <Note tone="waiting">{t('tooMany', { count: found(), most: mostAtOnce })}</Note>}
        </Show>
      }
      tickAllLabel={t('tickAllShown')}
      isTicked={people.isTicked}
      onTickAll={(on) => (on ? people.tick(list.rows(), true) : people.clear())}
      beside={(allShown) => (
        <>
          <Show when={people.ticking() !== null}>
            <Quiet>{t('ticking', { done: people.ticking() ?? 0, count: people.matching() ?? 0 })}</Quiet>
          </Show>
          <Show when={allShown() && offersAll()}>
            {(matching) => (
              <Button kind="quiet" onClick={() => void people.tickAll()}>
                {t('tickAll', { count: matching() })}
              </Button>
            )}
          </Show>
        </>
      )}
    >
      {(person) => <PersonEntry person={person} people={people} />}
    </TickList>
  )
}

/** A person to tick; the whole entry ticks. */
function PersonEntry(props: { person: PersonRow; people: CardPeople }): JSX.Element {
  return (
    <TickEntry
      ticked={props.people.isTicked(props.person.id)}
      tickLabel={t('tick', { name: props.person.name })}
      onTick={(on) => props.people.tick([props.person], on)}
      main={<strong>{props.person.name}</strong>}
      amount={<Money amount={fen(props.person.balanceFen)} tone={props.person.balanceFen > 0 ? undefined : 'quiet'} />}
      note={<IdNumber>{props.person.idNumberMasked}</IdNumber>}
      noteEnd={
        <Show when={props.person.opened} fallback={props.person.mobile}>
          <StateMark tone="settled">{t('opened')}</StateMark>
        </Show>
      }
    >
      <Quiet>{unitInList(props.person.organisation)}</Quiet>
    </TickEntry>
  )
}
