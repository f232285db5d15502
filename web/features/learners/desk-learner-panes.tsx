import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, lazy, Show, Suspense, useContext } from 'solid-js'
import type { FoundOrganisation } from '../../../server/features/organisations/organisations.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { Headline, Line, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { PickOrganisation } from '../organisations/desk-pick-organisation.tsx'
import { StaffContext } from '../shell/desk-staff.ts'
import { createNewLearner } from './create-new-learner.ts'
import { LearnerDetail } from './learner-detail.tsx'
import { goOnWord, NewLearnerForm, newLearnerFormId } from './new-learner-form.tsx'
import { createUnits } from './unit-field.tsx'

const PersonalDataForStaff = lazy(async () => {
  const module = await import('../privacy/personal-data-for-staff.tsx')
  await textsReady()
  return module
})

/** One learner beside the list. */
export function LearnerPane(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.learners.get.use(() => ({ id: props.id }))
  // An organisation's admins have this pane at their desk too, and no part in this.
  const staff = useContext(StaffContext)
  const close = () => <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
  return (
    <Pane label={t('detail')}>
      <PanePart>
        <Show when={!query.isSuccess}>
          <Line apart>
            <span />
            {close()}
          </Line>
        </Show>
        <Loaded query={query} errorTitle={t('notOpened')} skeleton={<SkeletonRows count={8} />}>
          {(learner) => (
            <Stack gap={4}>
              <LearnerDetail learner={learner()} aside={close()} />
              <Show when={staff?.may('systemAdmin')}>
                <Suspense>
                  <PersonalDataForStaff learnerId={learner().id} />
                </Suspense>
              </Show>
            </Stack>
          )}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

/** 添加学员 beside the list. Staff say first into which organisation: nobody is put anywhere silently. */
export function NewLearnerPane(props: {
  base: string
  wholeCentre: boolean
  /** The organisation that the list is cut to. */
  near: string | null
  onClose: () => void
  onOpen: (id: string) => void
}): JSX.Element {
  const [organisation, setOrganisation] = createSignal<FoundOrganisation | null>(null)
  const near = () => organisation()?.id ?? props.near
  const { units } = createUnits(near)
  const form = createNewLearner(
    () => (props.wholeCentre ? near() : (units()[0]?.id ?? null)),
    (learner) => {
      showToast({ text: t(form.step() === 'proven' ? 'transferred' : 'created', { name: learner.name }) })
      props.onOpen(learner.id)
    },
  )
  return (
    <Pane
      label={t('newTitle')}
      footPadded
      foot={
        <Line>
          <Button type="submit" form={newLearnerFormId} kind="primary" size="verdict" busy={form.busy()}>
            {goOnWord(form)}
          </Button>
          <Show when={form.step() !== 'number'}>
            <Button size="verdict" onClick={() => form.backToNumber()}>
              {t('changeIdNumber')}
            </Button>
          </Show>
        </Line>
      }
    >
      <PanePart>
        <Line apart>
          <Headline>{t('newTitle')}</Headline>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <NewLearnerForm
          form={form}
          units={units()}
          base={props.base}
          organisation={
            props.wholeCentre && props.near === null
              ? () => (
                  <PickOrganisation
                    label={t('intoOrganisation')}
                    chosen={organisation()}
                    onChoose={(chosen) => {
                      setOrganisation(chosen)
                      form.setDraft('organisationId', chosen?.id ?? null)
                    }}
                    error={form.faults().organisationId && !organisation() ? t('organisationMissing') : null}
                  />
                )
              : undefined
          }
          organisationChosen={near() !== null || !props.wholeCentre}
        />
      </PanePart>
    </Pane>
  )
}
