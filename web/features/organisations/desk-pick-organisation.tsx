import { createEffect, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-orders.zh-CN.ts'

/** A pause in typing that is long enough to ask, in milliseconds. */
const pauseMs = 250

/** An organisation of the whole centre, found by a part of its name or the beginning of a code. */
export function PickOrganisation(props: {
  label: string
  chosen: FoundOrganisation | null
  onChoose: (organisation: FoundOrganisation | null) => void
  error: string | null
}): JSX.Element {
  const [typed, setTyped] = createSignal('')
  const [asked, setAsked] = createSignal('')
  createEffect(() => {
    const text = typed().trim()
    const timer = setTimeout(() => setAsked(text), pauseMs)
    onCleanup(() => clearTimeout(timer))
  })
  const found = api.organisations.search.use(
    () => ({ text: asked(), enabled: true, limit: 8 }),
    () => ({ enabled: asked().length >= 2, keepPrevious: true }),
  )
  const rows = () => (asked().length >= 2 && found.isSuccess ? found.data.rows.filter((row) => row.enabled) : [])
  const codeOf = (row: FoundOrganisation) =>
    row.creditCode ?? row.organisationCode ?? row.memberNo ?? row.parentName ?? ''
  return (
    <Show
      when={props.chosen}
      fallback={
        <Stack gap={2}>
          <Field label={props.label} hint={t('newOrganisationHint')} error={props.error} required>
            <TextInput
              value={typed()}
              onInput={setTyped}
              ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
            />
          </Field>
          <Show when={rows().length > 0}>
            <RadioGroup
              label={props.label}
              value={null}
              onChange={(id) => props.onChoose(rows().find((row) => row.id === id) ?? null)}
              choices={rows().map((row) => ({ value: row.id, label: row.name, hint: codeOf(row) }))}
            />
          </Show>
          <Show when={asked().length >= 2 && found.isSuccess && rows().length === 0}>
            <Quiet>{t('newOrganisationNone')}</Quiet>
          </Show>
        </Stack>
      }
    >
      {(chosen) => (
        <Line apart>
          <Stack gap={1}>
            <Quiet>{props.label}</Quiet>
            <strong>{chosen().name}</strong>
            <Quiet>{codeOf(chosen())}</Quiet>
          </Stack>
          <Button size="dense" onClick={() => props.onChoose(null)}>
            {desk('change')}
          </Button>
        </Line>
      )}
    </Show>
  )
}
