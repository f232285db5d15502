import type { JSX } from 'solid-js'
import type { OverviewWay } from '../../../server/features/reconciliation/overview.schema.ts'
import { api } from '../../api.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { FilterSheet, type FilterSheetProps } from '../shell/filter-sheet.tsx'
import type { OverviewFilterName } from './create-overview.ts'
import { invoiceStands, invoiceWord, modes, statesOf, stateWord } from './overview-words.ts'

/** On a phone: what 对账管理 is cut by. */
export default function OverviewFilterSheet(
  props: FilterSheetProps<OverviewFilterName> & { way: OverviewWay },
): JSX.Element {
  const years = api.plans.years.use(() => ({}))
  const plans = api.plans.list.use(() => ({ withOwnClosed: true, limit: 100 }))
  return (
    <FilterSheet
      filters={props.filters}
      onClose={props.onClose}
      fields={[
        { label: t('dates'), from: 'from', to: 'to' },
        {
          label: t('state'),
          name: 'state',
          choices: statesOf[props.way].map((value) => ({ value, label: stateWord(value, props.way) })),
        },
        {
          label: t('invoice'),
          name: 'invoice',
          choices: invoiceStands.map((value) => ({ value, label: invoiceWord(value) })),
        },
        { label: t('mode'), name: 'mode', choices: modes.map((value) => ({ value, label: t(value) })) },
        {
          label: t('year'),
          name: 'year',
          choices: (years.isSuccess ? years.data.years : []).map((year) => ({
            value: String(year),
            label: String(year),
          })),
        },
        {
          label: t('planFilter'),
          name: 'plan',
          choices: (plans.isSuccess ? plans.data.rows : []).map(({ id, name }) => ({ value: id, label: name })),
        },
        { label: t('unit'), unit: 'unit' },
      ]}
    />
  )
}
