import { createSignal, type JSX } from 'solid-js'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { SubjectsField } from './subjects-field.tsx'

const formId = 'choose-subjects'

/** Subjects for everybody who is ticked, in one go: from the bottom edge on a phone, in the middle of a desk. */
export default function SubjectsSheet(props: {
  plan: PlanView
  people: number
  /** What all of them have now, where they have the same. */
  chosen: readonly string[]
  busy: boolean
  error: unknown
  onSave: (subjectIds: readonly string[]) => void
  onClose: () => void
}): JSX.Element {
  const [chosen, setChosen] = createSignal<readonly string[]>(props.chosen)
  const [asked, setAsked] = createSignal(false)
  const save = () => {
    setAsked(true)
    if (chosen().length > 0) props.onSave(chosen())
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('subjectsTitle', { count: props.people })}
      text={t('subjectsText')}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} busy={props.busy}>
            {props.busy ? t('saving') : t('subjectsSave')}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={save}>
        <SubjectsField
          plan={props.plan}
          people={props.people}
          chosen={chosen()}
          onChange={setChosen}
          error={asked() && chosen().length === 0 ? t('subjectsMissing') : null}
        />
        <ErrorNote error={props.error} />
      </Form>
    </Dialog>
  )
}
