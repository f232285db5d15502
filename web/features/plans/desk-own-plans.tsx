import X from 'lucide-solid/icons/x'
import type { JSX } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/plans.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { t as upload } from '../../texts/upload.zh-CN.ts'
import { feeWords } from '../enrolments/plan-words.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { momentOf, yesOrNo } from '../upload/plan-words.ts'
import { OwnPlan, planTime } from './own-plan.tsx'

/** 培训计划 on a desk, with the manual's columns; one plan open beside the list. */
export default function DeskOwnPlans(): JSX.Element {
  const now = createNow()
  const roomy = createFromWidth(1360)
  const filters = createFilters('/plans', ['year', 'q'])
  const years = api.plans.years.use(() => ({}))
  const list = createKeysetList(api.plans.list, () => ({
    withOwnClosed: true,
    limit: 50,
    ...(filters.value('q') ? { name: filters.value('q') ?? '' } : {}),
    ...(Number(filters.value('year')) ? { year: Number(filters.value('year')) } : {}),
  }))
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('title')}
      columns={() => columnsOf(roomy(), now())}
      rowName={(plan) => plan.name}
      search={upload('search')}
      selects={
        <FilterSelect
          label={upload('year')}
          value={filters.value('year')}
          onChange={(year) => filters.set({ year })}
          choices={(years.isSuccess ? years.data.years : []).map((year) => ({
            value: String(year),
            label: String(year),
          }))}
        />
      }
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
    >
      {(id, pane) => <PlanPane id={id()} now={now()} onClose={pane.close} />}
    </DeskList>
  )
}

function PlanPane(props: { id: string; now: Date; onClose: () => void }): JSX.Element {
  const query = api.plans.get.use(() => ({ id: props.id }))
  return (
    <Pane label={t('detail')} shownId={props.id}>
      <PanePart>
        <Loaded query={query} errorTitle={upload('planNotOpened')} skeleton={<SkeletonRows count={8} />}>
          {(plan) => (
            <OwnPlan
              plan={plan()}
              now={props.now}
              aside={<IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />}
            />
          )}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

function columnsOf(roomy: boolean, now: Date): DeskColumn<PlanView>[] {
  const day = (iso: string) => momentOf(iso).slice(0, 10)
  return [
    { id: 'number', header: upload('number'), cell: (plan) => plan.number, width: '176px', wide: true },
    {
      id: 'name',
      header: upload('name'),
      cell: (plan) => <LongName>{plan.name}</LongName>,
      long: true,
    },
    {
      id: 'publisher',
      header: upload('publisher'),
      cell: (plan) => <LongName>{plan.publisher}</LongName>,
      long: true,
      width: roomy ? '176px' : '120px',
      wide: true,
    },
    { id: 'standard', header: upload('standard'), cell: () => upload('hours'), width: '76px', wide: true },
    {
      id: 'required',
      header: upload('required'),
      cell: (plan) => formatHours(plan.requiredHours),
      align: 'end',
      width: '72px',
    },
    { id: 'year', header: upload('year'), cell: (plan) => plan.year, width: '76px' },
    { id: 'startsAt', header: upload('startsAt'), cell: (plan) => day(plan.startsAt), width: '96px', wide: true },
    { id: 'endsAt', header: upload('endsAt'), cell: (plan) => day(plan.endsAt), width: '96px' },
    {
      id: 'changes',
      header: upload('changes'),
      cell: (plan) => yesOrNo(plan.lateChangesAllowed),
      width: '92px',
      wide: true,
    },
    {
      id: 'fee',
      header: t('fee'),
      cell: (plan) => <LongName>{feeWords(plan)}</LongName>,
      long: true,
      width: '124px',
      wide: true,
    },
    {
      id: 'state',
      header: t('state'),
      cell: (plan) => {
        const time = planTime(plan, now)
        return <StateMark tone={time.tone}>{time.word}</StateMark>
      },
      width: language() === 'en' ? '124px' : '96px',
    },
  ]
}
