import { useNavigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { CardPlan } from '../../../server/features/study-cards/study-cards.schema.ts'
import { Headline, Stack } from '../../components/layout.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { createUnits } from '../learners/unit-field.tsx'
import { CardPeopleList } from './card-people-list.tsx'
import type { Recharge } from './create-recharge.ts'
import { LastOperation } from './last-operation.tsx'

/** 第一步 on a phone: which plan, and the people, searched and ticked across pages. */
export function RechargePeople(props: { recharge: Recharge; plans: readonly CardPlan[] }): JSX.Element {
  const { recharge } = props
  const navigate = useNavigate()
  const { units } = createUnits(() => null)
  const left = () => recharge.plan().leftFen
  return (
    <>
      <LastOperation operation={recharge.operation} operations={recharge.place.operations} />
      <Stack gap={2}>
        <Headline aside={left() > 0 ? t('canGive', { amount: formatYuan(fen(left())) }) : t('noneToGive')}>
          {t('stepPeople')}
        </Headline>
        <Select
          label={t('plan')}
          value={recharge.plan().id}
          onChange={(id) => navigate(`${recharge.place.base}?plan=${id}`, { replace: true })}
          choices={props.plans.map((plan) => ({ value: plan.id, label: plan.name }))}
        />
        <SearchBox
          placeholder={t('search')}
          value={recharge.search()}
          onSearch={(q) => recharge.set({ q: q || null })}
          slashKey={false}
        />
        <Show when={units().length > 1}>
          <Select
            label={t('unit')}
            value={recharge.unit() ?? ''}
            onChange={(id) => recharge.set({ organisation: id || null })}
            choices={[
              { value: '', label: t('allUnits') },
              ...units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` })),
            ]}
          />
        </Show>
        <Segmented
          label={t('balance')}
          value={recharge.balance() ?? 'any'}
          onChange={(value) => recharge.set({ balance: value === 'any' ? null : value })}
          choices={[
            { value: 'any', label: t('anyBalance') },
            { value: 'none', label: t('balanceNone') },
            { value: 'some', label: t('balanceSome') },
          ]}
        />
      </Stack>
      <CardPeopleList people={recharge.people} filtered={recharge.filtered()} onClear={recharge.clearFilters} />
    </>
  )
}
