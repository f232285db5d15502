import { createSignal, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Section } from '../../components/layout.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { fieldWord } from '../../texts/import-issues.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { OpenImport } from './create-import.ts'

const none = 'none'

/** Which column was taken for what, and changing that. Open by itself where a required one is missing. */
export function ImportColumns(props: {
  one: ImportView
  open: OpenImport
  onClose?: (() => void) | undefined
}): JSX.Element {
  const [columns, setColumns] = createStore<Record<string, number | null>>(
    Object.fromEntries(props.one.fields.map(({ field, column }) => [field, column])),
  )
  const [headerRow, setHeaderRow] = createSignal(props.one.headerRow === null ? '' : String(props.one.headerRow))
  const choices = () => [
    { value: none, label: t('notTaken') },
    ...props.one.columns.map(({ column, letter, heading, samples }) => ({
      value: String(column),
      label: t('cell', { letter, heading }),
      hint: samples.slice(0, 3).join('、'),
    })),
  ]
  const send = () => {
    const taken = Object.entries(columns).flatMap(([field, column]) => (column === null ? [] : [[field, column]]))
    const row = Number.parseInt(headerRow(), 10)
    props.open.mapColumns(Object.fromEntries(taken) as Record<string, number>, Number.isNaN(row) ? null : row)
    props.onClose?.()
  }
  return (
    <Section title={t('columnsTitle')}>
      <Note>{t(props.one.needsMapping ? 'columnsNeeded' : 'columnsText')}</Note>
      <Form onSubmit={send}>
        <FieldGroup columns={2}>
          <Show when={props.one.sheets.length > 1}>
            <Field label={t('sheet')}>
              <Select
                value={props.one.sheetName}
                onChange={(name) => props.open.takeSheet(name)}
                choices={props.one.sheets.map((name) => ({ value: name, label: name }))}
              />
            </Field>
          </Show>
          <Field label={t('headerRow')}>
            <TextInput value={headerRow()} onInput={setHeaderRow} inputmode="numeric" maxLength={4} />
          </Field>
          <For each={props.one.fields}>
            {({ field, required }) => (
              <Field label={fieldWord(field)} required={required}>
                <Select
                  value={columns[field] === null ? none : String(columns[field])}
                  onChange={(value) => setColumns(field, value === none ? null : Number(value))}
                  choices={choices()}
                />
              </Field>
            )}
          </For>
        </FieldGroup>
        <ErrorNote error={props.open.remap.error ?? props.open.chooseSheet.error ?? props.open.cancel.error} />
        <Line>
          <Button type="submit" kind="primary" busy={props.open.remap.isPending}>
            {t('readAgain')}
          </Button>
          <Show
            when={props.onClose}
            fallback={
              <Button busy={props.open.cancel.isPending} onClick={() => props.open.drop()}>
                {t('cancel')}
              </Button>
            }
          >
            <Button onClick={() => props.onClose?.()}>{shared('cancel')}</Button>
          </Show>
        </Line>
      </Form>
    </Section>
  )
}
