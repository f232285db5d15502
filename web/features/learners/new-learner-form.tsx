import { type JSX, Match, Show, Switch } from 'solid-js'
import type { LearnerRow } from '../../../server/features/learners/learners.schema.ts'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Note, Quiet, Section } from '../../components/layout.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { unitPath } from '../shell/unit-path.ts'
import type { NewLearner } from './create-new-learner.ts'
import { LearnerFields } from './learner-fields.tsx'
import { idTypes } from './learner-words.ts'
import { UnitField } from './unit-field.tsx'

export const newLearnerFormId = 'new-learner'

/** The word on the button that goes on. */
export function goOnWord(form: NewLearner): string {
  const words = {
    number: form.busy() ? 'looking' : 'next',
    own: 'createAnother',
    elsewhere: form.busy() ? 'proving' : 'prove',
    proven: form.busy() ? 'transferring' : 'transfer',
    unknown: form.busy() ? 'creating' : 'create',
  } as const
  return t(words[form.step()])
}

/** What the present step asks, on the phone and on the desk alike. */
export function NewLearnerForm(props: {
  form: NewLearner
  units: readonly TreeNode[]
  /** Where one person's page is: `/learners`. */
  base: string
  /** Where there is more than one organisation: chooses into which. Units are asked for once that is known. */
  organisation?: (() => JSX.Element) | undefined
  organisationChosen?: boolean | undefined
  /** Only what is needed to enrol somebody: name, mobile, unit. */
  brief?: boolean | undefined
  /** In the place of where a known person is: what is done with them. */
  own?: ((learner: LearnerRow) => JSX.Element) | undefined
  /** Under whoever was found or filled in. */
  children?: JSX.Element
}): JSX.Element {
  const { form } = props
  const whoFacts = (): Fact[] => [{ label: t(form.who.idType), value: <IdNumber>{form.who.idNumber}</IdNumber> }]
  return (
    <Form
      id={newLearnerFormId}
      onSubmit={() => (form.step() === 'own' && !props.own ? form.restart() : form.submit())}
      gap={5}
    >
      <Switch>
        <Match when={form.step() === 'number'}>
          <NumberStep form={form} />
        </Match>
        <Match when={form.step() === 'own' && form.known()}>
          {(learner) => (
            <Show
              when={props.own}
              fallback={
                <>
                  <Note>{t('ownKnown', { name: learner().name, unit: unitPath(learner().organisation) })}</Note>
                  <ButtonLink href={`${props.base}/${learner().id}`}>{t('openThem')}</ButtonLink>
                </>
              }
            >
              {(own) => own()(learner())}
            </Show>
          )}
        </Match>
        <Match when={form.step() === 'elsewhere'}>
          <Section title={t('elsewhereTitle')}>
            <Note>{t('elsewhereText')}</Note>
            <Facts beside facts={whoFacts()} />
            <FieldGroup>
              <Field label={t('name')} error={form.faults().name} required>
                <TextInput
                  value={form.draft().name}
                  onInput={(value) => form.setDraft('name', value)}
                  autocomplete="off"
                />
              </Field>
              <Field label={t('mobile')} error={form.faults().mobile} required>
                <TextInput
                  value={form.draft().mobile}
                  onInput={(value) => form.setDraft('mobile', value)}
                  inputmode="tel"
                  autocomplete="off"
                />
              </Field>
            </FieldGroup>
          </Section>
        </Match>
        <Match when={form.step() === 'proven' && form.proven()}>
          {(proven) => (
            <Section
              title={t('provenTitle', { name: proven().learner.name })}
              aside={props.own ? <OtherNumber form={form} /> : undefined}
            >
              <Note>{t('provenText')}</Note>
              <Facts
                facts={[
                  { label: t('idNumber'), value: <IdNumber>{proven().learner.idNumberMasked}</IdNumber> },
                  { label: t('mobile'), value: proven().learner.mobile },
                  ...(proven().learner.education ? [{ label: t('education'), value: proven().learner.education }] : []),
                ]}
              />
              {props.organisation?.()}
              <Show when={props.organisationChosen !== false}>
                <UnitField
                  label={t('moveTo')}
                  units={props.units}
                  value={form.draft().organisationId}
                  onChange={(id) => form.setDraft('organisationId', id)}
                  error={form.faults().organisationId}
                />
              </Show>
              <Field label={t('post')}>
                <TextInput value={form.draft().post} onInput={(value) => form.setDraft('post', value)} />
              </Field>
            </Section>
          )}
        </Match>
        <Match when={form.step() === 'unknown'}>
          <Section title={t('newPersonTitle')} aside={props.own ? <OtherNumber form={form} /> : undefined}>
            <Quiet>{t('newPersonText')}</Quiet>
            <Facts beside facts={whoFacts()} />
            {props.organisation?.()}
            <LearnerFields
              draft={form.draft()}
              onChange={form.setDraft}
              faults={form.faults()}
              units={props.units}
              withUnit={props.organisationChosen !== false}
              brief={props.brief}
            />
          </Section>
        </Match>
      </Switch>
      <Show when={form.step() !== 'number' && form.step() !== 'elsewhere'}>{props.children}</Show>
      <Show when={form.error()}>
        <ErrorNote error={form.error()} />
      </Show>
    </Form>
  )
}

/** Where the button at the thumb is taken by something else. */
function OtherNumber(props: { form: NewLearner }): JSX.Element {
  return (
    <Button kind="quiet" onClick={() => props.form.backToNumber()}>
      {t('changeIdNumber')}
    </Button>
  )
}

function NumberStep(props: { form: NewLearner }): JSX.Element {
  const resident = () => props.form.who.idType === 'residentId'
  return (
    <>
      <Quiet>{t('newLead')}</Quiet>
      <FieldGroup>
        <Field label={t('idNumber')} error={props.form.numberFault()} required>
          <CodeInput
            value={props.form.who.idNumber}
            onInput={(value) => props.form.setWho('idNumber', value)}
            groups={resident() ? [6, 8, 4] : [30]}
            maxLength={resident() ? 18 : 20}
            autocomplete="off"
            ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
          />
        </Field>
        <Field label={t('idType')}>
          <Select
            value={props.form.who.idType}
            onChange={(idType) => props.form.setWho('idType', idType)}
            choices={idTypes.map((value) => ({ value, label: t(value) }))}
          />
        </Field>
      </FieldGroup>
    </>
  )
}
