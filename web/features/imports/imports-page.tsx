import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, type JSX, lazy, Show } from 'solid-js'
import type { ImportSummary } from '../../../server/features/imports/imports.schema.ts'
import { api } from '../../api.ts'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { Quiet, Section, Stack } from '../../components/layout.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { importTitle } from './import-kinds.ts'
import { inWork, resultSentence, stateTones } from './import-words.ts'
import { UploadImport } from './upload-import.tsx'

const pageSize = 20
/** While one of them is being read or written, in milliseconds. */
const progressMs = 2000

const DeskImports = lazy(async () => {
  const { DeskImports: Desk } = await import('./desk-imports.tsx')
  await textsReady()
  return { default: () => <Desk base="/imports" withOrganisation={false} upload={<Upload />} /> }
})

/** 批量导入: a file to choose, the template, and the imports of before, to be found again. */
export default function ImportsPage(): JSX.Element {
  return <ByWidth phone={<ImportsPhone />} desk={<DeskImports />} />
}

function Upload(): JSX.Element {
  const navigate = useNavigate()
  return <UploadImport organisationId={null} onSent={(id) => navigate(`/imports/${id}`)} />
}

function ImportsPhone(): JSX.Element {
  const [working, setWorking] = createSignal(false)
  const list = createPagedList(
    api.imports.list,
    () => ({ limit: pageSize }),
    () => ({ refreshMs: working() ? progressMs : false }),
  )
  const { query } = list
  createEffect(() => setWorking(query.isSuccess && query.data.rows.some((one) => inWork(one.state))))
  return (
    <OrganisationShell title={t('titleLearners')} back="/learners">
      <Stack gap={5}>
        <Upload />
        <Section title={t('list')}>
          <PagedRows list={list} errorTitle={t('listNotOpened')} together empty={<Quiet>{t('emptyText')}</Quiet>}>
            {(one) => <ImportEntry one={one} />}
          </PagedRows>
        </Section>
      </Stack>
    </OrganisationShell>
  )
}

function ImportEntry(props: { one: ImportSummary }): JSX.Element {
  return (
    <CardEntry
      href={`/imports/${props.one.id}`}
      state={
        <Chop tone={stateTones[props.one.state]} since={formatDateTime(props.one.stateSince)}>
          {t(props.one.state)}
        </Chop>
      }
      action={props.one.state === 'previewed' ? t('goOn') : undefined}
      main={props.one.fileName}
      note={joinParts(importTitle(props.one.kind), props.one.plan?.name, props.one.createdByName)}
      noteEnd={props.one.counts.error > 0 ? t('errorsOf', { count: props.one.counts.error }) : undefined}
      noteEndUrgent={props.one.counts.error > 0 && props.one.state === 'previewed'}
    >
      <Show when={props.one.result}>{resultSentence(props.one)}</Show>
    </CardEntry>
  )
}
