import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { Card } from '../../components/card.tsx'
import { FilterChip } from '../../components/filter-bar.tsx'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { PickOrganisation } from './desk-pick-organisation.tsx'

/** Cuts a list to one organisation of the whole centre, found by a part of its name or the beginning of a code. */
export function FilterOrganisation(props: {
  label: string
  /** Its id. */
  value: string | null
  onChange: (id: string | null) => void
}): JSX.Element {
  const chosen = api.organisations.get.use(
    () => ({ id: props.value ?? '' }),
    () => ({ enabled: props.value !== null }),
  )
  const name = () => (chosen.isSuccess ? chosen.data.name : shared('loading'))
  return (
    <FilterChip
      label={props.label}
      value={props.value === null ? shared('all') : name()}
      set={props.value !== null}
      onClear={() => props.onChange(null)}
    >
      {(close) => (
        <Card padded>
          <PickOrganisation
            label={props.label}
            chosen={null}
            error={null}
            onChoose={(organisation) => {
              if (!organisation) return
              close()
              props.onChange(organisation.id)
            }}
          />
        </Card>
      )}
    </FilterChip>
  )
}
