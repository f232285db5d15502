import { useLocation, useNavigate, useParams } from '@solidjs/router'
import UserRoundPlus from 'lucide-solid/icons/user-round-plus'
import { For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { DeskPage, PanePart, Panes } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { Line, Note, Quiet } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { createUnits } from '../learners/unit-field.tsx'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFromWidth } from '../shell/from-width.ts'
import { type Bulk, createBulk } from './create-bulk.ts'
import { createPlanPeople, type PlanPeople } from './create-plan-people.ts'
import { DeskEnrolmentPane } from './desk-enrolment-pane.tsx'
import { peopleColumns } from './desk-people-columns.tsx'
import { doingCountWord, payableStatuses, paymentWord } from './enrolment-words.ts'
import { orderOfPlan } from './order-href.ts'
import { feeWords, seatsWords, windowNote, windowWords } from './plan-words.ts'
import { PrintForms, PrintPeople } from './print-forms.tsx'
import { stateTabs } from './state-tabs.ts'
import { SubmitProblems } from './submit-problems.tsx'
import { feesOf } from './ticks.ts'

const SubjectsSheet = lazy(() => import('./subjects-sheet.tsx'))

/** The people of one plan on a desk: a dense list by state, one person beside it, many at once. */
export default function DeskPlanPeople(): JSX.Element {
  const params = useParams<{ planId: string; id?: string }>()
  const query = api.plans.get.use(() => ({ id: params.planId }))
  const known = () => (query.isPending || query.isLoadingError ? null : (query.data ?? null))
  return (
    <Show
      when={known()}
      fallback={
        <DeskPage title={t('title')} back="/enrolments">
          <Loaded query={query} errorTitle={t('planNotOpened')} skeleton={<SkeletonRows count={12} />}>
            {() => null}
          </Loaded>
        </DeskPage>
      }
    >
      {(plan) => <People plan={plan()} openedId={params.id ?? null} />}
    </Show>
  )
}

function People(props: { plan: PlanView; openedId: string | null }): JSX.Element {
  const navigate = useNavigate()
  const location = useLocation()
  const now = createNow()
  const medium = createFromWidth(1200)
  const wide = createFromWidth(1400)
  const people = createPlanPeople(() => props.plan.id, 50)
  const bulk = createBulk(people, () => props.plan, navigate)
  const { units } = createUnits(() => null)
  const here = () => `/enrolments/${props.plan.id}`
  const open = (id: string | null) =>
    navigate(`${here()}${id === null ? '' : `/people/${id}`}${location.search}`, { scroll: false })
  const addHref = () => `${here()}/add`
  const words = () => windowWords(props.plan, now())
  createKeys(() => [
    ...(props.plan.enrolment.open ? [{ key: 'N', label: t('add'), run: () => navigate(addHref()) }] : []),
    ...(props.openedId ? [{ key: 'Esc', label: t('keyClose'), run: () => open(null) }] : []),
  ])
  return (
    <DeskPage
      title={t('title')}
      back="/enrolments"
      keys
      tabs={<LinkTabs label={t('tabs')} tabs={stateTabs(people)} />}
      actions={
        <Show when={props.plan.enrolment.open}>
          <ButtonLink kind="primary" href={addHref()} icon={<UserRoundPlus size={16} />} keyHint="N">
            {t('add')}
          </ButtonLink>
        </Show>
      }
      filters={
        <FilterBar onClear={people.filtered() ? () => people.set({ q: null, organisation: null }) : undefined}>
          <Show when={people.state() === 'confirmed'}>
            <FilterSelect
              label={t('paymentState')}
              value={people.pay()}
              onChange={(pay) => people.set({ pay })}
              choices={payableStatuses.map((value) => ({ value, label: paymentWord(value) }))}
            />
          </Show>
          <Show when={units().length > 1}>
            <FilterSelect
              label={t('unit')}
              value={people.unit()}
              onChange={(organisation) => people.set({ organisation })}
              choices={units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` }))}
            />
          </Show>
          <SearchBox placeholder={t('search')} value={people.search()} onSearch={(q) => people.set({ q: q || null })} />
        </FilterBar>
      }
    >
      <Panes columns={props.openedId ? 'minmax(0, 1fr) clamp(360px, 34vw, 480px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={people.list}
          label={t('people')}
          head={
            <PanePart>
              <Line apart gap={3}>
                <Line gap={3}>
                  <strong>{props.plan.name}</strong>
                  <Chop tone={words().tone} since={words().since} sinceUrgent={words().urgent}>
                    {words().word}
                  </Chop>
                  <Show when={!props.openedId}>
                    <Quiet>{joinParts(t(props.plan.mode), feeWords(props.plan), seatsWords(props.plan))}</Quiet>
                  </Show>
                </Line>
                <Line gap={2}>
                  <Show when={people.state() === 'confirmed' || people.state() === 'submitted'}>
                    <PrintPeople planId={props.plan.id} />
                  </Show>
                  <Show when={people.state() === 'confirmed'}>
                    <PrintForms planId={props.plan.id} />
                  </Show>
                  <PayAll people={people} />
                </Line>
              </Line>
              <Show when={windowNote(props.plan, now())}>{(sentence) => <Note tone="waiting">{sentence()}</Note>}</Show>
              <Troubles bulk={bulk} plan={props.plan} />
            </PanePart>
          }
          columns={peopleColumns({
            state: people.state(),
            hasSubjects: props.plan.subjects.length > 0,
            beside: props.openedId !== null,
            medium: medium(),
            wide: wide(),
            now: now(),
          })}
          rowName={(row) => row.learner.name}
          selected={props.openedId}
          onOpen={(row) => open(row.id)}
          ticked={people.tickedIds()}
          onTick={(next) => {
            const rows = people.list.rows()
            people.tick(
              rows.filter(({ id }) => !next.has(id)),
              false,
            )
            people.tick(
              rows.filter(({ id }) => next.has(id)),
              true,
            )
          }}
          emptyTitle={t(people.state() === null ? 'empty' : 'emptyState')}
          emptyText={people.state() === null ? t('emptyText') : undefined}
          emptyAction={
            <Show when={props.plan.enrolment.open && people.state() === null}>
              <ButtonLink href={addHref()}>{t('add')}</ButtonLink>
            </Show>
          }
          filtered={people.filtered()}
          onClear={() => people.set({ q: null, organisation: null })}
          bulk={<PeopleBulk people={people} bulk={bulk} plan={props.plan} />}
        />
        <Show when={props.openedId}>
          {(id) => <DeskEnrolmentPane planId={props.plan.id} id={id()} onClose={() => open(null)} />}
        </Show>
      </Panes>
      <Suspense>
        <Show when={bulk.choosing()}>
          {(taken) => (
            <SubjectsSheet
              plan={props.plan}
              people={taken().count}
              chosen={bulk.commonSubjects(taken())}
              busy={bulk.actions.busy()}
              error={bulk.actions.error()}
              onSave={(ids) => bulk.saveSubjects(taken(), ids)}
              onClose={() => bulk.stopChoosing()}
            />
          )}
        </Show>
      </Suspense>
    </DeskPage>
  )
}

/** What went wrong with the last action, person by person where it is about people. */
function Troubles(props: { bulk: Bulk; plan: PlanView }): JSX.Element {
  const { actions } = props.bulk
  return (
    <>
      <Show when={actions.problems()}>
        {(problems) => (
          <SubmitProblems
            problems={problems()}
            planId={props.plan.id}
            others={props.bulk.withoutProblems()}
            onSubmitOthers={props.bulk.submitOthers}
            onChooseSubjects={props.bulk.lackSubjects().length > 0 ? props.bulk.chooseForLacking : undefined}
          />
        )}
      </Show>
      <Show when={actions.changed()}>
        <Note tone="waiting">{t('changedMeanwhile')}</Note>
      </Show>
      <ErrorNote error={props.bulk.choosing() ? null : actions.error()} />
    </>
  )
}

/** 确认缴费 of everybody who is confirmed and in no order yet. */
function PayAll(props: { people: PlanPeople }): JSX.Element {
  const payable = () => {
    const counts = props.people.counts()
    return counts && counts.notOrdered > 0 ? counts : null
  }
  return (
    <Show when={payable()}>
      {(counts) => (
        <Line gap={3}>
          <span>{t('payAll', { count: counts().notOrdered, fee: formatYuan(fen(counts().notOrderedFen)) })}</span>
          <ButtonLink size="dense" href={orderOfPlan(props.people.planId(), props.people.unit())}>
            {t('pay')}
          </ButtonLink>
        </Line>
      )}
    </Show>
  )
}

const doingKeys = { submit: 'S', pay: 'P', setSubjects: 'C' } as const

function PeopleBulk(props: { people: PlanPeople; bulk: Bulk; plan: PlanView }): JSX.Element {
  const fees = () => (props.people.everyone() === null ? feesOf(props.people.ticked()) : null)
  const text = () => {
    const unknown = props.plan.subjects.length > 0 ? (fees()?.unknown ?? 0) : 0
    return joinParts(
      t(props.people.everyone() === null ? 'ticked' : 'filterTicked', { count: props.people.count() }),
      unknown > 0 ? t('feesUnknown', { count: unknown }) : null,
      props.bulk.doable().length === 0 ? t('nothingToDo') : null,
    )
  }
  const offersEveryone = () => {
    const matching = props.people.matching()
    const ticked = props.people.count()
    return props.people.everyone() === null && matching !== null && ticked > 0 && matching > ticked ? matching : null
  }
  const keyOf = (doing: string) => (doing in doingKeys ? doingKeys[doing as keyof typeof doingKeys] : undefined)
  createKeys(() =>
    props.bulk.choosing()
      ? []
      : props.bulk.doable().flatMap((one) => {
          const key = keyOf(one.doing)
          return key ? [{ key, label: doingCountWord(one), run: () => props.bulk.run(one.doing) }] : []
        }),
  )
  return (
    <BulkBar
      count={props.people.count()}
      text={text()}
      amount={<Show when={fees()}>{(known) => t('feesOf', { fee: formatYuan(known().total) })}</Show>}
      onClear={props.people.clear}
    >
      <Show when={offersEveryone()}>
        {(matching) => (
          <BulkAction onClick={() => props.people.tickEveryone()}>{t('tickFilter', { count: matching() })}</BulkAction>
        )}
      </Show>
      <For each={props.bulk.doable()}>
        {(one) => (
          <BulkAction
            keyHint={keyOf(one.doing)}
            busy={props.bulk.actions.busy()}
            onClick={() => props.bulk.run(one.doing)}
          >
            {doingCountWord(one)}
          </BulkAction>
        )}
      </For>
    </BulkBar>
  )
}
