import { useParams } from '@solidjs/router'
import Download from 'lucide-solid/icons/download'
import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { StateMark } from '../../components/chop.tsx'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { CountTabs } from '../../components/link-tabs.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { fieldWord, issueWord } from '../../texts/import-issues.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createImport, type OpenImport } from './create-import.ts'
import { importRowColumns } from './desk-import-columns.tsx'
import { importTitle } from './import-kinds.ts'
import { ImportRowForm } from './import-row-form.tsx'
import { listedRows, type ListedRow as Row } from './import-rows.ts'
import { type Commit, createCommit, ImportStatus, reportHref } from './import-status.tsx'
import { firstShown, inWork, outcomeTones, outcomeWord, type Show as RowsShown, rowTabs } from './import-words.ts'

/** One import on a desk: every row with its cells, the wrong ones told apart, one row open to correct, and the commit. */
export function DeskImport(props: { base: string }): JSX.Element {
  const params = useParams<{ id: string }>()
  const open = createImport(() => params.id ?? '')
  const one = () => (open.query.isSuccess ? open.query.data : null)
  return (
    <DeskPage title={importTitle(one()?.kind)} back={props.base} keys>
      <Show
        when={one()}
        fallback={
          <Pane label={t('title')}>
            <Show when={open.query.isError} fallback={<SkeletonRows count={12} />}>
              <ErrorState title={t('notOpened')} error={open.query.error} onRetry={() => void open.query.refetch()} />
            </Show>
          </Pane>
        }
      >
        {(data) => <Known one={data()} open={open} base={props.base} />}
      </Show>
    </DeskPage>
  )
}

function Known(props: { one: ImportView; open: OpenImport; base: string }): JSX.Element {
  const [chosen, setChosen] = createSignal<RowsShown | null>(null)
  const [selected, setSelected] = createSignal<number | null>(null)
  const commit = createCommit(() => props.one, props.open)
  const medium = createFromWidth(1200)
  const wide = createFromWidth(1400)
  const hasRows = () => !inWork(props.one.state) && !['failed', 'cancelled'].includes(props.one.state)
  const ready = () => hasRows() && !props.one.needsMapping
  // A memo: counts that change and leave the filter as it is must not close the open row.
  const show = createMemo(() => chosen() ?? firstShown(props.one.counts))
  const list = createKeysetList(
    listedRows,
    () => ({ id: props.one.id, show: show(), limit: 50 }),
    () => ({ enabled: ready() }),
  )
  const rows = () => list.rows()
  const opened = () => rows().find((row) => row.row === selected()) ?? null
  createEffect(on(show, () => setSelected(null), { defer: true }))
  // A row that was put right leaves the list of wrong ones: the next one takes its place, ready to be typed into.
  let place = 0
  createEffect(
    on(rows, (all) => {
      if (selected() === null) return
      const at = all.findIndex((row) => row.row === selected())
      if (at !== -1) {
        place = at
        return
      }
      setSelected(all[Math.min(place, all.length - 1)]?.row ?? null)
      queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    }),
  )
  createKeys(() => (opened() ? [{ key: 'Esc', label: t('keyClose'), run: () => setSelected(null) }] : []))
  return (
    <Panes
      columns={
        !ready()
          ? 'minmax(0, 1fr)'
          : opened()
            ? 'minmax(0, 1fr) clamp(380px, 34vw, 500px)'
            : 'minmax(0, 1fr) clamp(320px, 26vw, 400px)'
      }
    >
      <Show
        when={ready()}
        fallback={
          <Pane label={importTitle(props.one.kind)}>
            <PanePart>
              <ImportStatus one={props.one} open={props.open} base={props.base} />
            </PanePart>
          </Pane>
        }
      >
        <KeysetPane
          list={list}
          label={t('list')}
          columns={importRowColumns(props.one, show(), { beside: opened() !== null, medium: medium(), wide: wide() })}
          rowName={(row: Row) => t('row', { row: row.row })}
          selected={selected() === null ? null : String(selected())}
          onOpen={(row: Row) => {
            place = rows().findIndex((one) => one.row === row.row)
            setSelected(row.row)
          }}
          emptyTitle={t(show() === 'error' ? 'noErrors' : 'noRows')}
        />
      </Show>
      <Show when={ready()}>
        <Show
          when={opened()}
          fallback={
            <Overview
              one={props.one}
              open={props.open}
              commit={commit}
              show={show()}
              onShow={setChosen}
              base={props.base}
            />
          }
        >
          {(row) => <OpenRow one={props.one} row={row()} open={props.open} onClose={() => setSelected(null)} />}
        </Show>
      </Show>
    </Panes>
  )
}

function Overview(props: {
  one: ImportView
  open: OpenImport
  commit: Commit
  show: RowsShown
  onShow: (show: RowsShown) => void
  base: string
}): JSX.Element {
  const undecided = () => props.one.state === 'previewed'
  return (
    <Pane
      label={importTitle(props.one.kind)}
      foot={
        <Show when={undecided()}>
          <VerdictBar
            before={
              <>
                <ErrorNote error={props.open.commit.error ?? props.open.cancel.error} />
                <Show when={props.commit.note()}>{(note) => <Note>{note()}</Note>}</Show>
                <Checkbox checked={props.commit.all()} onChange={props.commit.setAll}>
                  {t('allOrNothing')}
                </Checkbox>
              </>
            }
          >
            <Button
              kind="primary"
              size="verdict"
              disabled={props.commit.blocked()}
              busy={props.commit.busy()}
              onClick={props.commit.run}
            >
              {props.commit.text()}
            </Button>
            <Button size="verdict" busy={props.open.cancel.isPending} onClick={() => props.open.drop()}>
              {t('cancel')}
            </Button>
          </VerdictBar>
        </Show>
      }
    >
      <PanePart>
        <ImportStatus one={props.one} open={props.open} base={props.base} />
        <CountTabs label={t('filters')} tabs={rowTabs(props.one.counts, props.show, props.one.kind, props.onShow)} />
        <Show when={props.one.hasReport}>
          <Section title={t('report')} ruled>
            <Quiet>{t('reportText')}</Quiet>
            <Line>
              <ButtonLink href={reportHref(props.one)} download="" target="_self" icon={<Download size={16} />}>
                {t('report')}
              </ButtonLink>
            </Line>
          </Section>
        </Show>
        <Show when={props.one.state === 'previewed' && props.one.issues.length > 0}>
          <Issues one={props.one} open={props.open} />
        </Show>
      </PanePart>
    </Pane>
  )
}

/** Errors by reason, with one repair for all rows alike where there is one. */
function Issues(props: { one: ImportView; open: OpenImport }): JSX.Element {
  return (
    <Section title={t('issuesTitle')} ruled>
      <ErrorNote error={props.open.repair.error} />
      <For each={props.one.issues}>
        {(issue) => (
          <Line apart>
            <Stack gap={1}>
              <span>
                {issue.field
                  ? t('fieldSaid', { field: fieldWord(issue.field), said: issueWord(issue) })
                  : issueWord(issue)}
              </span>
              <Quiet>{t('sameIssue', { count: issue.count, warning: issue.level === 'warning' })}</Quiet>
            </Stack>
            <Show when={issue.repairable > 0}>
              <Button
                size="dense"
                busy={props.open.repair.isPending}
                onClick={() => props.open.repairAlike(issue.code, issue.field)}
              >
                {issue.repairable === 1 ? t('repairOne') : t('repairAll', { count: issue.repairable })}
              </Button>
            </Show>
          </Line>
        )}
      </For>
    </Section>
  )
}

function OpenRow(props: { one: ImportView; row: Row; open: OpenImport; onClose: () => void }): JSX.Element {
  return (
    <Pane label={t('detail')}>
      <PanePart>
        <Line apart>
          <StateMark tone={outcomeTones[props.row.outcome]}>{outcomeWord(props.row.outcome, props.one.kind)}</StateMark>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline>
          {t('row', { row: props.row.row })} {props.row.cells.name}
        </Headline>
        <For each={props.row.changes}>
          {(change) => <Note>{t('changeFromTo', { ...change, field: fieldWord(change.field) })}</Note>}
        </For>
        <ImportRowForm one={props.one} row={props.row} open={props.open} allFields />
      </PanePart>
    </Pane>
  )
}
