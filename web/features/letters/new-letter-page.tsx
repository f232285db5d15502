import { useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { LetterPreview } from '../../../server/features/documents/letters.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Facts, Note, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { isWide } from '../../components/wide.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/letters.zh-CN.ts'
import { createUnits, UnitField } from '../learners/unit-field.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { LetterOrders } from './letter-body.tsx'

const formId = 'new-letter'
/** So many Chinese characters fit a picker of a phone 360 px wide. */
const fitsCharacters = 16

/** A new confirmation letter: which plan, which unit, who is asked back, and what it will say. `?plan=`, `?organisation=`. */
export default function NewLetterPage(): JSX.Element {
  const plans = api.plans.list.use(() => ({ limit: 100, withOwnClosed: true }))
  return (
    <Switch
      fallback={
        <OrganisationShell title={t('newTitle')} back="/letters">
          <Loaded query={plans} errorTitle={t('listNotOpened')}>
            {() => null}
          </Loaded>
        </OrganisationShell>
      }
    >
      <Match when={plans.isSuccess && plans.data.rows.length === 0}>
        <OrganisationShell title={t('newTitle')} back="/letters">
          <EmptyState title={t('noPlans')}>{t('noPlansText')}</EmptyState>
        </OrganisationShell>
      </Match>
      <Match when={plans.isSuccess && plans.data.rows}>{(rows) => <NewLetter plans={rows()} />}</Match>
    </Switch>
  )
}

function NewLetter(props: { plans: readonly PlanView[] }): JSX.Element {
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams<{ plan?: string; organisation?: string }>()
  const { units } = createUnits(() => null)
  const [id, setId] = createSignal(newId())
  const [asked, setAsked] = createSignal(false)
  const [contactName, setContactName] = createSignal('')
  const [telephone, setTelephone] = createSignal('')
  const [withList, setWithList] = createSignal(true)
  const planId = () =>
    props.plans.length === 1 ? props.plans[0]?.id : props.plans.find((one) => one.id === search.plan)?.id
  const longPlanName = () => {
    const name = props.plans.find((one) => one.id === planId())?.name ?? ''
    return name.length > fitsCharacters && !isWide() ? name : undefined
  }
  const organisationId = () => units().find((one) => one.id === search.organisation)?.id ?? units()[0]?.id
  const ready = () => planId() !== undefined && organisationId() !== undefined
  const preview = api.letters.preview.use(
    () => ({ planId: planId() ?? '', organisationId: organisationId() ?? '' }),
    () => ({ enabled: ready() }),
  )
  const said = () => (ready() && preview.isSuccess ? preview.data : undefined)
  // Whom the organisation names is filled in; what was typed over it stays, and goes with another unit.
  createEffect(
    on(
      () => said()?.organisationId,
      () => {
        setContactName(said()?.contactName ?? '')
        setTelephone(said()?.telephone ?? '')
      },
    ),
  )
  const print = api.letters.print.use({
    onSuccess: (letter) => {
      showToast({ text: t('created') })
      navigate(`/letters/${letter.id}`, { replace: true })
    },
    onError: (error) => {
      if (error instanceof AppError && error.code === 'idempotencyKeyReused') setId(newId())
    },
  })
  const submit = () => {
    setAsked(true)
    const [plan, unit] = [planId(), organisationId()]
    if (!plan || !unit || !said() || said()?.empty || print.isPending) return
    print.mutate({
      id: id(),
      planId: plan,
      organisationId: unit,
      contactName: contactName(),
      telephone: telephone(),
      withList: withList(),
    })
  }
  return (
    <OrganisationShell
      title={t('newTitle')}
      back="/letters"
      actionBar={
        <Button
          type="submit"
          form={formId}
          kind="primary"
          size="main"
          wide
          busy={print.isPending}
          disabled={said()?.empty === true}
        >
          {print.isPending ? t('creating') : t('make')}
        </Button>
      }
    >
      <Form id={formId} onSubmit={submit} gap={5}>
        <FieldGroup>
          <Field
            label={t('plan')}
            hint={planId() === undefined ? t('newLead') : longPlanName()}
            error={asked() && !planId() ? t('planMissing') : null}
          >
            <Select
              value={planId() ?? null}
              onChange={(plan) => setSearch({ plan }, { replace: true })}
              choices={props.plans.map((one) => ({ value: one.id, label: one.name }))}
            />
          </Field>
          <Show when={units().length > 1}>
            <UnitField
              label={t('unit')}
              units={units()}
              value={organisationId() ?? null}
              onChange={(organisation) => setSearch({ organisation }, { replace: true })}
              error={asked() && !organisationId() ? t('unitMissing') : null}
            />
          </Show>
        </FieldGroup>
        <Show when={ready()}>
          <Loaded query={preview} errorTitle={t('previewFailed')}>
            {(data) => (
              <Show when={!data().empty} fallback={<NothingYet planId={planId() ?? ''} />}>
                <UnderWay preview={data()} />
                <FieldGroup columns={2}>
                  <Field label={t('contactName')} optional>
                    <TextInput value={contactName()} onInput={setContactName} maxLength={40} autocomplete="name" />
                  </Field>
                  <Field label={t('telephone')} optional>
                    <TextInput
                      value={telephone()}
                      onInput={setTelephone}
                      maxLength={40}
                      inputmode="tel"
                      autocomplete="tel"
                    />
                  </Field>
                </FieldGroup>
                <Checkbox checked={withList()} onChange={setWithList}>
                  {t('withList')}
                </Checkbox>
                <WillSay preview={data()} />
              </Show>
            )}
          </Loaded>
        </Show>
        <ErrorNote error={print.error} />
      </Form>
    </OrganisationShell>
  )
}

function NothingYet(props: { planId: string }): JSX.Element {
  return (
    <Stack gap={3}>
      <Note tone="waiting">{t('nothingYet')}</Note>
      <ButtonLink wide href={`/enrolments/${props.planId}`}>
        {t('goEnrol')}
      </ButtonLink>
    </Stack>
  )
}

/** One that is on its way already: a second one is seldom meant. */
function UnderWay(props: { preview: LetterPreview }): JSX.Element {
  const now = createNow()
  return (
    <Show when={props.preview.underWay}>
      {(other) => (
        <Note tone="waiting">
          {t('already', { when: formatDateTime(other().createdAt, now()) })}{' '}
          <a href={`/letters/${other().id}`}>{t('seeThat')}</a>
        </Note>
      )}
    </Show>
  )
}

function WillSay(props: { preview: LetterPreview }): JSX.Element {
  return (
    <>
      <Section title={t('willSay')} ruled>
        <Facts
          facts={[
            { label: t('organisation'), value: props.preview.organisation.name, wide: true },
            ...(props.preview.organisation.unit
              ? [{ label: t('unit'), value: props.preview.organisation.unit, wide: true }]
              : []),
            {
              label: t('creditCode'),
              value: <AccountNumber>{props.preview.organisation.creditCode}</AccountNumber>,
              wide: true,
            },
            { label: t('enrolled'), value: t('enrolledWords', props.preview.people), wide: true },
            { label: t('paidPeople'), value: t('paidWords', props.preview.people), wide: true },
          ]}
        />
      </Section>
      <LetterOrders facts={props.preview} />
    </>
  )
}
