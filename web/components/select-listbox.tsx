import { Select as Primitive } from '@kobalte/core/select'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createUniqueId, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { useField } from './field.tsx'
import './menu.css'
import type { Choice } from './radio-group.tsx'
import type { SelectProps } from './select.tsx'

/** The desk's list. Use `Select`, which loads it. */
export default function SelectListbox(props: SelectProps<string>): JSX.Element {
  const field = useField()
  const valueId = createUniqueId()
  const attributes = () => ({
    ...(field.id === undefined ? {} : { id: field.id }),
    ...(props.label === undefined
      ? { 'aria-labelledby': `${field.labelId ?? ''} ${valueId}`.trim() }
      : { 'aria-label': `${props.label} ${chosen()?.label ?? ''}` }),
    ...(field['aria-describedby'] === undefined ? {} : { 'aria-describedby': field['aria-describedby'] }),
    ...(field['aria-invalid'] === undefined ? {} : { 'aria-invalid': field['aria-invalid'] }),
  })
  const chosen = () => props.choices.find((choice) => choice.value === props.value) ?? null
  return (
    <Primitive<Choice<string>>
      options={[...props.choices]}
      optionValue="value"
      optionTextValue="label"
      optionDisabled={(choice) => Boolean(choice.disabled)}
      value={chosen()}
      onChange={(choice) => choice && props.onChange(choice.value)}
      placeholder={props.placeholder ?? t('choose')}
      disabled={Boolean(props.disabled)}
      disallowEmptySelection
      gutter={4}
      sameWidth
      itemComponent={(item) => (
        <Primitive.Item item={item.item} class="menu-item">
          <Primitive.ItemLabel class="menu-item-label">
            {item.item.rawValue.label}
            <Show when={item.item.rawValue.hint}>
              <span class="select-hint">{item.item.rawValue.hint}</span>
            </Show>
          </Primitive.ItemLabel>
          <Primitive.ItemIndicator>
            <Check size={16} />
          </Primitive.ItemIndicator>
        </Primitive.Item>
      )}
    >
      <Primitive.Trigger class="select select-trigger" {...attributes()}>
        <Primitive.Value<Choice<string>> class="select-value" id={valueId}>
          {(state) => state.selectedOption().label}
        </Primitive.Value>
        <ChevronDown size={16} class="select-trigger-arrow" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content class="menu">
          <Primitive.Listbox class="select-list" />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive>
  )
}
