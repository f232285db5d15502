import { useNavigate, useParams } from '@solidjs/router'
import UserRoundPlus from 'lucide-solid/icons/user-round-plus'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Line, Note, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { Segmented } from '../../components/radio-group.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { TickList } from '../shell/tick-list.tsx'
import { createBulk } from './create-bulk.ts'
import { createPlanPeople, type PlanPeople } from './create-plan-people.ts'
import { doingCountWord, payableStatuses, paymentWord } from './enrolment-words.ts'
import { orderOfPlan } from './order-href.ts'
import { PersonEntry } from './person-entry.tsx'
import { PlanHead } from './plan-head.tsx'
import { PrintForms, PrintPeople } from './print-forms.tsx'
import { stateTabs } from './state-tabs.ts'
import { SubmitProblems } from './submit-problems.tsx'
import { feesOf } from './ticks.ts'

const DeskPlanPeople = lazy(async () => {
  const module = await import('./desk-plan-people.tsx')
  await textsReady()
  return module
})
const EnrolmentPhone = lazy(async () => {
  const { EnrolmentPhone: Phone } = await import('./enrolment-phone.tsx')
  await textsReady()
  return { default: Phone }
})
const SubjectsSheet = lazy(() => import('./subjects-sheet.tsx'))
const DoingsSheet = lazy(() => import('./doings-sheet.tsx'))

const pageSize = 30

/** The people of one plan, or one of them on a phone. */
export default function PlanEnrolmentsPage(): JSX.Element {
  const params = useParams<{ planId: string; id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<PlanPeoplePhone planId={params.planId} />}>
          {(id) => (
            <Suspense>
              <EnrolmentPhone planId={params.planId} id={id()} />
            </Suspense>
          )}
        </Show>
      }
      desk={<DeskPlanPeople />}
    />
  )
}

function PlanPeoplePhone(props: { planId: string }): JSX.Element {
  const query = api.plans.get.use(() => ({ id: props.planId }))
  const known = () => (query.isPending || query.isLoadingError ? null : (query.data ?? null))
  return (
    <Show
      when={known()}
      fallback={
        <OrganisationShell title={t('title')} back="/enrolments">
          <Loaded query={query} errorTitle={t('planNotOpened')}>
            {() => null}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(plan) => <PeoplePhone plan={plan()} />}
    </Show>
  )
}

function PeoplePhone(props: { plan: PlanView }): JSX.Element {
  loadAhead(
    () => import('./enrolment-phone.tsx'),
    () => import('./add-people-page.tsx'),
    () => import('./subjects-sheet.tsx'),
    () => import('./doings-sheet.tsx'),
  )
  const now = createNow()
  const navigate = useNavigate()
  const people = createPlanPeople(() => props.plan.id, pageSize)
  const bulk = createBulk(people, () => props.plan, navigate)
  const [listing, setListing] = createSignal(false)
  const main = () => bulk.doable()[0] ?? null
  const fees = () => {
    if (people.everyone() !== null) return null
    const { total, unknown } = feesOf(people.ticked())
    return joinParts(
      t('feesOf', { fee: formatYuan(total) }),
      unknown > 0 && props.plan.subjects.length > 0 ? t('feesUnknown', { count: unknown }) : null,
    )
  }
  const addHref = () => `/enrolments/${props.plan.id}/add`
  return (
    <OrganisationShell
      title={t('title')}
      back="/enrolments"
      actions={
        <Show when={props.plan.enrolment.open}>
          <IconButton href={addHref()} label={t('add')} icon={<UserRoundPlus size={24} />} />
        </Show>
      }
      actionNote={
        <Show when={people.count() > 0}>
          <Line apart>
            <span>
              {joinParts(t(people.everyone() === null ? 'ticked' : 'filterTicked', { count: people.count() }), fees())}
            </span>
            <Button kind="quiet" size="dense" onClick={() => people.clear()}>
              {t('untick')}
            </Button>
          </Line>
        </Show>
      }
      actionBar={
        <Show
          when={people.count() > 0}
          fallback={
            <Show when={props.plan.enrolment.open}>
              <ButtonLink kind="primary" size="main" wide href={addHref()} icon={<UserRoundPlus size={24} />}>
                {t('add')}
              </ButtonLink>
            </Show>
          }
        >
          <Show when={bulk.doable().length !== 1}>
            <Button size="main" wide={main() === null} onClick={() => setListing(true)}>
              {t('others')}
            </Button>
          </Show>
          <Show when={main()}>
            {(one) => (
              <Button kind="primary" size="main" wide busy={bulk.actions.busy()} onClick={() => bulk.run(one().doing)}>
                {bulk.actions.submitting() ? t('submitting') : doingCountWord(one())}
              </Button>
            )}
          </Show>
        </Show>
      }
    >
      <PlanHead plan={props.plan} now={now()} />
      <Payable people={people} />
      <LinkTabs label={t('tabs')} tabs={stateTabs(people)} />
      <SearchBox placeholder={t('search')} value={people.search()} onSearch={(q) => people.set({ q: q || null })} />
      <Show when={people.state() === 'confirmed'}>
        <Segmented
          label={t('paymentState')}
          value={people.pay() ?? 'all'}
          onChange={(pay) => people.set({ pay: pay === 'all' ? null : pay })}
          choices={[
            { value: 'all', label: t('all') },
            ...payableStatuses.map((value) => ({ value, label: paymentWord(value) })),
          ]}
        />
      </Show>
      <Show when={bulk.actions.problems()}>
        {(problems) => (
          <SubmitProblems
            problems={problems()}
            planId={props.plan.id}
            others={bulk.withoutProblems()}
            onSubmitOthers={bulk.submitOthers}
            onChooseSubjects={bulk.lackSubjects().length > 0 ? bulk.chooseForLacking : undefined}
          />
        )}
      </Show>
      <Show when={bulk.actions.changed()}>
        <Note tone="waiting">{t('changedMeanwhile')}</Note>
      </Show>
      <ErrorNote error={bulk.choosing() ? null : bulk.actions.error()} />
      <PeopleList people={people} plan={props.plan} now={now()} addHref={addHref()} />
      <Show when={people.state() === 'confirmed' && people.list.rows().length > 1}>
        <Stack gap={2}>
          <PrintForms planId={props.plan.id} wide />
          <PrintPeople planId={props.plan.id} wide />
        </Stack>
      </Show>
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
        <Show when={listing()}>
          <DoingsSheet
            count={people.count()}
            doable={bulk.doable()}
            onDo={(doing) => {
              setListing(false)
              bulk.run(doing)
            }}
            onClose={() => setListing(false)}
          />
        </Show>
      </Suspense>
    </OrganisationShell>
  )
}

/** 确认缴费 of everybody who is confirmed and in no order yet, one tap away. */
function Payable(props: { people: PlanPeople }): JSX.Element {
  const payable = () => {
    const counts = props.people.counts()
    return counts && counts.notOrdered > 0 && props.people.count() === 0 ? counts : null
  }
  return (
    <Show when={payable()}>
      {(counts) => (
        <Card>
          <CardEntry
            href={orderOfPlan(props.people.planId(), props.people.unit())}
            state={<Chop tone="waiting">{t('due')}</Chop>}
            action={t('pay')}
            main={t('payablePeople', { count: counts().notOrdered })}
            amount={<Money amount={fen(counts().notOrderedFen)} />}
            note={t('payAllText')}
          />
        </Card>
      )}
    </Show>
  )
}

function PeopleList(props: { people: PlanPeople; plan: PlanView; now: Date; addHref: string }): JSX.Element {
  const { people } = props
  const { list } = people
  const offersEveryone = () => {
    const matching = people.matching()
    return people.everyone() === null && matching !== null && matching > list.rows().length ? matching : null
  }
  return (
    <TickList
      list={list}
      errorTitle={t('listNotOpened')}
      empty={<Nobody people={people} open={props.plan.enrolment.open} addHref={props.addHref} />}
      tickAllLabel={t('tickAllShown')}
      isTicked={people.isTicked}
      onTickAll={(on) => (on ? people.tick(list.rows(), true) : people.clear())}
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
      {(row) => (
        <PersonEntry
          row={row}
          now={props.now}
          hasSubjects={props.plan.subjects.length > 0}
          ticked={people.isTicked(row.id)}
          onTick={(on) => people.tick([row], on)}
        />
      )}
    </TickList>
  )
}

function Nobody(props: { people: PlanPeople; open: boolean; addHref: string }): JSX.Element {
  return (
    <Show
      when={!props.people.filtered() && props.people.state() === null}
      fallback={<EmptyState title={t(props.people.filtered() ? 'nobodyFound' : 'emptyState')} />}
    >
      <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
    </Show>
  )
}
