import { useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/attendance.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { AttendanceShell } from './attendance-shell.tsx'
import { canScan } from './can-scan.ts'
import { formCodeIn } from './form-code.ts'

const ScanForm = lazy(() => import('./scan-form.tsx'))

/** How often the numbers at the door are asked for again: several people tick at once. */
const refreshMs = 10_000

/** 签到: a form by its code, or the lists of today's offline plans. */
export default function AttendancePage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ plan?: string }>()
  return (
    <AttendanceShell back={search.plan ? '/attend' : '/desk/today'}>
      <Show when={search.plan} fallback={<Door onPlan={(plan) => setSearch({ plan })} />}>
        {(planId) => <PlanList planId={planId()} />}
      </Show>
    </AttendanceShell>
  )
}

function Door(props: { onPlan: (id: string) => void }): JSX.Element {
  const navigate = useNavigate()
  const [typed, setTyped] = createSignal('')
  const [wrong, setWrong] = createSignal(false)
  const [scanning, setScanning] = createSignal(false)
  const plans = api.attendance.plans.use(
    () => undefined,
    () => ({ refreshMs }),
  )
  const open = () => {
    const code = formCodeIn(typed())
    setWrong(code === null)
    if (code) navigate(`/attend/${code}`)
  }
  return (
    <>
      <Note>{t('scanHint')}</Note>
      <Show
        when={scanning()}
        fallback={
          <Show when={canScan()}>
            <Button kind="primary" size="main" wide onClick={() => setScanning(true)}>
              {t('scan')}
            </Button>
          </Show>
        }
      >
        <Suspense>
          <ScanForm onCode={(code) => navigate(`/attend/${code}`)} onStop={() => setScanning(false)} />
        </Suspense>
      </Show>
      <Form onSubmit={open} gap={3}>
        <Field label={t('code')} hint={t('codeHint')} error={wrong() ? t('codeWrong') : null}>
          <CodeInput value={typed()} onInput={setTyped} groups={[5]} maxLength={10} autocomplete="off" />
        </Field>
        <Button wide type="submit">
          {t('open')}
        </Button>
      </Form>
      <Section title={t('todayPlans')}>
        <Loaded query={plans} errorTitle={t('notOpened')}>
          {(rows) => (
            <Show
              when={rows().length > 0}
              fallback={<EmptyState title={t('noPlansTitle')}>{t('noPlansText')}</EmptyState>}
            >
              <Card label={t('todayPlans')}>
                <For each={rows()}>
                  {(plan) => (
                    <CardEntry
                      onOpen={() => props.onPlan(plan.id)}
                      main={plan.name}
                      note={plan.place}
                      noteEnd={t('ticked', { ticked: plan.ticked, confirmed: plan.confirmed })}
                    />
                  )}
                </For>
              </Card>
            </Show>
          )}
        </Loaded>
      </Section>
    </>
  )
}

/** Who is expected, the missing first: for somebody who left the form at home. */
function PlanList(props: { planId: string }): JSX.Element {
  const [name, setName] = createSignal('')
  const rows = api.attendance.ofPlan.use(
    () => ({ planId: props.planId, search: name() }),
    () => ({ refreshMs, keepPrevious: true }),
  )
  const tick = api.attendance.tick.use({ stale: [api.attendance.ofPlan.key(), api.attendance.plans.key()] })
  const untick = api.attendance.untick.use({ stale: [api.attendance.ofPlan.key(), api.attendance.plans.key()] })
  return (
    <Stack gap={3}>
      <SearchBox placeholder={t('searchName')} value={name()} onSearch={setName} />
      <ErrorNote error={tick.error ?? untick.error} />
      <Loaded query={rows} errorTitle={t('notOpened')}>
        {(people) => (
          <Show
            when={people().length > 0}
            fallback={
              <EmptyState title={t(name() ? 'nobody' : 'noneConfirmed')}>
                {t(name() ? 'nobodyText' : 'noneConfirmedText')}
              </EmptyState>
            }
          >
            <Card>
              <For each={people()}>
                {(person) => (
                  <CardEntry
                    state={
                      <Show when={person.tickedAt} fallback={<Chop tone="neutral">{t('missing')}</Chop>}>
                        {(at) => (
                          <Chop tone="settled" since={formatDateTime(at())}>
                            {t('tickedWord')}
                          </Chop>
                        )}
                      </Show>
                    }
                    action={person.tickedAt ? t('undo') : t('tick')}
                    onOpen={() => (person.tickedAt ? untick : tick).mutate({ enrolmentId: person.enrolmentId })}
                    main={person.name}
                    amount={person.idNumberMasked.slice(-4)}
                    note={person.organisationName}
                  />
                )}
              </For>
            </Card>
          </Show>
        )}
      </Loaded>
    </Stack>
  )
}
