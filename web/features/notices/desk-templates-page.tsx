import { useNavigate, useParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { NoticeKind } from '../../../server/features/notices/notices.schema.ts'
import { type TemplateRow, templateAreas } from '../../../server/features/notices/templates.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SideList } from '../../components/side-list.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-templates.zh-CN.ts'
import { DeskTemplate } from './desk-template.tsx'
import { noticeKindWord } from './notice-kinds.ts'
import type { TemplateDrafts } from './template-drafts.ts'
import { audienceOf } from './template-words.ts'

/** 通知模板: every kind of notice with who gets it, and one of them open to be written in both languages. */
export default function DeskTemplatesPage(): JSX.Element {
  const params = useParams<{ kind?: string }>()
  const navigate = useNavigate()
  const query = api.templates.list.use(() => undefined)
  const rows = (): readonly TemplateRow[] => (query.isSuccess ? query.data.rows : [])
  const opened = (): NoticeKind | null => rows().find((row) => row.kind === params.kind)?.kind ?? null
  // What was written and not saved waits here while another kind is looked at.
  const [drafts, setDrafts] = createStore<TemplateDrafts>({})
  const isUnsaved = (kind: NoticeKind) => Object.keys(drafts).some((key) => key.startsWith(`${kind} `))
  const open = (kind: NoticeKind) => navigate(`/desk/templates/${kind}`, { scroll: false })
  const move = (by: 1 | -1) => {
    const all = rows()
    const at = all.findIndex((row) => row.kind === opened())
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]
    if (!next) return
    open(next.kind)
    queueMicrotask(() => document.querySelector(`[data-side-row="${next.kind}"]`)?.scrollIntoView({ block: 'nearest' }))
  }
  createKeys(() => [
    { key: 'J', label: t('keyNext'), run: () => move(1) },
    { key: 'K', label: t('keyPrevious'), run: () => move(-1) },
  ])
  const aside = (row: TemplateRow) =>
    isUnsaved(row.kind) ? (
      <StateMark tone="waiting">{t('unsaved')}</StateMark>
    ) : row.changed.length > 0 ? (
      <StateMark tone="settled">{t('changed')}</StateMark>
    ) : undefined
  return (
    <DeskPage title={t('title')} keys>
      <Panes columns="264px minmax(0, 1fr)">
        <Pane label={t('list')} ground="paper">
          <Loaded query={query} skeleton={<SkeletonRows count={12} />} errorTitle={t('listFailed')}>
            {() => (
              <PanePart>
                <For each={templateAreas}>
                  {(area) => (
                    <Section title={t(area)}>
                      <SideList
                        label={t(area)}
                        rows={rows()
                          .filter((row) => row.area === area)
                          .map((row) => ({
                            id: row.kind,
                            title: noticeKindWord(row.kind),
                            aside: aside(row),
                            text: audienceOf(row).join(' · '),
                            chosen: row.kind === opened(),
                            onOpen: () => open(row.kind),
                          }))}
                      />
                    </Section>
                  )}
                </For>
              </PanePart>
            )}
          </Loaded>
        </Pane>
        <Show
          when={opened()}
          keyed
          fallback={
            <Pane label={t('detail')}>
              <EmptyState title={t('choose')}>{t('chooseText')}</EmptyState>
            </Pane>
          }
        >
          {(kind) => (
            <DeskTemplate
              kind={kind}
              drafts={drafts}
              onDraft={(locale, words) => setDrafts(`${kind} ${locale}`, words)}
            />
          )}
        </Show>
      </Panes>
    </DeskPage>
  )
}
