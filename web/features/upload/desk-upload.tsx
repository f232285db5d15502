import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { t } from '../../texts/upload.zh-CN.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { momentOf, yesOrNo } from './plan-words.ts'

/** The manual's table of 上传缴费凭证 with its ten columns. */
export default function DeskUpload(): JSX.Element {
  const navigate = useNavigate()
  const roomy = createFromWidth(1360)
  const filters = createFilters('/upload', ['year', 'q'])
  const years = api.plans.years.use(() => ({ takingOrders: true }))
  const list = createKeysetList(api.plans.list, () => ({
    takingOrders: true,
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
      columns={() => columnsOf(roomy())}
      rowName={(plan) => plan.name}
      onOpen={(plan) => navigate(`/upload/${plan.id}`)}
      search={t('search')}
      selects={
        <FilterSelect
          label={t('year')}
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
    />
  )
}

function columnsOf(roomy: boolean): DeskColumn<PlanView>[] {
  const at = (iso: string) => (roomy ? momentOf(iso) : momentOf(iso).slice(0, 10))
  const timeWidth = roomy ? '152px' : '92px'
  return [
    { id: 'number', header: t('number'), cell: (plan) => plan.number, width: '176px' },
    {
      id: 'name',
      header: t('name'),
      cell: (plan) => <LongName>{plan.name}</LongName>,
      long: true,
    },
    {
      id: 'publisher',
      header: t('publisher'),
      cell: (plan) => <LongName>{plan.publisher}</LongName>,
      long: true,
      width: roomy ? '192px' : '120px',
    },
    { id: 'standard', header: t('standard'), cell: () => t('hours'), width: '76px' },
    {
      id: 'required',
      header: t('required'),
      cell: (plan) => formatHours(plan.requiredHours),
      align: 'end',
      width: '72px',
    },
    { id: 'year', header: t('year'), cell: (plan) => plan.year, width: '76px' },
    { id: 'startsAt', header: t('startsAt'), cell: (plan) => at(plan.startsAt), width: timeWidth },
    { id: 'endsAt', header: t('endsAt'), cell: (plan) => at(plan.endsAt), width: timeWidth },
    { id: 'changes', header: t('changes'), cell: (plan) => yesOrNo(plan.lateChangesAllowed), width: '92px' },
    {
      id: 'action',
      header: t('action'),
      cell: (plan) => (
        <ButtonLink size="dense" href={`/upload/${plan.id}`} aria-label={t('uploadFor', { name: plan.name })}>
          {t('upload')}
        </ButtonLink>
      ),
      width: '128px',
    },
  ]
}
