import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { createOne, type One } from './create-one.ts'
import { EnrolmentDetail } from './enrolment-detail.tsx'
import { doingWord } from './enrolment-words.ts'
import { orderOfPeople } from './order-href.ts'

/** One person beside the list of a plan. */
export function DeskEnrolmentPane(props: { planId: string; id: string; onClose: () => void }): JSX.Element {
  const now = createNow()
  const open = createOne(
    () => props.planId,
    () => props.id,
    () => props.onClose(),
  )
  const close = () => <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
  return (
    <Pane label={t('detail')} shownId={props.id}>
      <PanePart>
        <Show when={!open.known()}>
          <Line apart>
            <span />
            {close()}
          </Line>
        </Show>
        <Loaded query={open.query} errorTitle={t('notOpened')} skeleton={<SkeletonRows count={8} />}>
          {(one) => (
            <EnrolmentDetail
              one={one()}
              open={open}
              now={now()}
              aside={close()}
              buttons={<Doings open={open} id={props.id} />}
            />
          )}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

function Doings(props: { open: One; id: string }): JSX.Element {
  // Subjects are chosen where they stand.
  const doings = () => props.open.doings().filter((doing) => doing !== 'setSubjects')
  return (
    <Show when={doings().length > 0}>
      <Stack gap={2}>
        <Line>
          <For each={doings()}>
            {(doing, index) => (
              <Show
                when={doing !== 'pay'}
                fallback={
                  <ButtonLink kind="primary" href={orderOfPeople([props.id])}>
                    {t('pay')}
                  </ButtonLink>
                }
              >
                <Button
                  kind={index() === 0 && doing === 'submit' ? 'primary' : 'secondary'}
                  busy={props.open.actions.busy()}
                  onClick={() => props.open.run(doing)}
                >
                  {doingWord(doing)}
                </Button>
              </Show>
            )}
          </For>
        </Line>
        <Show when={props.open.doings()[0] === 'submit'}>
          <Quiet>{t('confirmHint')}</Quiet>
        </Show>
      </Stack>
    </Show>
  )
}
