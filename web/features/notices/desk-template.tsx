import { createSignal, For, type JSX } from 'solid-js'
import type { NoticeKind, NoticeLocale } from '../../../server/features/notices/notices.schema.ts'
import type { TemplateView, TemplateWords } from '../../../server/features/notices/templates.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { createKeys } from '../../components/keys.ts'
import { Columns, Headline, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-templates.zh-CN.ts'
import { DeskTemplateLanguage, type PreviewForm } from './desk-template-language.tsx'
import { noticeKindWord } from './notice-kinds.ts'
import type { TemplateDrafts } from './template-drafts.ts'
import { audienceOf, placeholderWord } from './template-words.ts'

/** One kind of notice, written in both languages beside one another, with what the sample would look like. */
export function DeskTemplate(props: {
  kind: NoticeKind
  drafts: TemplateDrafts
  onDraft: (locale: NoticeLocale, words: TemplateWords | undefined) => void
}): JSX.Element {
  const query = api.templates.get.use(() => ({ kind: props.kind }))
  return (
    <Pane label={t('detail')} shownId={props.kind}>
      <Loaded query={query} skeleton={<SkeletonRows count={12} />} errorTitle={t('detailFailed')}>
        {(view) => <Template {...props} view={view()} onReload={() => void query.refetch()} />}
      </Loaded>
    </Pane>
  )
}

function Template(props: {
  view: TemplateView
  drafts: TemplateDrafts
  onDraft: (locale: NoticeLocale, words: TemplateWords | undefined) => void
  onReload: () => void
}): JSX.Element {
  const [form, setForm] = createSignal<PreviewForm>('mail')
  // The text box that was written in last, in either language: where a placeholder goes.
  let written: HTMLInputElement | HTMLTextAreaElement | null = null
  const insert = (name: string) => {
    const box = written?.isConnected
      ? written
      : document.querySelector<HTMLInputElement>('[data-template="zh-CN"] input')
    if (!box) return
    box.focus()
    box.setRangeText(`{${name}}`, box.selectionStart ?? 0, box.selectionEnd ?? 0, 'end')
    box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  const writeIn = (locale: NoticeLocale) => (event: KeyboardEvent) => {
    event.preventDefault()
    document.querySelector<HTMLInputElement>(`[data-template="${locale}"] input`)?.focus()
  }
  createKeys(() => [
    { key: '1', label: t('keyChinese'), run: writeIn('zh-CN') },
    { key: '2', label: t('keyEnglish'), run: writeIn('en') },
  ])
  return (
    <PanePart>
      <Line apart>
        <Stack gap={1}>
          <Headline>{noticeKindWord(props.view.kind)}</Headline>
          <Quiet>{audienceOf(props.view).join(' · ')}</Quiet>
        </Stack>
        <Segmented
          label={t('preview')}
          value={form()}
          onChange={setForm}
          choices={[
            { value: 'mail', label: t('asMail') },
            { value: 'text', label: t('asText') },
            { value: 'notice', label: t('asNotice') },
          ]}
        />
      </Line>
      <Section title={t('insert')}>
        <Line gap={1}>
          <For each={props.view.placeholders}>
            {(placeholder) => (
              <Button
                size="dense"
                title={`{${placeholder.name}} ${placeholder.samples['zh-CN']}`}
                // The box keeps its cursor: the button never takes the focus from it by mouse.
                onMouseDown={(event: MouseEvent) => event.preventDefault()}
                onClick={() => insert(placeholder.name)}
              >
                {placeholderWord(placeholder.name)}
                {placeholder.required ? ' *' : ''}
              </Button>
            )}
          </For>
        </Line>
        <Quiet>{t('insertHint')}</Quiet>
      </Section>
      <div
        onFocusIn={(event) => {
          const { target } = event
          if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) written = target
        }}
      >
        <Columns>
          <For each={props.view.versions}>
            {(version) => (
              <DeskTemplateLanguage
                kind={props.view.kind}
                version={version}
                form={form()}
                draft={props.drafts[`${props.view.kind} ${version.locale}`]}
                onDraft={(words) => props.onDraft(version.locale, words)}
                onReload={props.onReload}
              />
            )}
          </For>
        </Columns>
      </div>
    </PanePart>
  )
}
