import { type JSX, Show } from 'solid-js'
import type { OverviewWay } from '../../../server/features/reconciliation/overview.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import type { OverviewFilterName } from './create-overview.ts'
import { invoiceStands, invoiceWord, modes, statesOf, stateWord } from './overview-words.ts'

const any = 'any'

/** On a phone: what the list is cut by, one under the other; each takes effect at once behind the sheet. */
export default function OverviewFilterSheet(props: {
  way: OverviewWay
  value: (name: OverviewFilterName) => string | null
  onChange: (changes: Partial<Record<OverviewFilterName, string | null>>) => void
  onClear: () => void
  onClose: () => void
}): JSX.Element {
  const years = api.plans.years.use(() => ({}))
  const plans = api.plans.list.use(() => ({ withOwnClosed: true, limit: 100 }))
  const tree = api.organisations.tree.use(() => undefined)
  const units = () => (tree.isSuccess ? tree.data : [])
  const choose = (
    name: OverviewFilterName,
    label: string,
    choices: readonly { readonly value: string; readonly label: string }[],
  ) => (
    <Field label={label}>
      <Select
        value={props.value(name) ?? any}
        onChange={(value) => props.onChange({ [name]: value === any ? null : value })}
        choices={[{ value: any, label: t('any') }, ...choices]}
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
          'state',
          t('state'),
          statesOf[props.way].map((value) => ({ value, label: stateWord(value, props.way) })),
        )}
        {choose(
          'invoice',
          t('invoice'),
          invoiceStands.map((value) => ({ value, label: invoiceWord(value) })),
        )}
        {choose(
          'mode',
          t('mode'),
          modes.map((value) => ({ value, label: t(value) })),
        )}
        {choose(
          'year',
          t('year'),
          (years.isSuccess ? years.data.years : []).map((year) => ({ value: String(year), label: String(year) })),
        )}
        {choose(
          'plan',
          t('planFilter'),
          (plans.isSuccess ? plans.data.rows : []).map((plan) => ({ value: plan.id, label: plan.name })),
        )}
        <Show when={units().length > 1}>
          {choose(
            'unit',
            t('unit'),
            units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` })),
          )}
        </Show>
      </FieldGroup>
    </Dialog>
  )
}
