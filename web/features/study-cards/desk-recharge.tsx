import { useNavigate, useSearchParams } from '@solidjs/router'
import FileUp from 'lucide-solid/icons/file-up'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { CardPlan, PersonRow } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Headline, Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatList, formatYuan } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { useMe } from '../accounts/session.ts'
import { unitInList } from '../learners/learner-words.ts'
import { createUnits } from '../learners/unit-field.tsx'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFromWidth } from '../shell/from-width.ts'
import { wholePath } from '../shell/unit-path.ts'
import { choosePlan } from './choose-plan.ts'
import { mostAtOnce } from './create-card-people.ts'
import { createRecharge, type Recharge } from './create-recharge.ts'
import { LastOperation } from './last-operation.tsx'
import { NoCards } from './no-cards.tsx'
import { OperationCheckView, StartNotes } from './operation-check.tsx'
import { RechargeWay, WaySum } from './recharge-way.tsx'
import { startWord, tickedWord } from './start-word.ts'

interface DeskRechargeProps {
  /** `/recharge` or `/desk/cards/recharge`. */
  base: string
  /** `/cards` or `/desk/cards`. */
  cards: string
  wholeCentre: boolean
}

/** 学员缴费 on a desk: the manual's table of people, and its second and third step beside it. */
export function DeskRecharge(props: DeskRechargeProps): JSX.Element {
  const [address] = useSearchParams<{ plan?: string }>()
  const me = useMe()
  const plans = api.studyCards.plans.use(() => undefined)
  const owner = () => {
    const known = me.isSuccess ? (me.data ?? null) : null
    return known === null ? null : props.wholeCentre ? known.accountId : (known.organisation?.id ?? null)
  }
  const rows = () => (plans.isSuccess ? plans.data : [])
  const planId = createMemo(() => choosePlan(rows(), address.plan)?.id ?? null)
  return (
    <Show
      when={owner() !== null && planId()}
      keyed
      fallback={
        <DeskPage title={t('recharge')}>
          <Loaded query={plans} errorTitle={t('notOpened')} skeleton={<SkeletonRows count={12} />}>
            {(all) => (
              <Show when={all().length === 0} fallback={<SkeletonRows count={12} />}>
                <Show
                  when={!props.wholeCentre}
                  fallback={<EmptyState title={t('noCards')}>{t('noCardsText')}</EmptyState>}
                >
                  <NoCards title={t('noPlans')}>{t('noPlansText')}</NoCards>
                </Show>
              </Show>
            )}
          </Loaded>
        </DeskPage>
      }
    >
      {(id) => {
        const plan = createMemo<CardPlan | null>((before) => rows().find((one) => one.id === id) ?? before, null)
        return (
          <Show when={plan()}>{(one) => <OfPlan {...props} plan={one()} plans={rows()} owner={owner() ?? ''} />}</Show>
        )
      }}
    </Show>
  )
}

function OfPlan(props: DeskRechargeProps & { plan: CardPlan; plans: readonly CardPlan[]; owner: string }): JSX.Element {
  const navigate = useNavigate()
  const medium = createFromWidth(1200)
  const wide = createFromWidth(1400)
  const recharge = createRecharge(() => props.plan, {
    base: props.base,
    operations: `${props.cards}/operations`,
    owner: props.owner,
    pageSize: 50,
  })
  const { people } = recharge
  const { units } = createUnits(recharge.unit)
  const beside = () => recharge.step() !== 'people'
  createKeys(() => (beside() ? [{ key: 'Esc', label: shared('keyClose'), run: () => recharge.go('people') }] : []))
  return (
    <DeskPage
      title={t('recharge')}
      keys
      actions={
        <ButtonLink href={`${props.base}/import?plan=${props.plan.id}`} icon={<FileUp size={16} />}>
          {t('importPeople')}
        </ButtonLink>
      }
      filters={
        <FilterBar onClear={recharge.filtered() ? recharge.clearFilters : undefined}>
          <FilterSelect
            label={t('plan')}
            value={props.plan.id}
            onChange={(id) => navigate(id === null ? props.base : `${props.base}?plan=${id}`, { replace: true })}
            choices={props.plans.map((plan) => ({ value: plan.id, label: plan.name }))}
          />
          <Show
            when={!props.wholeCentre || recharge.unit()}
            fallback={
              <FilterOrganisation
                label={t('unit')}
                value={null}
                onChange={(organisation) => recharge.set({ organisation })}
              />
            }
          >
            <Show when={units().length > 1}>
              <FilterSelect
                label={t('unit')}
                value={recharge.unit()}
                onChange={(organisation) => recharge.set({ organisation })}
                choices={units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` }))}
              />
            </Show>
          </Show>
          <FilterSelect
            label={t('balance')}
            value={recharge.balance()}
            onChange={(balance) => recharge.set({ balance })}
            choices={[
              { value: 'none', label: t('balanceNone') },
              { value: 'some', label: t('balanceSome') },
            ]}
          />
          <FilterSelect
            label={t('openedState')}
            value={recharge.openedOnly()}
            onChange={(opened) => recharge.set({ opened })}
            choices={[
              { value: 'yes', label: t('opened') },
              { value: 'no', label: t('notYetOpened') },
            ]}
          />
          <SearchBox
            placeholder={t('search')}
            value={recharge.search()}
            onSearch={(q) => recharge.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns={beside() ? 'minmax(0, 1fr) clamp(400px, 36vw, 520px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={people.list}
          label={t('recharge')}
          head={<ListHead recharge={recharge} />}
          columns={personColumns({ wholeCentre: props.wholeCentre, beside: beside(), medium: medium(), wide: wide() })}
          rowName={(person) => person.name}
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
          emptyTitle={t('nobody')}
          emptyText={t('nobodyText')}
          filtered={recharge.filtered()}
          onClear={recharge.clearFilters}
          bulk={<Show when={!beside()}>{<PeopleBulk recharge={recharge} />}</Show>}
        />
        <Show when={beside()}>
          <StepPane recharge={recharge} />
        </Show>
      </Panes>
    </DeskPage>
  )
}

function ListHead(props: { recharge: Recharge }): JSX.Element {
  const left = () => props.recharge.plan().leftFen
  const tooMany = () => props.recharge.people.tooMany()
  return (
    <PanePart>
      <Line apart gap={3}>
        <strong>{props.recharge.plan().name}</strong>
        <Quiet>{left() > 0 ? t('canGive', { amount: formatYuan(fen(left())) }) : t('noneToGive')}</Quiet>
      </Line>
      <LastOperation operation={props.recharge.operation} operations={props.recharge.place.operations} />
      <Show when={props.recharge.people.count() > 0 && tooMany()}>
        {(found) => <Note tone="waiting">{t('tooMany', { count: found(), most: mostAtOnce })}</Note>}
      </Show>
    </PanePart>
  )
}

function PeopleBulk(props: { recharge: Recharge }): JSX.Element {
  const { people } = props.recharge
  const offersAll = () => {
    const matching = people.matching()
    return people.ticking() === null && matching !== null && matching > people.count() ? matching : null
  }
  createKeys(() => [
    { key: 'R', label: t('doRechargeNobody'), run: () => props.recharge.go('way'), when: () => people.count() > 0 },
    {
      key: 'O',
      label: t('doOpen'),
      run: () => props.recharge.go('open'),
      when: () => people.count() > 0 && props.recharge.canOpen(),
    },
  ])
  return (
    <BulkBar
      count={people.count()}
      text={
        people.ticking() === null
          ? tickedWord(people)
          : t('ticking', { done: people.ticking() ?? 0, count: people.matching() ?? 0 })
      }
      onClear={people.clear}
    >
      <Show when={offersAll()}>
        {(matching) => (
          <BulkAction onClick={() => void people.tickAll()}>{t('tickAll', { count: matching() })}</BulkAction>
        )}
      </Show>
      <Show when={props.recharge.canOpen()}>
        <BulkAction keyHint="O" onClick={() => props.recharge.go('open')}>
          {t('doOpen')}
        </BulkAction>
      </Show>
      <BulkAction keyHint="R" onClick={() => props.recharge.go('way')}>
        {t('doRecharge', { count: people.count() })}
      </BulkAction>
    </BulkBar>
  )
}

/** 第二步 and 第三步, or 开通课程, beside the people. */
function StepPane(props: { recharge: Recharge }): JSX.Element {
  const { recharge } = props
  const { operation } = recharge
  const [asked, setAsked] = createSignal(false)
  const step = () => recharge.step()
  const atWay = () => step() === 'way'
  const noBatches = () => recharge.batches.isSuccess && recharge.batchRows().length === 0
  const goOn = () => {
    setAsked(true)
    const batch = recharge.batch()
    if (recharge.amount() !== null && batch !== null && recharge.missingOf(batch) === 0) recharge.go('check')
  }
  const title = () => (step() === 'open' ? t('openTitle') : t(atWay() ? 'stepWay' : 'stepCheck'))
  return (
    <Pane
      label={title()}
      shownId={step()}
      foot={
        <VerdictBar before={atWay() && !noBatches() ? <WaySum recharge={recharge} /> : undefined}>
          <Show
            when={!atWay()}
            fallback={
              <Show when={!noBatches()}>
                <Button kind="primary" size="verdict" onClick={goOn}>
                  {t('next')}
                </Button>
              </Show>
            }
          >
            <Button
              kind="primary"
              size="verdict"
              disabled={!operation.canStart()}
              busy={operation.sending()}
              onClick={() => operation.start()}
            >
              {operation.sending() ? t('sending') : startWord(step() === 'open' ? 'open' : 'recharge', operation)}
            </Button>
          </Show>
          <Button size="verdict" onClick={() => recharge.go(step() === 'check' ? 'way' : 'people')}>
            {t(step() === 'check' ? 'changeWay' : 'changePeople')}
          </Button>
        </VerdictBar>
      }
    >
      <PanePart>
        <Stack gap={4}>
          <Stack gap={1}>
            <Line apart>
              <Quiet>{tickedWord(recharge.people)}</Quiet>
              <IconButton label={t('closeDetail')} icon={<X size={20} />} onClick={() => recharge.go('people')} />
            </Line>
            <Headline>{title()}</Headline>
          </Stack>
          <Show when={!atWay()} fallback={<RechargeWay recharge={recharge} asked={asked()} />}>
            <Show when={step() === 'open'}>
              <Quiet>{t('openLead')}</Quiet>
            </Show>
            <OperationCheckView
              operation={operation}
              kind={step() === 'open' ? 'open' : 'recharge'}
              plan={recharge.plan().name}
            />
            <StartNotes operation={operation} operations={recharge.place.operations} />
          </Show>
        </Stack>
      </PanePart>
    </Pane>
  )
}

function personColumns(room: {
  wholeCentre: boolean
  beside: boolean
  medium: boolean
  wide: boolean
}): Column<PersonRow>[] {
  const { wholeCentre, beside, medium, wide } = room
  const all: (Column<PersonRow> & { readonly shown?: boolean })[] = [
    {
      id: 'user',
      header: t('columnUser'),
      cell: (person) => person.logInName ?? '–',
      width: '160px',
      shown: wide && !beside,
    },
    {
      id: 'name',
      header: t('columnName'),
      cell: (person) => <LongName>{person.name}</LongName>,
      long: true,
      width: '112px',
    },
    {
      id: 'number',
      header: t('columnId'),
      cell: (person) => <IdNumber>{person.idNumberMasked}</IdNumber>,
      width: '192px',
      shown: !beside,
    },
    {
      id: 'unit',
      header: t('columnUnit'),
      cell: (person) => <LongName>{(wholeCentre ? wholePath : unitInList)(person.organisation)}</LongName>,
      long: true,
    },
    {
      id: 'payer',
      header: t('columnPayer'),
      width: '240px',
      cell: (person) => <LongName>{person.payers.length > 0 ? formatList(person.payers) : '–'}</LongName>,
      long: true,
      shown: !beside,
    },
    {
      id: 'balance',
      header: t('columnBalance'),
      cell: (person) => <Money amount={fen(person.balanceFen)} sign={false} strong={person.balanceFen > 0} />,
      align: 'end',
      width: '112px',
    },
    {
      id: 'opened',
      header: t('openedState'),
      cell: (person) => (
        <StateMark tone={person.opened ? 'settled' : 'neutral'}>
          {t(person.opened ? 'opened' : 'notYetOpened')}
        </StateMark>
      ),
      width: language() === 'en' ? '136px' : '112px',
      shown: medium,
    },
  ]
  return all.filter(({ shown }) => shown !== false)
}
