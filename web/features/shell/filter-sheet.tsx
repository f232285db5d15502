import { Index, type JSX, Match, Show, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/phone-lists.zh-CN.ts'
import type { Filters } from './filters.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

/** What a list is cut by: one of some values, days from and to, or a unit of the organisation's tree. */
export type FilterField<Name extends string> =
  | { readonly label: string; readonly name: Name; readonly choices: readonly Choice[] }
  | { readonly label: string; readonly from: Name; readonly to: Name }
  | { readonly label: string; readonly unit: Name }

/** What a page's own sheet is given: where its values stand, and how it goes away. */
export interface FilterSheetProps<Name extends string> {
  filters: Pick<Filters<Name>, 'value' | 'set' | 'clear'>
  onClose: () => void
}

const any = 'any'

/** On a phone: what a list is cut by, one under the other; each takes effect at once behind the sheet. */
export function FilterSheet<Name extends string>(
  props: FilterSheetProps<Name> & { fields: readonly FilterField<Name>[] },
): JSX.Element {
  const set = (name: Name, value: string | null) =>
    props.filters.set({ [name]: value } as Partial<Record<Name, string | null>>)
  const choose = (field: () => { label: string; name: Name; choices: readonly Choice[] }) => (
    <Field label={field().label}>
      <Select
        value={props.filters.value(field().name) ?? any}
        onChange={(value) => set(field().name, value === any ? null : value)}
        choices={[{ value: any, label: t('any') }, ...field().choices]}
      />
    </Field>
  )
  const day = (name: () => Name, label: () => string) => (
    <Field label={label()}>
      <DateTimeInput
        precision="date"
        value={props.filters.value(name()) ?? ''}
        onInput={(value) => set(name(), value || null)}
      />
    </Field>
  )
  const unit = (field: () => { label: string; unit: Name }) => {
    const tree = api.organisations.tree.use(() => undefined)
    const units = () => (tree.isSuccess ? tree.data : [])
    const choices = () => units().map(({ id, depth, name }) => ({ value: id, label: `${'　'.repeat(depth)}${name}` }))
    return (
      <Show when={units().length > 1}>
        {choose(() => ({ label: field().label, name: field().unit, choices: choices() }))}
      </Show>
    )
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('filter')}
      actions={
        <>
          <Button onClick={() => props.filters.clear()}>{t('clear')}</Button>
          <Button kind="primary" onClick={() => props.onClose()}>
            {t('show')}
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Index each={props.fields}>
          {(item) => {
            const days = () => {
              const field = item()
              return 'from' in field && field
            }
            const choice = () => {
              const field = item()
              return 'choices' in field && field
            }
            const ofTree = () => {
              const field = item()
              return 'unit' in field && field
            }
            return (
              <Switch>
                <Match when={days()}>
                  {(field) => (
                    <>
                      {day(
                        () => field().from,
                        () => t('fromDay', { what: field().label }),
                      )}
                      {day(
                        () => field().to,
                        () => t('toDay', { what: field().label }),
                      )}
                    </>
                  )}
                </Match>
                <Match when={choice()}>{(field) => choose(field)}</Match>
                <Match when={ofTree()}>{(field) => unit(field)}</Match>
              </Switch>
            )
          }}
        </Index>
      </FieldGroup>
    </Dialog>
  )
}
