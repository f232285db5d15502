import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { AddPersonInput } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { LearnerRow } from '../../../server/features/learners/learners.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Facts, Note, Quiet, Section } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { t as learnerTexts } from '../../texts/learners.zh-CN.ts'
import { createNewLearner } from '../learners/create-new-learner.ts'
import { unitInList } from '../learners/learner-words.ts'
import { goOnWord, NewLearnerForm, newLearnerFormId } from '../learners/new-learner-form.tsx'
import { createUnits } from '../learners/unit-field.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createAddDraft } from './add-draft.ts'
import { rememberAdded } from './just-added.ts'
import { SubjectsField } from './subjects-field.tsx'

/** One person, ID number first: whoever is known is filled in, others need a name, a mobile and a unit; then subjects. */
export function AddByNumber(props: { plan: PlanView; tabs: JSX.Element }): JSX.Element {
  const navigate = useNavigate()
  const planId = props.plan.id
  const { units } = createUnits(() => null)
  const { draft: kept, setDraft: setKept, clear } = createAddDraft(planId)
  const offered = () => props.plan.subjects.map(({ id }) => id)
  const chosen = () => kept.subjectIds.filter((id) => offered().includes(id))
  const [elsewhere, setElsewhere] = createSignal(false)
  /** Whether the form is there for the next person afterwards. */
  let andNext = false

  const add = api.enrolments.addPerson.use({
    onSuccess: ({ already, enrolment }) => {
      if (!enrolment) {
        setElsewhere(true)
        return
      }
      const { name, id } = enrolment.learner
      showToast({ text: t(already ? 'alreadyOne' : 'savedOne', { name }) })
      if (!already) rememberAdded(planId, [id])
      form.restart()
      setKept({ name: '', mobile: '' })
      if (andNext) return
      clear()
      navigate(already ? `/enrolments/${planId}/people/${enrolment.id}` : `/enrolments/${planId}?state=draft`, {
        replace: true,
      })
    },
    // Another person than the one this number was sent with: it needs a number of its own.
    onError: (error) => error instanceof AppError && error.code === 'idempotencyKeyReused' && form.renew(),
  })
  const send = (person: AddPersonInput['person']) => {
    setElsewhere(false)
    add.mutate({ planId, subjectIds: chosen(), person })
  }
  const form = createNewLearner(
    () => units()[0]?.id ?? null,
    () => {},
    {
      own: (learner) => send({ learnerId: learner.id }),
      transfer: (input) => send(input),
      create: (input) => send({ new: input }),
      busy: () => add.isPending,
      error: () => add.error,
      before: { name: kept.name, mobile: kept.mobile, organisationId: kept.organisationId },
    },
  )
  createEffect(() => {
    const { name, mobile, organisationId } = form.draft()
    setKept({ name, mobile, organisationId })
  })
  const ready = () => form.step() !== 'number' && form.step() !== 'elsewhere'
  const save = (next: boolean) => {
    andNext = next
  }
  return (
    <OrganisationShell
      title={t('addTitle')}
      back={`/enrolments/${planId}`}
      actionBar={
        <>
          <Show when={form.step() !== 'number'}>
            <Show
              when={ready()}
              fallback={
                <Button size="main" onClick={() => form.backToNumber()}>
                  {learnerTexts('changeIdNumber')}
                </Button>
              }
            >
              <Button type="submit" form={newLearnerFormId} size="main" busy={form.busy()} onClick={() => save(true)}>
                {t('saveAndNext')}
              </Button>
            </Show>
          </Show>
          <Button
            type="submit"
            form={newLearnerFormId}
            kind="primary"
            size="main"
            wide
            busy={form.busy()}
            onClick={() => save(false)}
          >
            {ready() ? t(form.busy() ? 'saving' : 'save') : goOnWord(form)}
          </Button>
        </>
      }
    >
      {props.tabs}
      <NewLearnerForm
        form={form}
        units={units()}
        base="/learners"
        brief
        own={(learner) => <Known learner={learner} onOther={form.restart} />}
      >
        <Show when={elsewhere()}>
          <Note tone="waiting">{t('alreadyElsewhere')}</Note>
        </Show>
        <SubjectsField
          plan={props.plan}
          people={1}
          chosen={chosen()}
          onChange={(ids) => setKept('subjectIds', [...ids])}
          hint={t('subjectsLater')}
        />
      </NewLearnerForm>
    </OrganisationShell>
  )
}

/** Somebody of the own people, filled in from what is known. */
function Known(props: { learner: LearnerRow; onOther: () => void }): JSX.Element {
  return (
    <Section
      title={t('knownTitle')}
      aside={
        <Button kind="quiet" onClick={() => props.onOther()}>
          {learnerTexts('changeIdNumber')}
        </Button>
      }
    >
      <strong>{props.learner.name}</strong>
      <Facts
        beside
        facts={[
          {
            label: learnerTexts(props.learner.idType),
            value: <IdNumber>{props.learner.idNumberMasked}</IdNumber>,
          },
          ...(props.learner.mobile ? [{ label: t('columnMobile'), value: props.learner.mobile }] : []),
          { label: t('unit'), value: unitInList(props.learner.organisation) },
        ]}
      />
      <Show when={!props.learner.enabled}>
        <Quiet>{t('problemDisabled')}</Quiet>
      </Show>
    </Section>
  )
}
