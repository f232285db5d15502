import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, lazy, Show } from 'solid-js'
import type { ImportSummary } from '../../../server/features/imports/imports.schema.ts'
import { api } from '../../api.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
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
  const query = api.imports.list.use(
    () => ({ limit: pageSize }),
    () => ({ refreshMs: working() ? progressMs : false }),
  )
  createEffect(() => setWorking(query.isSuccess && query.data.rows.some((one) => inWork(one.state))))
  const more = createMore(
    () => '',
    () => (query.isSuccess ? query.data : undefined),
    (cursor) => api.imports.list.query({ limit: pageSize, cursor }),
  )
  return (
    <OrganisationShell title={t('titleLearners')} back="/learners">
      <Stack gap={5}>
        <Upload />
        <Section title={t('list')}>
          <Loaded query={query} errorTitle={t('listNotOpened')}>
            {() => (
              <Show when={more.rows().length > 0} fallback={<Quiet>{t('emptyText')}</Quiet>}>
                <Card>
                  <For each={more.rows()}>{(one) => <ImportEntry one={one} />}</For>
                </Card>
                <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
              </Show>
            )}
          </Loaded>
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
