import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createOne } from './create-one.ts'
import { EnrolmentDetail } from './enrolment-detail.tsx'
import { doingWord } from './enrolment-words.ts'
import { orderOfPeople } from './order-href.ts'

const DoingsSheet = lazy(() => import('./doings-sheet.tsx'))

/** One person of a plan on a phone: the main thing to do at the thumb, the rest behind 更多操作. */
export function EnrolmentPhone(props: { planId: string; id: string }): JSX.Element {
  const now = createNow()
  const navigate = useNavigate()
  const list = () => `/enrolments/${props.planId}`
  const open = createOne(
    () => props.planId,
    () => props.id,
    () => navigate(list(), { replace: true }),
  )
  const [listing, setListing] = createSignal(false)
  const main = () => open.doings()[0] ?? null
  // Subjects are chosen where they stand.
  const others = () => open.doings().filter((doing) => doing !== main() && doing !== 'setSubjects')
  return (
    <OrganisationShell
      title={t('detail')}
      back={list()}
      actionNote={main() === 'submit' ? t('confirmHint') : undefined}
      actionBar={
        <>
          <Show when={others().length > 0}>
            <Button size="main" onClick={() => setListing(true)}>
              {t('others')}
            </Button>
          </Show>
          <Show when={main()}>
            {(doing) => (
              <Show
                when={doing() !== 'pay'}
                fallback={
                  <ButtonLink kind="primary" size="main" wide href={orderOfPeople([props.id])}>
                    {t('pay')}
                  </ButtonLink>
                }
              >
                <Button
                  kind={doing() === 'submit' ? 'primary' : 'secondary'}
                  size="main"
                  wide
                  busy={open.actions.busy()}
                  onClick={() => open.run(doing())}
                >
                  {open.actions.submitting() ? t('submitting') : doingWord(doing())}
                </Button>
              </Show>
            )}
          </Show>
        </>
      }
    >
      <Loaded query={open.query} errorTitle={t('notOpened')}>
        {(one) => <EnrolmentDetail one={one()} open={open} now={now()} />}
      </Loaded>
      <Suspense>
        <Show when={listing()}>
          <DoingsSheet
            count={1}
            doable={others().map((doing) => ({ doing, count: 1 }))}
            onDo={(doing) => {
              setListing(false)
              open.run(doing)
            }}
            onClose={() => setListing(false)}
          />
        </Show>
      </Suspense>
    </OrganisationShell>
  )
}
