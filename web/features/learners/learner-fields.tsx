import { type JSX, Show } from 'solid-js'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { Field, FieldGroup } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import type { DraftFaults, LearnerDraft } from './learner-draft.ts'
import { UnitField } from './unit-field.tsx'

/** The fields about a learner that an organisation keeps. */
export function LearnerFields(props: {
  draft: LearnerDraft
  onChange: <K extends keyof LearnerDraft>(field: K, value: LearnerDraft[K]) => void
  faults: DraftFaults
  units: readonly TreeNode[]
  /** False where the unit is changed by a step of its own. */
  withUnit?: boolean | undefined
  /** Without what nobody needs at once: post, education, e-mail. */
  brief?: boolean | undefined
}): JSX.Element {
  const text = (field: 'name' | 'mobile' | 'email' | 'post' | 'education') => ({
    value: props.draft[field],
    onInput: (value: string) => props.onChange(field, value),
  })
  return (
    <FieldGroup>
      <Field label={t('name')} error={props.faults.name} required>
        <TextInput {...text('name')} autocomplete="off" maxLength={50} />
      </Field>
      <Field label={t('mobile')} error={props.faults.mobile}>
        <TextInput {...text('mobile')} inputmode="tel" autocomplete="off" maxLength={20} />
      </Field>
      <Show when={props.withUnit !== false}>
        <UnitField
          label={t('unit')}
          units={props.units}
          value={props.draft.organisationId}
          onChange={(id) => props.onChange('organisationId', id)}
          error={props.faults.organisationId}
        />
      </Show>
      <Show when={!props.brief}>
        <Field label={t('post')}>
          <TextInput {...text('post')} autocomplete="off" maxLength={50} />
        </Field>
        <Field label={t('education')}>
          <TextInput {...text('education')} autocomplete="off" maxLength={50} list="education-levels" />
          <datalist id="education-levels">
            {educationLevels.map((level) => (
              <option value={level} />
            ))}
          </datalist>
        </Field>
        <Field label={t('email')} error={props.faults.email}>
          <TextInput {...text('email')} inputmode="email" autocomplete="off" maxLength={254} />
        </Field>
      </Show>
    </FieldGroup>
  )
}

const educationLevels = ['初中及以下', '高中', '中专', '大专', '本科', '硕士研究生', '博士研究生']
