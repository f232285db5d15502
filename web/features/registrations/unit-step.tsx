import { useNavigate } from '@solidjs/router'
import ScanText from 'lucide-solid/icons/scan-text'
import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import type { RegistrationView } from '../../../server/features/registrations/registrations.schema.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Quiet, Stack } from '../../components/layout.tsx'
import { AlbumButton, CameraButton } from '../../components/pick-files.tsx'
import { WrappingInput } from '../../components/text-input.tsx'
import { t } from '../../texts/registrations.zh-CN.ts'
import type { RegistrationFormState } from './create-registration-form.ts'
import { LicenceDifference, LicenceHint } from './licence-difference.tsx'
import { readOnLicence } from './licence-fields.ts'
import { firstProblem, RegistrationField } from './registration-field.tsx'
import { addPhotos, countOf, RegistrationFiles, roomFor } from './registration-files.tsx'
import { longest, stepFields, stepHref } from './registration-steps.ts'
import { StepShell } from './step-shell.tsx'

const formId = 'registration-unit'

/** Which organisation. Whoever photographs the licence first types nothing: the form takes over what was read. */
export function UnitStep(props: { view: RegistrationView; form: RegistrationFormState }): JSX.Element {
  const navigate = useNavigate()
  const [byHand, setByHand] = createSignal(false)
  const [asked, setAsked] = createSignal(false)
  const nothingYet = () =>
    !byHand() &&
    countOf(props.view, 'licence') === 0 &&
    stepFields.unit.every((field) => props.form.value(field) === '')
  const read = (field: 'name' | 'address') => readOnLicence(props.view, field)?.value ?? null
  for (const field of stepFields.unit) {
    createEffect(
      on(
        () => read(field),
        (value) => {
          if (value !== null && props.form.value(field).trim() === '') props.form.set(field, value)
        },
      ),
    )
  }
  /** The licence is being read, and there is still something for it to fill in. */
  const fillsItself = () =>
    props.view.files.length > 0 &&
    !props.view.checked &&
    stepFields.unit.some((field) => props.form.value(field) === '')
  const next = async () => {
    setAsked(true)
    if (firstProblem(props.form, stepFields.unit) || props.form.saving()) return
    try {
      await props.form.save()
    } catch {
      return
    }
    navigate(stepHref(props.view.id, 'documents'))
  }
  const text = (field: 'name' | 'address') => ({
    value: props.form.value(field),
    onInput: (typed: string) => props.form.set(field, typed),
    maxLength: longest[field],
  })
  const hint = (field: 'name' | 'address', otherwise: string) => (
    <LicenceHint field={field} read={read(field)} typed={props.form.value(field)}>
      {otherwise}
    </LicenceHint>
  )
  const add = (photos: File[]) => void addPhotos(props.view, 'licence', photos)
  return (
    <StepShell
      registrationId={props.view.id}
      step="unit"
      actionBar={
        <Show
          when={nothingYet()}
          fallback={
            <Button type="submit" form={formId} kind="primary" size="main" wide busy={props.form.saving()}>
              {props.form.saving() ? t('saving') : t('next')}
            </Button>
          }
        >
          <AlbumButton onFiles={add} />
          <CameraButton onFiles={add}>{t('photographLicence')}</CameraButton>
        </Show>
      }
    >
      <Show
        when={nothingYet()}
        fallback={
          <Form id={formId} onSubmit={() => void next()}>
            <Show when={countOf(props.view, 'licence') > 0}>
              <RegistrationFiles view={props.view} purpose="licence" />
            </Show>
            <div role="status">
              <Show when={fillsItself()}>
                <Quiet>{t('fillsItself')}</Quiet>
              </Show>
            </div>
            <FieldGroup>
              <Stack gap={2}>
                <RegistrationField form={props.form} field="name" asked={asked()} hint={hint('name', t('nameHint'))}>
                  <WrappingInput {...text('name')} autocomplete="organization" />
                </RegistrationField>
                <LicenceDifference
                  field="name"
                  read={read('name')}
                  typed={props.form.value('name')}
                  onTake={(value) => props.form.set('name', value)}
                />
              </Stack>
              <Stack gap={2}>
                <RegistrationField
                  form={props.form}
                  field="address"
                  asked={asked()}
                  hint={hint('address', t('addressHint'))}
                >
                  <WrappingInput {...text('address')} autocomplete="street-address" />
                </RegistrationField>
              </Stack>
            </FieldGroup>
            <Show when={countOf(props.view, 'licence') === 0 && roomFor(props.view, 'licence') > 0}>
              <AlbumButton size="normal" onFiles={add}>
                {t('fillFromLicence')}
              </AlbumButton>
            </Show>
            <ErrorNote error={props.form.error()} />
          </Form>
        }
      >
        <EmptyState
          icon={<ScanText size={24} />}
          title={t('licenceFirstTitle')}
          action={
            <Button kind="quiet" onClick={() => setByHand(true)}>
              {t('typeByHand')}
            </Button>
          }
        >
          {t('licenceFirstText')}
        </EmptyState>
      </Show>
    </StepShell>
  )
}
