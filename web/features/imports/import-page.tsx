import { useParams } from '@solidjs/router'
import Download from 'lucide-solid/icons/download'
import { createEffect, createSignal, For, type JSX, lazy, Match, Show, Switch } from 'solid-js'
import type { ImportRow, ImportView } from '../../../server/features/imports/imports.schema.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { CountTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { fieldWord } from '../../texts/import-issues.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createImport, type OpenImport } from './create-import.ts'
import { importTitle } from './import-kinds.ts'
import { ImportRowForm } from './import-row-form.tsx'
import { listRows, useRows } from './import-rows.ts'
import { createCommit, ImportStatus, reportHref } from './import-status.tsx'
import { firstShown, inWork, type Show as RowsShown, rowTabs } from './import-words.ts'

const DeskImport = lazy(async () => {
  const { DeskImport: Desk } = await import('./desk-import.tsx')
  await textsReady()
  return { default: () => <Desk base="/imports" /> }
})

/** One import: what it will do row by row, corrections in place, and the commit. */
export default function ImportPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return <ByWidth phone={<ImportPhone id={params.id ?? ''} />} desk={<DeskImport />} />
}

function ImportPhone(props: { id: string }): JSX.Element {
  const open = createImport(() => props.id)
  const one = () => (open.query.isSuccess ? open.query.data : null)
  const commit = createCommit(one, open)
  const ready = () => one()?.state === 'previewed' && !one()?.needsMapping
  return (
    <OrganisationShell
      title={importTitle(one()?.kind)}
      back="/imports"
      actions={
        <Show when={one()?.hasReport && one()}>
          {(now) => <IconButton href={reportHref(now())} download label={t('report')} icon={<Download size={24} />} />}
        </Show>
      }
      actionNote={ready() ? commit.note() : undefined}
      actionBar={
        <Show when={ready()}>
          <Button size="main" busy={open.cancel.isPending} onClick={() => open.drop()}>
            {t('cancel')}
          </Button>
          <Button kind="primary" size="main" wide disabled={commit.blocked()} busy={commit.busy()} onClick={commit.run}>
            {commit.text()}
          </Button>
        </Show>
      }
    >
      <Loaded query={open.query} errorTitle={t('notOpened')}>
        {(data) => (
          <Stack gap={4}>
            <ImportStatus one={data()} open={open} base="/imports" />
            <ErrorNote error={open.commit.error ?? open.cancel.error} />
            <Show when={showsRows(data())}>
              <Rows one={data()} open={open} />
              <Show when={data().state === 'previewed'}>
                <Checkbox checked={commit.all()} onChange={commit.setAll}>
                  {t('allOrNothing')}
                </Checkbox>
              </Show>
              <Show when={data().hasReport}>
                <Section title={t('report')}>
                  <Quiet>{t('reportText')}</Quiet>
                  <Line>
                    <ButtonLink href={reportHref(data())} download="" target="_self" icon={<Download size={16} />}>
                      {t('report')}
                    </ButtonLink>
                  </Line>
                </Section>
              </Show>
            </Show>
          </Stack>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

/** Rows are there once the file has been read and its columns are known. */
function showsRows(one: ImportView): boolean {
  return !inWork(one.state) && one.state !== 'failed' && one.state !== 'cancelled' && !one.needsMapping
}

const pageSize = 20

function Rows(props: { one: ImportView; open: OpenImport }): JSX.Element {
  const [chosen, setChosen] = createSignal<RowsShown | null>(null)
  const show = () => chosen() ?? firstShown(props.one.counts)
  // When the last wrong row is right, what is left to look at is the good ones.
  createEffect(() => {
    const name = chosen()
    if (name === 'error' && props.one.counts.error === 0) setChosen(null)
  })
  const input = () => ({ id: props.one.id, show: show(), limit: pageSize })
  const query = useRows(input)
  const more = createMore(
    () => `${props.one.id} ${show()} ${props.one.version}`,
    () => (query.isSuccess ? query.data : undefined),
    (cursor) => listRows({ ...input(), cursor }),
  )
  return (
    <Stack gap={3}>
      <CountTabs label={t('filters')} tabs={rowTabs(props.one.counts, show(), props.one.kind, setChosen)} />
      <ErrorNote error={props.open.repair.error} />
      <Loaded query={query} errorTitle={t('notOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={<EmptyState title={t(show() === 'error' ? 'noErrors' : 'noRows')} />}
          >
            <For each={more.rows()}>
              {(row) => (
                <Card padded>
                  <RowOnPhone one={props.one} row={row} open={props.open} />
                </Card>
              )}
            </For>
            <MoreButton more={more} />
          </Show>
        )}
      </Loaded>
    </Stack>
  )
}

function RowOnPhone(props: { one: ImportView; row: ImportRow; open: OpenImport }): JSX.Element {
  return (
    <Stack gap={2}>
      <Line apart>
        <Line>
          <Quiet>{t('row', { row: props.row.row })}</Quiet>
          <strong>{props.row.cells.name}</strong>
        </Line>
        <Quiet>{props.row.cells.department ?? props.row.cells.amount ?? props.row.cells.hours}</Quiet>
      </Line>
      <Show when={props.row.corrected}>
        <Quiet>{t('corrected')}</Quiet>
      </Show>
      <Switch>
        <Match when={props.row.outcome === 'error'}>
          <ImportRowForm one={props.one} row={props.row} open={props.open} />
        </Match>
        <Match when={props.row.outcome === 'changed'}>
          <For each={props.row.changes}>
            {(change) => <Note>{t('changeFromTo', { ...change, field: fieldWord(change.field) })}</Note>}
          </For>
        </Match>
        <Match when={true}>
          <Quiet>
            {[props.row.cells.idNumber, props.row.cells.mobile ?? props.row.cells.training].filter(Boolean).join('　')}
          </Quiet>
        </Match>
      </Switch>
      <Show when={props.row.outcome !== 'error' && props.row.issues.length > 0}>
        <ImportRowForm one={props.one} row={props.row} open={props.open} />
      </Show>
    </Stack>
  )
}
