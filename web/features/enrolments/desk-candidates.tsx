import { createSignal, type JSX, Show } from 'solid-js'
import type { Candidate } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Headline, Line, Quiet } from '../../components/layout.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { unitInList } from '../learners/learner-words.ts'
import { createUnits } from '../learners/unit-field.tsx'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFromWidth } from '../shell/from-width.ts'
import { canBeAdded, createCandidates, whyNot } from './create-candidates.ts'
import { SubjectsField } from './subjects-field.tsx'

/** On a desk: tick the people at the left, choose their subjects at the right, save. */
export default function DeskCandidates(props: { plan: PlanView; tabs: JSX.Element }): JSX.Element {
  const people = createCandidates(() => props.plan, 50)
  const medium = createFromWidth(1200)
  const { units } = createUnits(() => null)
  const [unit, setUnit] = createSignal<string | null>(null)
  const chooseUnit = (id: string | null) => {
    setUnit(id)
    people.setUnit(id)
  }
  const clear = () => {
    people.setSearch('')
    chooseUnit(null)
  }
  const offersEveryone = () => {
    const matching = people.matching()
    return people.everyone() === null && people.list.hasMore() && matching !== null ? matching : null
  }
  const tickedIds = () => {
    if (people.everyone() === null) return people.ticked()
    return new Set(people.tickable().map(({ id }) => id))
  }
  return (
    <DeskPage
      title={t('addTitle')}
      back={`/enrolments/${props.plan.id}`}
      tabs={props.tabs}
      keys
      filters={
        <FilterBar onClear={people.filtered() ? clear : undefined}>
          <Show when={units().length > 1}>
            <FilterSelect
              label={t('unit')}
              value={unit()}
              onChange={chooseUnit}
              choices={units().map((one) => ({ value: one.id, label: `${'　'.repeat(one.depth)}${one.name}` }))}
            />
          </Show>
          <SearchBox placeholder={t('search')} value={people.search()} onSearch={people.setSearch} />
        </FilterBar>
      }
    >
      <Panes columns="minmax(0, 1fr) clamp(320px, 28vw, 420px)">
        <KeysetPane
          list={people.list}
          label={t('candidates')}
          columns={columns(medium())}
          rowName={(person) => person.name}
          onOpen={(person) => canBeAdded(person) && people.tick(person, !people.isTicked(person.id))}
          ticked={tickedIds()}
          onTick={people.setTicked}
          tickable={canBeAdded}
          emptyTitle={t('noCandidates')}
          emptyText={t('noCandidatesText')}
          filtered={people.filtered()}
          onClear={clear}
        />
        <Pane
          label={t('chooseSubjects')}
          footPadded
          foot={
            <Button
              kind="primary"
              size="verdict"
              wide
              disabled={people.count() === 0}
              busy={people.busy()}
              onClick={() => people.save()}
            >
              {people.busy() ? t('saving') : t('saveCount', { count: people.count() })}
            </Button>
          }
        >
          <PanePart>
            <Quiet>{props.plan.name}</Quiet>
            <Headline>{t(people.everyone() === null ? 'ticked' : 'filterTicked', { count: people.count() })}</Headline>
            <Line>
              <Show when={offersEveryone()}>
                {(matching) => (
                  <Button size="dense" onClick={() => people.tickEveryone()}>
                    {t('tickFilter', { count: matching() })}
                  </Button>
                )}
              </Show>
              <Show when={people.count() > 0}>
                <Button size="dense" onClick={() => people.untick()}>
                  {t('untick')}
                </Button>
              </Show>
            </Line>
            <SubjectsField
              plan={props.plan}
              people={Math.max(1, people.count())}
              chosen={people.chosen()}
              onChange={people.choose}
              hint={t('subjectsLater')}
            />
            <ErrorNote error={people.error()} />
          </PanePart>
        </Pane>
      </Panes>
    </DeskPage>
  )
}

function columns(medium: boolean): Column<Candidate>[] {
  const all: (Column<Candidate> & { readonly shown?: boolean })[] = [
    {
      id: 'name',
      header: t('columnName'),
      cell: (person) => <LongName>{person.name}</LongName>,
      long: true,
      ...(medium ? { width: '128px' } : {}),
    },
    { id: 'id', header: t('columnId'), cell: (person) => <IdNumber>{person.idNumberMasked}</IdNumber>, width: '196px' },
    {
      id: 'mobile',
      header: t('columnMobile'),
      cell: (person) => person.mobile || '–',
      width: '116px',
      shown: medium,
    },
    {
      id: 'unit',
      header: t('columnUnit'),
      cell: (person) => <LongName>{unitInList(person.organisation)}</LongName>,
      long: true,
      shown: medium,
    },
    {
      id: 'plan',
      header: t('enrolmentState'),
      cell: (person) => {
        const why = whyNot(person)
        return why === null ? '–' : <StateMark tone="neutral">{why}</StateMark>
      },
      width: medium ? '184px' : '208px',
    },
  ]
  return all.filter(({ shown }) => shown !== false)
}
