import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { entryKindList } from './card-words.ts'
import type { EntryFilterName } from './entry-filter.ts'

const any = 'any'

/** On a phone: what 充值明细 is cut by; each takes effect at once behind the sheet. */
export default function HistoryFilterSheet(props: {
  value: (name: EntryFilterName) => string | null
  onChange: (changes: Partial<Record<EntryFilterName, string | null>>) => void
  onClear: () => void
  onClose: () => void
}): JSX.Element {
  const plans = api.studyCards.plans.use(() => undefined)
  const batches = api.studyCards.batches.use(() => ({ limit: 100 }))
  const tree = api.organisations.tree.use(() => undefined)
  const units = () => (tree.isSuccess ? tree.data : [])
  const choose = (
    name: EntryFilterName,
    label: string,
    choices: readonly { readonly value: string; readonly label: string }[],
  ) => (
    <Field label={label}>
      <Select
        value={props.value(name) ?? any}
        onChange={(value) => props.onChange({ [name]: value === any ? null : value })}
        choices={[{ value: any, label: t('anyBalance') }, ...choices]}
      />
    </Field>
  )
  const day = (name: 'from' | 'to', label: string) => (
    <Field label={label}>
      <DateTimeInput
        precision="date"
        value={props.value(name) ?? ''}
        onInput={(value) => props.onChange({ [name]: value || null })}
      />
    </Field>
  )
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('filter')}
      actions={
        <>
          <Button onClick={() => props.onClear()}>{t('clear')}</Button>
          <Button kind="primary" onClick={() => props.onClose()}>
            {t('show')}
          </Button>
        </>
      }
    >
      <FieldGroup>
        {day('from', `${t('dates')} ${t('from')}`)}
        {day('to', `${t('dates')} ${t('to')}`)}
        {choose(
          'kind',
          t('kindFilter'),
          entryKindList.map((value) => ({ value, label: t(`entry_${value}`) })),
        )}
        {choose(
          'plan',
          t('plan'),
          (plans.isSuccess ? plans.data : []).map((plan) => ({ value: plan.id, label: plan.name })),
        )}
        {choose(
          'batch',
          t('columnBatch'),
          (batches.isSuccess ? batches.data.rows : []).map((batch) => ({ value: batch.id, label: batch.order.number })),
        )}
        <Show when={units().length > 1}>
          {choose(
            'organisation',
            t('unit'),
            units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` })),
          )}
        </Show>
      </FieldGroup>
    </Dialog>
  )
}
