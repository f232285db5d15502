import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { t } from '../../texts/cards.zh-CN.ts'
import { FilterSheet, type FilterSheetProps } from '../shell/filter-sheet.tsx'
import { entryKindList } from './card-words.ts'
import type { EntryFilterName } from './entry-filter.ts'

/** On a phone: what 充值明细 is cut by. */
export default function HistoryFilterSheet(props: FilterSheetProps<EntryFilterName>): JSX.Element {
  const plans = api.studyCards.plans.use(() => undefined)
  const batches = api.studyCards.batches.use(() => ({ limit: 100 }))
  return (
    <FilterSheet
      {...props}
      fields={[
        { label: t('dates'), from: 'from', to: 'to' },
        {
          label: t('kindFilter'),
          name: 'kind',
          choices: entryKindList.map((value) => ({ value, label: t(`entry_${value}`) })),
        },
        {
          label: t('plan'),
          name: 'plan',
          choices: (plans.isSuccess ? plans.data : []).map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          label: t('columnBatch'),
          name: 'batch',
          choices: (batches.isSuccess ? batches.data.rows : []).map(({ id, order }) => ({
            value: id,
            label: order.number,
          })),
        },
        { label: t('unit'), unit: 'organisation' },
      ]}
    />
  )
}
