import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { t } from '../../texts/certificates.zh-CN.ts'
import { FilterSheet, type FilterSheetProps } from '../shell/filter-sheet.tsx'
import type { CertificateFilterName } from './certificate-filters.ts'

/** On a phone: what 证书管理 is cut by. */
export default function CertificateFilterSheet(props: FilterSheetProps<CertificateFilterName>): JSX.Element {
  const plans = api.certificates.plans.use(() => undefined)
  return (
    <FilterSheet
      {...props}
      fields={[
        {
          label: t('plan'),
          name: 'plan',
          choices: (plans.isSuccess ? plans.data : []).map(({ id, name }) => ({ value: id, label: name })),
        },
        { label: t('unit'), unit: 'unit' },
      ]}
    />
  )
}
