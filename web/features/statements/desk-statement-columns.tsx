import { createEffect, createSignal, For, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { ColumnMapping } from '../../../server/features/statements/statement-reading.schema.ts'
import type { MappingPreview, StatementFileView } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { ColumnTable } from '../../components/column-table.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Headline, Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { Select } from '../../components/select.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { formatCalendarDay, formatPhrases, formatYuan } from '../../texts/format.ts'
import {
  emptyMapping,
  headerChoices,
  headerValue,
  isWhole,
  letterOf,
  type MappingDraft,
  type Meaning,
  meaningChoices,
  meaningOf,
  missingIn,
  withHeader,
  withMeaning,
} from './column-choices.ts'
import { RowError } from './desk-statement-overview.tsx'

type Columns = NonNullable<StatementFileView['columns']>

const none = 'none'
/** Beyond them no statement has a column that counts. */
const mostColumns = 40
/** A pause in choosing after which the rows are read once more. */
const pauseMs = 250

/** The first rows of a file as they stand there, and over each column what it means: told once for all files like it. */
export function StatementColumns(props: { file: StatementFileView; columns: Columns }): JSX.Element {
  const [mapping, setMapping] = createSignal<MappingDraft>(props.columns.mapping ?? emptyMapping)
  const send = api.statements.mapColumns.use()
  const width = () => Math.min(mostColumns, Math.max(1, ...props.columns.sample.map(({ cells }) => cells.length)))
  const kindOf = (row: number) => {
    const { headerRow, headerRows } = mapping()
    if (row <= headerRow) return 'above' as const
    return row <= headerRow + headerRows ? ('head' as const) : ('line' as const)
  }
  const choices = () => [{ value: none as Meaning | typeof none, label: t('notTaken') }, ...meaningChoices()]
  const lacking = () => {
    const missing = missingIn(mapping())
    return missing === null ? null : t(missing === 'date' ? 'mappingNeedsDate' : 'mappingNeedsAmount')
  }
  const swapped = () => {
    const { problem } = props.columns
    if (problem?.code !== 'statementColumnsSwapped') return null
    return t('columnsSwapped', {
      inColumn: String(problem.details.inColumn ?? ''),
      outColumn: String(problem.details.outColumn ?? ''),
    })
  }
  return (
    <PanePart>
      <Headline>{t('columnsTitle')}</Headline>
      <Show when={swapped()} fallback={<Note>{t('columnsText')}</Note>}>
        {(sentence) => <Note tone="rejected">{sentence()}</Note>}
      </Show>
      <Show when={props.columns.mapping !== null && swapped() === null}>
        <Quiet>{t('columnsUnsure')}</Quiet>
      </Show>
      <Form
        onSubmit={() => {
          const whole = mapping()
          if (isWhole(whole)) send.mutate({ fileId: props.file.id, mapping: whole })
        }}
      >
        <FieldGroup columns={2}>
          <Field label={t('headerRow')}>
            <Select
              value={headerValue(mapping())}
              onChange={(value) => setMapping((before) => withHeader(before, value))}
              choices={headerChoices(props.columns.sample, props.columns.mapping)}
            />
          </Field>
        </FieldGroup>
        <ColumnTable
          label={t('columnsTitle')}
          rowLabel={t('rowNumber')}
          columns={Array.from({ length: width() }, (_, column) => ({
            letter: letterOf(column),
            get on() {
              return meaningOf(mapping(), column) !== null
            },
            get control() {
              return (
                <Select
                  label={t('columnMeans', { column: letterOf(column) })}
                  value={meaningOf(mapping(), column) ?? none}
                  onChange={(value) =>
                    setMapping((before) => withMeaning(before, column, value === none ? null : value))
                  }
                  choices={choices()}
                />
              )
            },
          }))}
          rows={props.columns.sample.map(({ row, cells }) => ({
            number: row,
            cells,
            get kind() {
              return kindOf(row)
            },
          }))}
        />
        <Preview fileId={props.file.id} mapping={mapping()} />
        <ErrorNote error={send.error} />
        <Line>
          <Button type="submit" kind="primary" disabled={lacking() !== null} busy={send.isPending}>
            {t('mappingSend')}
          </Button>
          <Show when={lacking()}>{(sentence) => <Quiet>{sentence()}</Quiet>}</Show>
        </Line>
      </Form>
    </PanePart>
  )
}

/** How the first rows would be read, by the reader itself. */
function Preview(props: { fileId: string; mapping: MappingDraft }): JSX.Element {
  const [asked, setAsked] = createSignal<ColumnMapping | null>(isWhole(props.mapping) ? props.mapping : null)
  createEffect(
    on(
      () => props.mapping,
      (mapping) => {
        const timer = setTimeout(() => setAsked(isWhole(mapping) ? mapping : null), pauseMs)
        onCleanup(() => clearTimeout(timer))
      },
      { defer: true },
    ),
  )
  const preview = api.statements.preview.use(
    () => ({ fileId: props.fileId, mapping: asked() ?? { headerRow: 0, headerRows: 1, date: 0, remarks: [] } }),
    () => ({ enabled: asked() !== null, keepPrevious: true }),
  )
  return (
    <Section title={t('preview')}>
      <Switch>
        <Match when={asked() === null}>
          <Quiet>{t('previewWaiting')}</Quiet>
        </Match>
        <Match when={preview.isPending}>
          <Skeleton />
        </Match>
        <Match when={preview.isError}>
          <ErrorNote error={preview.error} />
        </Match>
        <Match when={preview.data}>{(data) => <PreviewRows preview={data()} />}</Match>
      </Switch>
    </Section>
  )
}

function PreviewRows(props: { preview: MappingPreview }): JSX.Element {
  return (
    <>
      <Show when={props.preview.lines.length > 0} fallback={<Note tone="rejected">{t('previewEmpty')}</Note>}>
        <Card>
          <For each={props.preview.lines}>
            {(line) => (
              <CardEntry
                main={line.counterpartyName || t('noName')}
                amount={t(line.direction === 'in' ? 'previewIn' : 'previewOut', {
                  amount: formatYuan(fen(line.amountFen)),
                })}
                note={formatPhrases([
                  t('previewRow', { row: line.row }),
                  `${formatCalendarDay(line.date)}${line.time === null ? '' : ` ${line.time}`}`,
                  ...(line.counterpartyAccount ? [line.counterpartyAccount] : []),
                ])}
                noteEnd={
                  line.balanceFen === null ? undefined : t('balanceIs', { amount: formatYuan(fen(line.balanceFen)) })
                }
              >
                {line.remark}
              </CardEntry>
            )}
          </For>
        </Card>
      </Show>
      <For each={props.preview.rowErrors}>{(error) => <RowError error={error} />}</For>
    </>
  )
}
