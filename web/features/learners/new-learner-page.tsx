import { useNavigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createNewLearner } from './create-new-learner.ts'
import { goOnWord, NewLearnerForm, newLearnerFormId } from './new-learner-form.tsx'
import { createUnits } from './unit-field.tsx'

/** 添加学员 on the phone: ID number first. */
export default function NewLearnerPage(): JSX.Element {
  const navigate = useNavigate()
  const { units } = createUnits(() => null)
  const form = createNewLearner(
    () => units()[0]?.id ?? null,
    (learner) => {
      showToast({ text: t(form.step() === 'proven' ? 'transferred' : 'created', { name: learner.name }) })
      navigate(`/learners/${learner.id}`, { replace: true })
    },
  )
  return (
    <OrganisationShell
      title={t('newTitle')}
      back="/learners"
      actionBar={
        <>
          <Show when={form.step() !== 'number'}>
            <Button size="main" onClick={() => form.backToNumber()}>
              {t('changeIdNumber')}
            </Button>
          </Show>
          <Button type="submit" form={newLearnerFormId} kind="primary" size="main" wide busy={form.busy()}>
            {goOnWord(form)}
          </Button>
        </>
      }
    >
      <NewLearnerForm form={form} units={units()} base="/learners" />
    </OrganisationShell>
  )
}
