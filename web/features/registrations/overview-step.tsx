import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { MissingPart, RegistrationView } from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { formatList } from '../../texts/format.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { unsentOf } from '../shell/photo-files.tsx'
import type { RegistrationFormState } from './create-registration-form.ts'
import { LicenceChecks } from './documents-step.tsx'
import { fieldLabel } from './registration-field.tsx'
import { countOf } from './registration-files.tsx'
import { type FormField, stepHref, stepIds, stepOfMissing } from './registration-steps.ts'
import { StepShell, stepTitle } from './step-shell.tsx'

function partLabel(part: MissingPart): string {
  return part === 'licence' ? t('licence') : fieldLabel(part)
}

/** Everything on one page, each part one tap from being changed, and 提交. */
export function OverviewStep(props: { view: RegistrationView; form: RegistrationFormState }): JSX.Element {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [sending, setSending] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const unsent = () => unsentOf(props.view.id, props.view.files)
  /** Said by the server of its own state; what was typed and is not there yet counts as filled in. */
  const missing = () =>
    props.view.missing.filter((part) =>
      part === 'licence' ? countOf(props.view, 'licence') === 0 : props.form.value(part).trim() === '',
    )
  const stepsMissing = () => stepIds.filter((step) => missing().some((part) => stepOfMissing(part) === step))
  const submit = async () => {
    if (sending()) return
    setSending(true)
    setError(null)
    try {
      // First what was typed, so that the submission is made on the newest version.
      await props.form.save()
      const fresh = await api.registrations.get.query({ id: props.view.id })
      await api.registrations.submit.mutate({ id: props.view.id, version: fresh.version, form: props.form.all() })
      props.form.clear()
      showToast({ text: t('submitted') })
      await queries.invalidateQueries({ queryKey: api.registrations.get.key() })
      navigate(`/register/${props.view.id}`, { replace: true })
    } catch (refusal) {
      setError(() => refusal)
      if (refusal instanceof AppError) void queries.invalidateQueries({ queryKey: api.registrations.get.key() })
    } finally {
      setSending(false)
    }
  }
  const fact = (field: FormField, wide = true): Fact => ({
    label: fieldLabel(field),
    value: props.form.value(field) || t('notYet'),
    wide,
  })
  const change = (step: 'contact' | 'unit' | 'documents') => (
    <ButtonLink kind="quiet" href={stepHref(props.view.id, step)}>
      {t('change')}
    </ButtonLink>
  )
  return (
    <StepShell
      registrationId={props.view.id}
      step="overview"
      actionNote={unsent().length > 0 ? t('waitsForPictures', { count: unsent().length }) : t('submitNote')}
      actionBar={
        <Button
          kind="primary"
          size="main"
          wide
          busy={sending()}
          disabled={missing().length > 0 || unsent().length > 0}
          onClick={() => void submit()}
        >
          {sending() ? t('submitting') : t(submitWords[props.view.state])}
        </Button>
      }
    >
      <Show when={missing().length > 0}>
        <Note tone="waiting">
          <Stack gap={2}>
            <span>{t('stillMissing', { parts: formatList(missing().map(partLabel)) })}</span>
            <For each={stepsMissing()}>
              {(step) => (
                <ButtonLink href={stepHref(props.view.id, step)}>{t('goTo', { step: stepTitle(step) })}</ButtonLink>
              )}
            </For>
          </Stack>
        </Note>
      </Show>
      <LicenceChecks view={props.view} form={props.form} onlyTrouble />
      <Section title={stepTitle('unit')} aside={change('unit')}>
        <Facts facts={[codeFact(props.view), fact('name'), fact('address')]} />
      </Section>
      <Section title={stepTitle('contact')} aside={change('contact')}>
        <Facts facts={[fact('contactName', false), fact('mobile', false), fact('email')]} />
      </Section>
      <Section title={stepTitle('documents')} aside={change('documents')}>
        <Facts
          facts={[
            { label: t('licence'), value: pictures(countOf(props.view, 'licence')) },
            { label: t('qualification'), value: pictures(countOf(props.view, 'qualification')) },
          ]}
        />
      </Section>
      <ErrorNote error={error() ?? props.form.error()} />
    </StepShell>
  )
}

/** The code it is registered with, and that staff will look at a doubtful one. */
export function codeFact(view: RegistrationView): Fact {
  return {
    label: t(view.codeKind),
    value: (
      <Line gap={3}>
        <AccountNumber>{view.code}</AccountNumber>
        <Show when={view.codeDoubtful}>
          <Quiet>{t('doubtfulShort')}</Quiet>
        </Show>
      </Line>
    ),
    wide: true,
  }
}

/** What is being reviewed takes changes as they are made; a rejected one is sent once more. */
const submitWords = { draft: 'submit', pending: 'doneChanging', rejected: 'submitAgain', approved: 'submit' } as const

function pictures(count: number): string {
  return count === 0 ? t('notYet') : t('pictureCount', { count })
}
