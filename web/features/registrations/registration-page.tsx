import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { createEffect, createSignal, type JSX, lazy, Match, on, Show, Suspense, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { RegistrationView } from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Loaded } from '../../components/loaded.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/registrations.zh-CN.ts'
import { loadAhead } from '../shell/load-ahead.ts'
import { createArrivals } from '../shell/photo-files.tsx'
import { awaitedMs, createReadingPace } from '../shell/reading-pace.ts'
import { ContactStep } from './contact-step.tsx'
import { createRegistrationForm } from './create-registration-form.ts'
import { DocumentsStep } from './documents-step.tsx'
import { OverviewStep } from './overview-step.tsx'
import { firstOpenStep, isStepId, type StepId } from './registration-steps.ts'
import { UnitStep } from './unit-step.tsx'

const RegistrationStatus = lazy(() =>
  import('./registration-status.tsx').then((part) => ({ default: part.RegistrationStatus })),
)

/** How often to ask whether staff have answered, in milliseconds. */
const reviewMs = 30_000

/** One application: the form step by step until it is sent, then what became of it. No session: the device has a cookie. */
export default function RegistrationPage(): JSX.Element {
  loadAhead(() => import('./registration-status.tsx'))
  const params = useParams<{ id: string }>()
  return (
    <Show when={params.id} keyed>
      {(id) => <Registration id={id} />}
    </Show>
  )
}

function Registration(props: { id: string }): JSX.Element {
  const navigate = useNavigate()
  const [search] = useSearchParams<{ step?: string; code?: string; from?: string }>()
  const pace = createReadingPace()
  const arrivals = createArrivals(
    () => props.id,
    () => void query.refetch(),
  )
  const query = api.registrations.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: arrivals.awaited() ? awaitedMs : pace.refreshMs(), staleMs: 0 }),
  )
  // What is known stays when asking again fails, with whatever is being typed into it.
  const view = (): RegistrationView | null => (query.isPending || query.isLoadingError ? null : (query.data ?? null))
  createEffect(() => {
    const shown = view()
    if (!shown) return
    arrivals.seen(shown.files)
    pace.follow(shown.files.length > 0 && !shown.checked, shown.state === 'pending' ? reviewMs : false)
  })
  const form = createRegistrationForm(props.id, view)
  const unknown = () => query.error instanceof AppError && query.error.code === 'notFound'
  const newCode = () => (view() === null && query.isError ? (search.code ?? null) : null)
  // Another device's, or one whose cookie has gone: code and mobile lead back to it.
  createEffect(() => {
    if (unknown() && view() === null && !search.code) navigate('/register?way=progress&elsewhere=1', { replace: true })
  })

  // Begun anew with another code: what was typed for the first one is not typed again.
  const source = api.registrations.get.use(
    () => ({ id: search.from ?? '' }),
    () => ({ enabled: Boolean(search.from) && newCode() !== null }),
  )
  createEffect(
    on(
      () => (newCode() !== null && source.isSuccess ? source.data : null),
      (before) => {
        if (!before) return
        for (const field of ['contactName', 'mobile', 'email', 'name', 'address'] as const) {
          if (form.value(field) === '') form.set(field, before.form[field])
        }
      },
    ),
  )

  const [beginning, setBeginning] = createSignal(false)
  const [beginError, setBeginError] = createSignal<unknown>(null)
  const begin = async () => {
    const code = newCode()
    if (code === null) return
    setBeginning(true)
    setBeginError(null)
    try {
      await api.registrations.begin.mutate({ id: props.id, code, mobile: form.value('mobile') })
      if (search.from) await api.registrations.withdraw.mutate({ id: search.from }).catch(() => {})
      await query.refetch()
    } catch (error) {
      setBeginError(() => error)
      throw error
    } finally {
      setBeginning(false)
    }
  }
  /** The step to fill in; none for what was sent, unless somebody came to change something. */
  const step = (): StepId | null => {
    if (newCode() !== null) return 'contact'
    const known = view()
    if (!known || known.state === 'approved') return null
    if (isStepId(search.step)) return search.step
    return known.state === 'draft' ? firstOpenStep(known.missing) : null
  }
  return (
    <Switch
      fallback={
        <PhoneShell title={t('title')} back="/register">
          <Show when={!unknown()} fallback={<SkeletonCards count={3} />}>
            <Loaded query={query} errorTitle={t('notOpened')}>
              {() => null}
            </Loaded>
          </Show>
        </PhoneShell>
      }
    >
      <Match when={step() === 'contact' && (newCode() ?? view()?.code)}>
        {(code) => (
          <ContactStep
            id={props.id}
            code={code()}
            form={form}
            onBegin={begin}
            beginning={beginning()}
            error={beginError()}
          />
        )}
      </Match>
      <Match when={step() === 'unit' && view()}>{(known) => <UnitStep view={known()} form={form} />}</Match>
      <Match when={step() === 'documents' && view()}>{(known) => <DocumentsStep view={known()} form={form} />}</Match>
      <Match when={step() === 'overview' && view()}>{(known) => <OverviewStep view={known()} form={form} />}</Match>
      <Match when={view()}>
        {(known) => (
          <Suspense
            fallback={
              <PhoneShell title={t('title')} back="/register">
                <SkeletonCards count={3} />
              </PhoneShell>
            }
          >
            <RegistrationStatus view={known()} />
          </Suspense>
        )}
      </Match>
    </Switch>
  )
}
