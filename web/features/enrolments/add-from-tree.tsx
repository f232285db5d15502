import { createSignal, type JSX, Show } from 'solid-js'
import type { Candidate } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Button } from '../../components/button.tsx'
import { TickEntry } from '../../components/card.tsx'
import { StateMark } from '../../components/chop.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Headline, Line } from '../../components/layout.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { unitInList } from '../learners/learner-words.ts'
import { createUnits } from '../learners/unit-field.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { TickList } from '../shell/tick-list.tsx'
import { type Candidates, canBeAdded, createCandidates, whyNot } from './create-candidates.ts'
import { SubjectsField } from './subjects-field.tsx'

const pageSize = 30

/** On a phone: tick the people, then choose their subjects; whoever is in the plan already says so. */
export function AddFromTree(props: { plan: PlanView; tabs: JSX.Element }): JSX.Element {
  const people = createCandidates(() => props.plan, pageSize)
  const [choosing, setChoosing] = createSignal(false)
  const hasSubjects = () => props.plan.subjects.length > 0
  const atSubjects = () => choosing() && people.count() > 0
  return (
    <OrganisationShell
      title={t('addTitle')}
      back={`/enrolments/${props.plan.id}`}
      actionNote={
        <Show when={people.count() > 0 && !atSubjects()}>
          <Line apart>
            <span>{t(people.everyone() === null ? 'ticked' : 'filterTicked', { count: people.count() })}</span>
            <Button kind="quiet" size="dense" onClick={() => people.untick()}>
              {t('untick')}
            </Button>
          </Line>
        </Show>
      }
      actionBar={
        <Show
          when={!atSubjects() && hasSubjects()}
          fallback={
            <>
              <Show when={atSubjects()}>
                <Button size="main" onClick={() => setChoosing(false)}>
                  {t('backToPeople')}
                </Button>
              </Show>
              <Button
                kind="primary"
                size="main"
                wide
                disabled={people.count() === 0}
                busy={people.busy()}
                onClick={() => people.save()}
              >
                {people.busy() ? t('saving') : t('saveCount', { count: people.count() })}
              </Button>
            </>
          }
        >
          <Button kind="primary" size="main" wide disabled={people.count() === 0} onClick={() => setChoosing(true)}>
            {t('nextSubjects')}
          </Button>
        </Show>
      }
    >
      <Show
        when={atSubjects()}
        fallback={
          <>
            {props.tabs}
            <PickPeople people={people} />
          </>
        }
      >
        <Headline>{t('subjectsTitle', { count: people.count() })}</Headline>
        <SubjectsField
          plan={props.plan}
          people={people.count()}
          chosen={people.chosen()}
          onChange={people.choose}
          hint={t('subjectsLater')}
        />
      </Show>
      <ErrorNote error={people.error()} />
    </OrganisationShell>
  )
}

function PickPeople(props: { people: Candidates }): JSX.Element {
  const { people } = props
  const { list } = people
  const { units } = createUnits(() => null)
  const offersEveryone = () => {
    const matching = people.matching()
    return people.everyone() === null && list.hasMore() && matching !== null ? matching : null
  }
  const tickShown = (on: boolean) => {
    if (on) people.setTicked(new Set([...people.ticked(), ...people.tickable().map(({ id }) => id)]))
    else people.untick()
  }
  return (
    <>
      <SearchBox placeholder={t('search')} value={people.search()} onSearch={people.setSearch} />
      <Show when={units().length > 1}>
        <Select
          label={t('unit')}
          value={people.unit() ?? ''}
          onChange={(id) => people.setUnit(id || null)}
          choices={[
            { value: '', label: shared('all') },
            ...units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` })),
          ]}
        />
      </Show>
      <TickList
        list={list}
        errorTitle={t('listNotOpened')}
        empty={
          <EmptyState title={t(people.filtered() ? 'nobodyFound' : 'noCandidates')}>
            {people.filtered() ? undefined : t('noCandidatesText')}
          </EmptyState>
        }
        tickAllLabel={t('tickAllShown')}
        tickable={people.tickable()}
        isTicked={people.isTicked}
        onTickAll={tickShown}
        beside={(allShown) => (
          <Show when={allShown() && offersEveryone()}>
            {(matching) => (
              <Button kind="quiet" onClick={() => people.tickEveryone()}>
                {t('tickFilter', { count: matching() })}
              </Button>
            )}
          </Show>
        )}
      >
        {(person) => <CandidateEntry person={person} people={people} />}
      </TickList>
    </>
  )
}

/** A person to tick; the whole entry ticks. */
function CandidateEntry(props: { person: Candidate; people: Candidates }): JSX.Element {
  const able = () => canBeAdded(props.person)
  const ticked = () => able() && props.people.isTicked(props.person.id)
  return (
    <TickEntry
      ticked={ticked()}
      tickable={able()}
      tickLabel={t('tick', { name: props.person.name })}
      onTick={(on) => props.people.tick(props.person, on)}
      main={<strong>{props.person.name}</strong>}
      amount={<Show when={whyNot(props.person)}>{(why) => <StateMark tone="neutral">{why()}</StateMark>}</Show>}
      note={<IdNumber>{props.person.idNumberMasked}</IdNumber>}
      noteEnd={props.person.mobile}
    >
      {unitInList(props.person.organisation)}
    </TickEntry>
  )
}
