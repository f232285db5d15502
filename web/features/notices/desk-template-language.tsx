import { createEffect, createSignal, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { NoticeKind } from '../../../server/features/notices/notices.schema.ts'
import type {
  TemplatePreview,
  TemplateVersion,
  TemplateWords,
} from '../../../server/features/notices/templates.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { MailFrame, MailText } from '../../components/mail-frame.tsx'
import { TextArea, TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-templates.zh-CN.ts'
import { errorField, errorSentence } from '../../texts/errors.ts'
import { formatDateTime } from '../../texts/format.ts'
import { noticeKindWord } from './notice-kinds.ts'
import { sameWords, type WordsField } from './template-drafts.ts'

export type PreviewForm = 'mail' | 'text' | 'notice'

/** How long a pause in typing is before the preview follows. */
const pauseMs = 300

const isConflict = (error: unknown) => error instanceof AppError && error.code === 'conflict'

/** The words of one kind in one language: to be written, saved, reset and mailed to oneself, with their preview. */
export function DeskTemplateLanguage(props: {
  kind: NoticeKind
  version: TemplateVersion
  form: PreviewForm
  /** What was written and not saved. */
  draft: TemplateWords | undefined
  onDraft: (words: TemplateWords | undefined) => void
  /** Reads what others saved meanwhile. */
  onReload: () => void
}): JSX.Element {
  const locale = () => props.version.locale
  const words = (): TemplateWords => props.draft ?? props.version.words
  const language = () => (locale() === 'en' ? t('english') : t('chinese'))
  const said = () => ({ kind: noticeKindWord(props.kind), language: language() })
  const stale = [api.templates.get.key(), api.templates.list.key()]

  // The preview follows a pause in typing, and shows the last one that there was until the next is here.
  const [settled, setSettled] = createSignal(words())
  createEffect(
    on(words, (now) => {
      const timer = setTimeout(() => setSettled(now), pauseMs)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  const hasText = () => settled().title.trim() !== '' && settled().sentence.trim() !== ''
  const preview = api.templates.preview.use(
    () => ({ kind: props.kind, locale: locale(), words: settled() }),
    () => ({ keepPrevious: true, enabled: hasText() }),
  )

  const [testId, setTestId] = createSignal(newId())
  const save = api.templates.save.use({
    stale,
    onSuccess: () => {
      props.onDraft(undefined)
      showToast({ text: t('saved', said()) })
    },
  })
  const reset = api.templates.reset.use({
    stale,
    onSuccess: () => {
      props.onDraft(undefined)
      showToast({ text: t('resetDone', said()) })
    },
  })
  const test = api.templates.sendTest.use({
    stale: [],
    onSuccess: ({ to, mailLeaves }) => {
      setTestId(newId())
      showToast({ text: t(mailLeaves ? 'testSent' : 'testStays', { to }) })
    },
  })
  const change = (field: WordsField, text: string) => {
    const changed = { ...words(), [field]: text }
    save.reset()
    props.onDraft(sameWords(changed, props.version.words) ? undefined : changed)
  }
  const send = (version = props.version.version) => {
    if (save.isPending || words().title.trim() === '' || words().sentence.trim() === '') return
    save.mutate({ kind: props.kind, locale: locale(), version, words: words() })
  }
  /** What somebody saved meanwhile is read first: then this one is written over it knowingly. */
  const keepMine = async () => {
    const now = await api.templates.get.query({ kind: props.kind })
    send(now.versions.find((one) => one.locale === locale())?.version ?? props.version.version)
  }
  const discard = () => {
    save.reset()
    reset.reset()
    props.onDraft(undefined)
  }
  const takeTheirs = () => {
    discard()
    props.onReload()
  }
  const refused = () => (isConflict(save.error) ? null : (save.error ?? (preview.isError ? preview.error : null)))
  const problem = (field: WordsField) => {
    if (field !== 'steps' && words()[field].trim() === '') return t('textEmpty')
    return errorField(refused()) === field || errorField(refused()) === `words.${field}`
      ? errorSentence(refused())
      : null
  }
  const conflict = () => [save.error, reset.error].find(isConflict)
  const isDirty = () => props.draft !== undefined

  const saveByKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (isDirty()) send()
  }

  return (
    <div data-template={locale()}>
      <Form onSubmit={() => isDirty() && send()} gap={3}>
        <Line apart>
          <Chop
            tone={isDirty() ? 'waiting' : props.version.changed ? 'settled' : 'neutral'}
            since={sinceOf(props.version)}
          >
            {language()} · {isDirty() ? t('unsaved') : props.version.changed ? t('changed') : t('productWords')}
          </Chop>
        </Line>
        <FieldGroup>
          <Field label={t('wordsTitle')} error={problem('title')}>
            <TextInput
              value={words().title}
              onInput={(text) => change('title', text)}
              onKeyDown={saveByKey}
              lang={locale()}
              maxLength={120}
            />
          </Field>
          <Field label={t('wordsSentence')} error={problem('sentence')}>
            <TextArea
              value={words().sentence}
              onInput={(text) => change('sentence', text.replace(/\s*\n\s*/g, ' '))}
              onKeyDown={saveByKey}
              lang={locale()}
              rows={3}
              maxLength={600}
            />
          </Field>
          <Field label={t('wordsSteps')} error={problem('steps')}>
            <TextArea
              value={words().steps}
              onInput={(text) => change('steps', text)}
              onKeyDown={saveByKey}
              lang={locale()}
              rows={4}
              maxLength={3000}
            />
          </Field>
        </FieldGroup>
        <Show when={conflict()}>
          {(error) => (
            <Note tone="rejected">
              <Stack gap={2}>
                <span>{conflictSentence(error())}</span>
                <Line>
                  <Button size="dense" onClick={takeTheirs}>
                    {t('takeTheirs')}
                  </Button>
                  <Button size="dense" busy={save.isPending} onClick={() => void keepMine()}>
                    {t('keepMine')}
                  </Button>
                </Line>
              </Stack>
            </Note>
          )}
        </Show>
        <Show when={save.error && !isConflict(save.error) && errorField(save.error) === null}>
          <ErrorNote error={save.error} />
        </Show>
        <Line>
          <Button type="submit" kind={isDirty() ? 'primary' : 'secondary'} disabled={!isDirty()} busy={save.isPending}>
            {t('save')}
          </Button>
          <Show when={isDirty()}>
            <Button kind="quiet" onClick={discard}>
              {t('discard')}
            </Button>
          </Show>
          <Show when={!isDirty() && props.version.changed}>
            <Button
              kind="quiet"
              busy={reset.isPending}
              onClick={() => reset.mutate({ kind: props.kind, locale: locale(), version: props.version.version })}
            >
              {t('reset')}
            </Button>
          </Show>
          <Button
            kind="quiet"
            busy={test.isPending}
            onClick={() => test.mutate({ kind: props.kind, locale: locale(), words: words(), testId: testId() })}
          >
            {t('sendTest')}
          </Button>
        </Line>
        <Show when={test.error}>
          {(error) => {
            const noMail = () => {
              const thrown = error()
              return thrown instanceof AppError && thrown.code === 'accountMailMissing'
            }
            return <Note tone="rejected">{noMail() ? t('testNoMail') : errorSentence(error())}</Note>
          }}
        </Show>
        <Section title={t('preview')} ruled>
          <Show
            when={preview.data}
            fallback={<Show when={preview.isError}>{<Quiet>{t('previewFailed')}</Quiet>}</Show>}
          >
            {(shown) => <Preview form={props.form} shown={shown()} title={`${t('preview')} ${language()}`} />}
          </Show>
        </Section>
      </Form>
    </div>
  )
}

function Preview(props: { form: PreviewForm; shown: TemplatePreview; title: string }): JSX.Element {
  return (
    <Stack gap={2}>
      <Show when={props.form !== 'notice'}>
        <span>
          <Quiet>{t('previewSubject')}</Quiet> <strong>{props.shown.subject}</strong>
        </span>
      </Show>
      <Switch>
        <Match when={props.form === 'mail'}>
          <MailFrame title={props.title} html={props.shown.html} />
        </Match>
        <Match when={props.form === 'text'}>
          <MailText>{props.shown.text}</MailText>
        </Match>
        <Match when={props.form === 'notice'}>
          <CardEntry main={<strong>{props.shown.notice.title}</strong>}>{props.shown.notice.sentence}</CardEntry>
        </Match>
      </Switch>
    </Stack>
  )
}

function sinceOf({ changed, updatedByName, updatedAt }: TemplateVersion): string | undefined {
  if (updatedByName === null || updatedAt === null) return undefined
  const values = { name: updatedByName, when: formatDateTime(updatedAt) }
  return changed ? t('changedBy', values) : t('resetBy', values)
}

function conflictSentence(error: unknown): string {
  const by = error instanceof AppError ? error.details.by : undefined
  return typeof by === 'string' ? t('conflictBy', { name: by }) : t('conflict')
}
