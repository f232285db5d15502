import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { ImportRow, ImportView, Issue } from '../../../server/features/imports/imports.schema.ts'
import { Button } from '../../components/button.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { TextInput, type TextMark } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { fieldWord, issueSentence } from '../../texts/import-issues.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import type { OpenImport } from './create-import.ts'

const resident = /^\d{6,17}[\dXx]?$/

/**
 * One row to correct in place: the wrong characters marked, the reason under the field, a repair one tap away, and the
 * same repair for all rows like it. On the phone only the wrong cells, on the desk all of them.
 */
export function ImportRowForm(props: {
  one: ImportView
  row: ImportRow
  open: OpenImport
  allFields?: boolean | undefined
}): JSX.Element {
  const [values, setValues] = createStore<Record<string, string>>({ ...props.row.cells })
  createEffect(
    on(
      () => props.row,
      (row) => setValues(reconcile({ ...row.cells })),
      { defer: true },
    ),
  )
  const editable = () => props.one.state === 'previewed'
  const ofField = (field: string) => props.row.issues.filter((issue) => issue.field === field)
  const shown = () =>
    props.one.fields.filter(({ field, column }) =>
      props.allFields
        ? column !== null || ofField(field).length > 0
        : ofField(field).some(({ level }) => level === 'error'),
    )
  // Several rows are open at once on the phone: what went wrong is said under the one that it went wrong with.
  const [saving, setSaving] = createSignal(false)
  const [failure, setFailure] = createSignal<unknown>(null)
  createEffect(
    on(
      () => props.row.row,
      () => setFailure(null),
      { defer: true },
    ),
  )
  const touched = () => Object.keys(values).filter((field) => values[field] !== (props.row.cells[field] ?? ''))
  const save = async (changes: Record<string, string>) => {
    if (Object.keys(changes).length === 0) return
    const { row } = props.row
    setSaving(true)
    setFailure(null)
    try {
      const { rows } = await props.open.fix(row, changes)
      const judged = rows.find((one) => one.row === row)
      showToast({ text: t(judged?.outcome === 'error' ? 'stillWrong' : 'fixed') })
    } catch (error) {
      setFailure(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Form
      gap={3}
      onSubmit={() => void save(Object.fromEntries(touched().map((field) => [field, values[field] ?? ''])))}
    >
      <FieldGroup>
        <For each={shown()}>
          {({ field, required }) => (
            <CellField
              field={field}
              required={required}
              value={values[field] ?? ''}
              issues={ofField(field)}
              untouched={(values[field] ?? '') === (props.row.cells[field] ?? '')}
              disabled={!editable()}
              alike={(issue) => alike(props.one, issue)}
              onInput={(value) => setValues(field, value)}
              onRepair={(value) => {
                setValues(field, value)
                void save({ [field]: value })
              }}
              onRepairAll={(issue) => props.open.repairAlike(issue.code, issue.field)}
            />
          )}
        </For>
      </FieldGroup>
      <For each={props.row.issues.filter(({ field }) => field === null)}>
        {(issue) => <Note tone={issue.level === 'error' ? 'rejected' : 'waiting'}>{issueSentence(issue)}</Note>}
      </For>
      <Show when={editable() && props.row.outcome === 'error' && shown().length === 0}>
        <Quiet>{t('staysOut')}</Quiet>
      </Show>
      <ErrorNote error={failure()} />
      <Show when={touched().length > 0}>
        <Line>
          <Button type="submit" kind="primary" busy={saving()}>
            {saving() ? t('savingRow') : t('saveRow')}
          </Button>
        </Line>
      </Show>
    </Form>
  )
}

/** How many rows one repair would mend. */
function alike(one: ImportView, issue: Issue): number {
  return one.issues.find(({ code, field }) => code === issue.code && field === issue.field)?.repairable ?? 0
}

function marksOf(issues: readonly Issue[]): TextMark[] {
  return issues.flatMap(({ marks }) => marks.map((from) => ({ from, to: from + 1 })))
}

function CellField(props: {
  field: string
  required: boolean
  value: string
  issues: readonly Issue[]
  untouched: boolean
  disabled: boolean
  alike: (issue: Issue) => number
  onInput: (value: string) => void
  onRepair: (value: string) => void
  onRepairAll: (issue: Issue) => void
}): JSX.Element {
  const errors = () => props.issues.filter(({ level }) => level === 'error')
  const warnings = () => props.issues.filter(({ level }) => level === 'warning')
  const repairs = () => props.issues.filter(({ repair }) => repair !== null)
  return (
    <Field
      label={fieldWord(props.field)}
      required={props.required}
      error={errors().length > 0 ? errors().map(issueSentence).join(' ') : null}
      hint={warnings().length > 0 ? warnings().map(issueSentence).join(' ') : undefined}
      repairs={
        <Show when={props.untouched && !props.disabled && repairs().length > 0}>
          <Stack gap={2}>
            <For each={repairs()}>
              {(issue) => (
                <Line>
                  <Button onClick={() => props.onRepair(issue.repair ?? '')}>
                    {t('repair', { value: issue.repair ?? '' })}
                  </Button>
                  <Show when={props.alike(issue) > 1}>
                    <Button kind="quiet" onClick={() => props.onRepairAll(issue)}>
                      {t('repairAll', { count: props.alike(issue) })}
                    </Button>
                  </Show>
                </Line>
              )}
            </For>
          </Stack>
        </Show>
      }
    >
      <Show
        when={props.field === 'idNumber' && resident.test(props.value)}
        fallback={
          <TextInput
            value={props.value}
            onInput={(value) => props.onInput(value)}
            disabled={props.disabled}
            inputmode={props.field === 'mobile' ? 'tel' : undefined}
            autocomplete="off"
            maxLength={500}
            marks={props.untouched ? marksOf(props.issues) : []}
          />
        }
      >
        <CodeInput
          value={props.value}
          onInput={(value) => props.onInput(value)}
          groups={[6, 8, 4]}
          disabled={props.disabled}
          autocomplete="off"
          marks={props.untouched ? marksOf(props.issues) : []}
        />
      </Show>
    </Field>
  )
}
