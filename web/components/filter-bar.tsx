import { Popover } from '@kobalte/core/popover'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { Button } from './button.tsx'
import { DateTimeInput } from './date-time-input.tsx'
import { Field } from './field.tsx'
import './filter-bar.css'
import './menu.css'

export interface FilterBarProps {
  children: JSX.Element
  /** Shown when something is set. */
  onClear?: (() => void) | undefined
}

/** One line of filters over a list; their values belong into the address. */
export function FilterBar(props: FilterBarProps): JSX.Element {
  return (
    <search class="filter-bar">
      {props.children}
      <Show when={props.onClear}>
        <Button kind="quiet" onClick={() => props.onClear?.()}>
          {t('clear')}
        </Button>
      </Show>
    </search>
  )
}

export interface FilterChipProps {
  label: string
  /** What is chosen, in words; 全部 when nothing is. */
  value: string
  /** A set filter is tinted and can be cleared by its cross. */
  set: boolean
  onClear: () => void
  /** What opens under it; `close` shuts it again. */
  children: (close: () => void) => JSX.Element
}

export function FilterChip(props: FilterChipProps): JSX.Element {
  const [open, setOpen] = createSignal(false)
  return (
    <Popover open={open()} onOpenChange={setOpen} gutter={4} placement="bottom-start">
      <span class="filter-chip" classList={{ 'filter-chip-set': props.set }}>
        <Popover.Trigger class="filter-chip-button" title={props.set ? props.value : undefined}>
          <span class="filter-chip-label">{props.label}</span>
          <span class="filter-chip-value">{props.value}</span>
          <Show when={!props.set}>
            <ChevronDown size={16} />
          </Show>
        </Popover.Trigger>
        <Show when={props.set}>
          <button
            type="button"
            class="filter-chip-clear"
            aria-label={t('clearOne', { what: props.label })}
            onClick={() => props.onClear()}
          >
            <X size={16} />
          </button>
        </Show>
      </span>
      <Popover.Portal>
        <Popover.Content class="menu" aria-label={props.label}>
          {props.children(() => setOpen(false))}
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  )
}

export interface FilterChoice<V extends string> {
  readonly value: V
  readonly label: string
}

/** One of a few values, or all. */
export function FilterSelect<V extends string>(props: {
  label: string
  choices: readonly FilterChoice<V>[]
  value: V | null
  onChange: (value: V | null) => void
}): JSX.Element {
  const chosen = () => props.choices.find((choice) => choice.value === props.value)
  return (
    <FilterChip
      label={props.label}
      value={chosen()?.label ?? t('all')}
      set={props.value !== null}
      onClear={() => props.onChange(null)}
    >
      {(close) => (
        <ul class="filter-list">
          <For each={props.choices}>
            {(choice) => (
              <li>
                <button
                  type="button"
                  class="menu-item filter-choice"
                  aria-pressed={choice.value === props.value}
                  onClick={() => {
                    props.onChange(choice.value)
                    close()
                  }}
                >
                  {choice.label}
                </button>
              </li>
            )}
          </For>
        </ul>
      )}
    </FilterChip>
  )
}

/** Days from and to, in Shanghai dates `2026-05-08`, either end open. */
export function FilterDates(props: {
  label: string
  from: string | null
  to: string | null
  /** The range in words, from `format.ts`. */
  value: string
  onChange: (from: string | null, to: string | null) => void
}): JSX.Element {
  return (
    <FilterChip
      label={props.label}
      value={props.value}
      set={props.from !== null || props.to !== null}
      onClear={() => props.onChange(null, null)}
    >
      {() => (
        <div class="filter-dates">
          <Field label={t('dateFrom')}>
            <DateTimeInput
              precision="date"
              value={props.from ?? ''}
              onInput={(value) => props.onChange(value || null, props.to)}
            />
          </Field>
          <Field label={t('dateTo')}>
            <DateTimeInput
              precision="date"
              value={props.to ?? ''}
              onInput={(value) => props.onChange(props.from, value || null)}
            />
          </Field>
        </div>
      )}
    </FilterChip>
  )
}
