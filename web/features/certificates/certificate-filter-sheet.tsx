import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import type { CertificateFilterName } from './certificate-filters.ts'

const any = 'any'

/** On a phone: what the list is cut by, one under the other; each takes effect at once behind the sheet. */
export default function CertificateFilterSheet(props: {
  value: (name: CertificateFilterName) => string | null
  onChange: (changes: Partial<Record<CertificateFilterName, string | null>>) => void
  onClear: () => void
  onClose: () => void
}): JSX.Element {
  const plans = api.certificates.plans.use(() => undefined)
  const tree = api.organisations.tree.use(() => undefined)
  const units = () => (tree.isSuccess ? tree.data : [])
  const choose = (
    name: CertificateFilterName,
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
        {choose(
          'plan',
          t('plan'),
          (plans.isSuccess ? plans.data : []).map((plan) => ({ value: plan.id, label: plan.name })),
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
