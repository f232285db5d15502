import { useNavigate } from '@solidjs/router'
import Camera from 'lucide-solid/icons/camera'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type {
  RegistrationCheck,
  RegistrationView,
} from '../../../server/features/registrations/registrations.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CheckRow, PassedChecks } from '../../components/check-row.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { AlbumButton, CameraButton } from '../../components/pick-files.tsx'
import {
  licenceField,
  registrationCheckAdvice,
  registrationCheckTitle,
  registrationCheckValues,
} from '../../texts/registration-checks.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import type { RegistrationFormState } from './create-registration-form.ts'
import { addPhotos, countOf, RegistrationFiles, roomFor } from './registration-files.tsx'
import { stepHref } from './registration-steps.ts'
import { StepShell } from './step-shell.tsx'

const severity: Record<RegistrationCheck['verdict'], number> = { fail: 0, warn: 1, pending: 2, pass: 3 }

/** The licence and the certificates, and what the worker read against what was typed. */
export function DocumentsStep(props: { view: RegistrationView; form: RegistrationFormState }): JSX.Element {
  const navigate = useNavigate()
  const add = (purpose: 'licence' | 'qualification') => (photos: File[]) => void addPhotos(props.view, purpose, photos)
  const licences = () => countOf(props.view, 'licence')
  return (
    <StepShell
      registrationId={props.view.id}
      step="documents"
      actionBar={
        <Show
          when={licences() > 0}
          fallback={
            <>
              <AlbumButton onFiles={add('licence')} />
              <CameraButton onFiles={add('licence')}>{t('photographLicence')}</CameraButton>
            </>
          }
        >
          <Button kind="primary" size="main" wide onClick={() => navigate(stepHref(props.view.id, 'overview'))}>
            {t('next')}
          </Button>
        </Show>
      }
    >
      <Section title={t('licence')}>
        <Show
          when={licences() > 0}
          fallback={
            <EmptyState icon={<Camera size={24} />} title={t('licenceNeeded')}>
              {t('licenceNeededText')}
            </EmptyState>
          }
        >
          <RegistrationFiles view={props.view} purpose="licence" />
          <Show when={roomFor(props.view, 'licence') > 0}>
            <AlbumButton size="normal" onFiles={add('licence')}>
              {t('addLicence')}
            </AlbumButton>
          </Show>
        </Show>
        <div role="status">
          <Show when={licences() > 0 && !props.view.checked}>
            <Quiet>{t('readingHint')}</Quiet>
          </Show>
        </div>
      </Section>
      <LicenceChecks view={props.view} form={props.form} />
      <Section title={t('qualification')}>
        <Show when={countOf(props.view, 'qualification') > 0} fallback={<Quiet>{t('qualificationOptional')}</Quiet>}>
          <RegistrationFiles view={props.view} purpose="qualification" />
        </Show>
        <Show when={roomFor(props.view, 'qualification') > 0}>
          <AlbumButton size="normal" onFiles={add('qualification')}>
            {t('addQualification')}
          </AlbumButton>
        </Show>
      </Section>
      <ErrorNote error={props.form.error()} />
    </StepShell>
  )
}

/** What was read against what was typed: trouble first with both values and the one thing to do, what agrees quiet. */
export function LicenceChecks(props: {
  view: RegistrationView
  /** With it differences can be put right here. */
  form?: RegistrationFormState | undefined
  /** What agrees has been seen a step before. */
  onlyTrouble?: boolean | undefined
}): JSX.Element {
  const shown = () =>
    props.view.checks.filter(({ finding }) => finding !== 'licenceMissing' && finding !== 'licenceInReading')
  const loud = createMemo(() =>
    shown()
      .filter(({ verdict }) => verdict !== 'pass')
      .sort((a, b) => severity[a.verdict] - severity[b.verdict]),
  )
  const passed = () => (props.onlyTrouble ? [] : shown().filter(({ verdict }) => verdict === 'pass'))
  return (
    <Show when={loud().length + passed().length > 0 && countOf(props.view, 'licence') > 0}>
      <Section title={t('checksTitle')}>
        <Card label={t('checksTitle')}>
          <For each={loud()}>
            {(check) => (
              <CheckRow
                verdict={check.verdict}
                title={registrationCheckTitle(check)}
                values={registrationCheckValues(check)}
                actions={<Repair check={check} view={props.view} form={props.form} />}
              >
                {registrationCheckAdvice(check, 'applicant')}
              </CheckRow>
            )}
          </For>
          <Show when={passed().length > 0}>
            <PassedChecks titles={passed().map(registrationCheckTitle)} />
          </Show>
        </Card>
      </Section>
    </Show>
  )
}

/** The one tap that puts a difference right. */
function Repair(props: {
  check: RegistrationCheck
  view: RegistrationView
  form: RegistrationFormState | undefined
}): JSX.Element {
  const found = () => props.check.found
  const takeName = (form: RegistrationFormState, name: string) => {
    form.set('name', name)
    void form.save().catch(() => {})
  }
  return (
    <Switch>
      <Match when={props.check.finding === 'nameNear' || props.check.finding === 'nameDiffers'}>
        <Show when={props.form}>
          {(form) => (
            <Show when={found()}>
              {(name) => (
                <Button busy={form().saving()} onClick={() => takeName(form(), name())}>
                  {t('takeFromLicence', { field: licenceField('name') })}
                </Button>
              )}
            </Show>
          )}
        </Show>
      </Match>
      <Match when={props.check.finding === 'codeNear' || props.check.finding === 'codeDiffers'}>
        <Show when={(props.view.state === 'draft' || props.view.state === 'rejected') && found()}>
          {(code) => (
            <ButtonLink href={`/register?code=${encodeURIComponent(code())}&from=${props.view.id}`}>
              {t('registerWithLicenceCode')}
            </ButtonLink>
          )}
        </Show>
      </Match>
      <Match when={props.check.finding === 'licenceUnreadable' || props.check.finding === 'licenceExpired'}>
        <Show when={roomFor(props.view, 'licence') > 0 && props.form}>
          <AlbumButton size="normal" onFiles={(photos) => void addPhotos(props.view, 'licence', photos)}>
            {t('photographAgain')}
          </AlbumButton>
        </Show>
      </Match>
    </Switch>
  )
}
