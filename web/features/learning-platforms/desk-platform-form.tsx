import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type {
  DurationMeaning,
  Platform,
  PlatformWithSecret,
} from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Headline, Line, Note, Section } from '../../components/layout.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

const formId = 'platform'

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^/]/.test(text)
}

interface PlatformDraft {
  name: string
  homePage: string
  durationMeaning: DurationMeaning
}

/** The fields of a platform, new or changed; `problems` once somebody has tried to send. */
function createPlatformForm(initial: PlatformDraft) {
  const [name, setName] = createSignal(initial.name)
  const [homePage, setHomePage] = createSignal(initial.homePage)
  const [meaning, setMeaning] = createSignal<DurationMeaning>(initial.durationMeaning)
  const [complained, setComplained] = createSignal(false)
  const problems = () => ({
    name: name().trim() === '' ? t('nameNeeded') : null,
    homePage: isAddress(homePage().trim()) ? null : t('homePageWrong'),
  })
  return {
    fields: (onSubmit: () => void) => (
      <Form id={formId} onSubmit={onSubmit} gap={3}>
        <Field label={t('name')} hint={t('nameHint')} error={complained() ? problems().name : null}>
          <TextInput
            value={name()}
            onInput={setName}
            maxLength={60}
            ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
          />
        </Field>
        <Field label={t('homePage')} hint={t('homePageHint')} error={complained() ? problems().homePage : null}>
          <TextInput value={homePage()} onInput={setHomePage} maxLength={300} inputMode="url" spellcheck={false} />
        </Field>
        <Field label={t('meaning')}>
          <RadioGroup
            choices={[
              { value: 'total', label: t('meaningTotal') },
              { value: 'each', label: t('meaningEach') },
            ]}
            value={meaning()}
            onChange={setMeaning}
          />
        </Field>
      </Form>
    ),
    /** What to send; null when something is wrong, which is then said. */
    read: (): PlatformDraft | null => {
      setComplained(true)
      if (Object.values(problems()).some((problem) => problem !== null)) return null
      return { name: name().trim(), homePage: homePage().trim(), durationMeaning: meaning() }
    },
  }
}

/** Adds a platform, and shows its secret once. */
export function NewPlatform(props: { onClose: () => void; onCreated: (id: string) => void }): JSX.Element {
  const id = newId()
  const [made, setMade] = createSignal<PlatformWithSecret | null>(null)
  const form = createPlatformForm({ name: '', homePage: '', durationMeaning: 'total' })
  const create = api.learningPlatforms.create.use({
    onSuccess: (platform) => void setMade(platform),
    stale: [api.learningPlatforms.list.key()],
  })
  const send = () => {
    const draft = form.read()
    if (draft && !create.isPending) create.mutate({ id, ...draft })
  }
  const foot = () => (
    <VerdictBar before={create.error ? <ErrorNote error={create.error} /> : undefined}>
      <Button kind="primary" size="verdict" type="submit" form={formId} busy={create.isPending}>
        {t(create.isPending ? 'creating' : 'create')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
  return (
    <Pane label={t('addTitle')} foot={made() === null ? foot() : undefined}>
      <PanePart>
        <Line apart>
          <Headline>{t('addTitle')}</Headline>
          <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Show when={made()} fallback={form.fields(send)}>
          {(one) => <NewSecret made={one()} onDone={() => props.onCreated(one().platform.id)} />}
        </Show>
      </PanePart>
    </Pane>
  )
}

/** The secret, this once. */
export function NewSecret(props: { made: PlatformWithSecret; onDone: () => void }): JSX.Element {
  return (
    <Section title={t('secretTitle')}>
      <Show when={props.made.secret} fallback={<Note tone="waiting">{t('secretGone')}</Note>}>
        {(secret) => (
          <>
            <Note tone="waiting">{t('secretText')}</Note>
            <CopyRow label={t('key')} copy={props.made.platform.accessKey}>
              {props.made.platform.accessKey}
            </CopyRow>
            <CopyRow label={t('secret')} copy={secret()} lead>
              {secret()}
            </CopyRow>
          </>
        )}
      </Show>
      <Line>
        <Button kind="primary" onClick={() => props.onDone()}>
          {t('done')}
        </Button>
      </Line>
    </Section>
  )
}

/** Changes what a platform is called, whose accounts are its own, and what durations mean. */
export function EditPlatform(props: { platform: Platform; onClose: () => void }): JSX.Element {
  const form = createPlatformForm(props.platform)
  const update = api.learningPlatforms.update.use({
    onSuccess: () => {
      showToast({ text: t('saved') })
      props.onClose()
    },
    stale: [api.learningPlatforms.list.key()],
  })
  const send = () => {
    const draft = form.read()
    const { id, version, enabled } = props.platform
    if (draft && !update.isPending) update.mutate({ id, version, enabled, ...draft })
  }
  return (
    <Section title={t('editTitle')} ruled>
      {form.fields(send)}
      <ErrorNote error={update.error} />
      <Line>
        <Button kind="primary" type="submit" form={formId} busy={update.isPending}>
          {t(update.isPending ? 'saving' : 'save')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Section>
  )
}
