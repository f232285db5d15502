import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { newId } from '../../../server/core/ids.ts'
import { type Fen, fen } from '../../../server/core/money.ts'
import { missingToPublish } from '../../../server/features/plans/plans.rules.ts'
import type { DeskPlan, PlanForm } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { createKeys } from '../../components/keys.ts'
import { Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-plans.zh-CN.ts'
import { shanghaiDate } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { planModes } from './desk-plan-states.ts'
import { PlanSubjects } from './desk-plan-subjects.tsx'
import { draftOf, formOf, hourFields, isWrongFee, newDraft, type PlanDraft } from './plan-draft.ts'

/** A new plan, kept as a draft; its number and its publisher are proposed. */
export function NewPlan(props: { onClose: () => void; onSaved: (id: string) => void }): JSX.Element {
  const id = newId()
  const create = api.plans.create.use({
    onSuccess: (plan) => {
      showToast({ text: t('doneCreate') })
      props.onSaved(plan.id)
    },
  })
  return (
    <PlanFormPane
      title={t('newTitle')}
      initial={newDraft(Number(shanghaiDate(new Date()).slice(0, 4)))}
      relied={false}
      published={false}
      submittedCount={0}
      saveWord={t('saveDraft')}
      proposed
      busy={create.isPending}
      error={create.error}
      onSend={(form) => create.mutate({ id, ...form })}
      onClose={props.onClose}
    />
  )
}

/** A plan being changed, as far as nobody relies on it. */
export function EditPlan(props: { plan: DeskPlan; onClose: () => void }): JSX.Element {
  const { plan } = props
  const update = api.plans.update.use({
    onSuccess: () => {
      showToast({ text: t('doneUpdate') })
      props.onClose()
    },
  })
  return (
    <PlanFormPane
      title={t('editTitle')}
      initial={draftOf(plan)}
      relied={plan.relied}
      published={plan.state === 'published'}
      submittedCount={plan.counts.submitted + plan.counts.confirmed}
      saveWord={t('save')}
      busy={update.isPending}
      error={update.error}
      onSend={(form) => update.mutate({ id: plan.id, version: plan.version, ...form })}
      onClose={props.onClose}
    />
  )
}

const formId = 'plan-form'

/** What is typed as text. */
type TextName =
  | 'number'
  | 'name'
  | 'publisher'
  | 'place'
  | 'year'
  | 'hours'
  | 'capacity'
  | 'certificateTitle'
  | (typeof hourFields)[number]

const hourHints = {
  compulsoryMin: 'minHint',
  compulsoryCap: 'capHint',
  electiveMin: 'minHint',
  electiveCap: 'capHint',
} as const

/** Nothing typed is as an enrolment costs; zero in whatever form opens it for nothing. */
function openingFeeTyped(fee: Fen | null, typed: string): Pick<PlanDraft, 'openingFee' | 'openingFeeWrong'> {
  const isZero = fee === null && typed.trim() !== '' && !isWrongFee(fee, typed)
  return { openingFee: isZero ? fen(0) : fee, openingFeeWrong: isWrongFee(fee, typed) }
}

function PlanFormPane(props: {
  title: string
  initial: PlanDraft
  relied: boolean
  published: boolean
  submittedCount: number
  saveWord: string
  /** Number and publisher are filled in by the server. */
  proposed?: boolean
  busy: boolean
  error: unknown
  onSend: (form: PlanForm) => void
  onClose: () => void
}): JSX.Element {
  const [draft, setDraft] = createStore<PlanDraft>(structuredClone(props.initial))
  const [complained, setComplained] = createSignal(false)
  const [leaving, setLeaving] = createSignal(false)
  createProposals({ wanted: Boolean(props.proposed), draft, fill: setDraft })

  const checked = () => formOf(draft)
  const missing = () => (props.published ? missingToPublish(checked().form, new Date()) : [])
  const problemOf = (field: keyof PlanForm): string | null => {
    if (!complained()) return null
    const problem = checked().problems[field]
    if (problem) return t(problem)
    if (!missing().includes(field)) return null
    const words = { publisher: 'missingPublisher', place: 'missingPlace', endsAt: 'missingEndsAt' } as const
    return field in words ? t(words[field as keyof typeof words]) : null
  }
  const send = () => {
    setComplained(true)
    const { form, problems } = checked()
    if (Object.keys(problems).length === 0 && missing().length === 0 && !props.busy) props.onSend(form)
    else
      queueMicrotask(() =>
        document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      )
  }
  const touched = () => saidIn(draft, props.proposed) !== saidIn(props.initial, props.proposed)
  const close = () => (touched() && !leaving() ? setLeaving(true) : props.onClose())
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: close }])
  const fixedHint = () => (props.relied ? t('fixed') : undefined)
  const text = (name: TextName) => ({
    value: draft[name],
    onInput: (value: string) => setDraft(name, value),
  })
  return (
    <Pane
      label={props.title}
      foot={
        <VerdictBar
          before={
            props.error || leaving() ? (
              <>
                <ErrorNote error={props.error} />
                <Show when={leaving()}>
                  <Note tone="waiting">{t('discardText')}</Note>
                </Show>
              </>
            ) : undefined
          }
        >
          <Show
            when={leaving()}
            fallback={
              <>
                <Button kind="primary" size="verdict" type="submit" form={formId} busy={props.busy}>
                  {props.busy ? t('saving') : props.saveWord}
                </Button>
                <Button size="verdict" keyHint="Esc" onClick={close}>
                  {shared('cancel')}
                </Button>
              </>
            }
          >
            <Button kind="danger" size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
              {t('discard')}
            </Button>
            <Button size="verdict" onClick={() => setLeaving(false)}>
              {t('keepEditing')}
            </Button>
          </Show>
        </VerdictBar>
      }
    >
      <PanePart>
        <Line apart>
          <Headline>{props.title}</Headline>
          <IconButton label={shared('close')} icon={<X size={20} />} onClick={close} />
        </Line>
        <Form id={formId} onSubmit={send}>
          <Field label={t('name')} error={problemOf('name')} required>
            <TextInput
              {...text('name')}
              maxLength={100}
              ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
            />
          </Field>
          <FieldGroup columns={2}>
            <Field label={t('number')} error={problemOf('number')} hint={fixedHint()} required>
              <TextInput {...text('number')} maxLength={40} disabled={props.relied} />
            </Field>
            <Field label={t('publisher')} error={problemOf('publisher')}>
              <TextInput {...text('publisher')} maxLength={100} />
            </Field>
            <Field label={t('year')} error={problemOf('year')} hint={fixedHint()} required>
              <TextInput {...text('year')} inputMode="numeric" maxLength={4} disabled={props.relied} />
            </Field>
            <Field label={t('hoursField')} error={problemOf('requiredHours')} hint={fixedHint()} required>
              <TextInput {...text('hours')} inputMode="decimal" maxLength={8} disabled={props.relied} />
            </Field>
            <Field label={t('startsOn')} error={problemOf('startsAt')} required>
              <DateTimeInput precision="date" value={draft.startsOn} onInput={(value) => setDraft('startsOn', value)} />
            </Field>
            <Field label={t('endsOn')} error={problemOf('endsAt')} required>
              <DateTimeInput precision="date" value={draft.endsOn} onInput={(value) => setDraft('endsOn', value)} />
            </Field>
            <Field label={t('opensAt')} error={problemOf('enrolmentOpensAt')} hint={t('opensHint')}>
              <DateTimeInput precision="minute" value={draft.opensAt} onInput={(value) => setDraft('opensAt', value)} />
            </Field>
            <Field label={t('closesAt')} error={problemOf('enrolmentClosesAt')} hint={t('closesHint')}>
              <DateTimeInput
                precision="minute"
                value={draft.closesAt}
                onInput={(value) => setDraft('closesAt', value)}
              />
            </Field>
            <Field label={t('mode')} hint={fixedHint()}>
              <Show
                when={!props.relied}
                fallback={<TextInput value={t(draft.mode)} disabled onInput={() => undefined} />}
              >
                <Segmented
                  value={draft.mode}
                  onChange={(mode) => setDraft('mode', mode)}
                  choices={planModes.map((value) => ({ value, label: t(value) }))}
                />
              </Show>
            </Field>
            <Field label={t('capacity')} error={problemOf('capacity')} hint={t('capacityHint')}>
              <TextInput {...text('capacity')} inputMode="numeric" maxLength={7} />
            </Field>
          </FieldGroup>
          <Section title={t('hourRule')} aside={<Quiet>{t('hourRuleHint')}</Quiet>} ruled>
            <FieldGroup columns={2}>
              <For each={hourFields}>
                {(field) => (
                  <Field label={t(field)} error={problemOf(field)} hint={fixedHint() ?? t(hourHints[field])}>
                    <TextInput {...text(field)} inputMode="decimal" maxLength={8} disabled={props.relied} />
                  </Field>
                )}
              </For>
            </FieldGroup>
          </Section>
          <Show when={draft.mode === 'offline'}>
            <Field label={t('place')} error={problemOf('place')} hint={t('placeHint')}>
              <TextInput {...text('place')} maxLength={200} />
            </Field>
          </Show>
          <Stack gap={1}>
            <Checkbox
              checked={draft.lateChangesAllowed}
              onChange={(checked) => setDraft('lateChangesAllowed', checked)}
            >
              {t('late')}
            </Checkbox>
            <Quiet>{t('lateHint')}</Quiet>
          </Stack>
          <Field label={t('feeKind')}>
            <Segmented
              value={draft.feeKind}
              onChange={(kind) => setDraft('feeKind', kind)}
              choices={[
                { value: 'subjects', label: t('bySubject') },
                { value: 'learner', label: t('byLearner') },
              ]}
            />
          </Field>
          <Show
            when={draft.feeKind === 'subjects'}
            fallback={
              <FieldGroup columns={2}>
                <Field label={t('feePerLearner')} error={problemOf('feePerLearnerFen')} hint={t('feeHint')}>
                  <AmountInput
                    value={draft.fee}
                    onChange={(fee, typed) => setDraft({ fee, feeWrong: isWrongFee(fee, typed) })}
                  />
                </Field>
              </FieldGroup>
            }
          >
            <PlanSubjects draft={draft} setDraft={setDraft} error={problemOf('subjects')} />
          </Show>
          <FieldGroup columns={2}>
            <Field
              label={t('openingFee')}
              error={problemOf('openingFeeFen')}
              hint={t(draft.feeKind === 'subjects' ? 'openingFeeHintSubjects' : 'openingFeeHint')}
            >
              <AmountInput
                value={draft.openingFee}
                onChange={(openingFee, typed) => setDraft(openingFeeTyped(openingFee, typed))}
              />
            </Field>
          </FieldGroup>
          <Section title={t('certificate')} ruled>
            <Checkbox checked={draft.certificates} onChange={(checked) => setDraft('certificates', checked)}>
              {t('certificates')}
            </Checkbox>
            <Show when={draft.certificates}>
              <FieldGroup columns={2}>
                <Field
                  label={t('certificateTitle')}
                  error={problemOf('certificateTitle')}
                  hint={t('certificateTitleHint')}
                  required
                >
                  <TextInput {...text('certificateTitle')} maxLength={40} />
                </Field>
              </FieldGroup>
              <Checkbox
                checked={draft.certificateNeedsPayment}
                onChange={(checked) => setDraft('certificateNeedsPayment', checked)}
              >
                {t('certificateNeedsPayment')}
              </Checkbox>
            </Show>
          </Section>
          <Show when={props.submittedCount > 0}>
            <Note>{t('feesKept', { count: props.submittedCount })}</Note>
          </Show>
        </Form>
      </PanePart>
    </Pane>
  )
}

/** What was typed; number and publisher do not count where they were proposed. */
function saidIn(draft: PlanDraft, proposed: boolean | undefined): string {
  return JSON.stringify(proposed ? { ...draft, number: '', publisher: '' } : draft)
}

/** Fills in what the server proposes, where nothing was typed yet. */
function createProposals(props: {
  wanted: boolean
  draft: PlanDraft
  fill: (changes: Partial<Pick<PlanDraft, 'number' | 'publisher'>>) => void
}): void {
  if (!props.wanted) return
  const number = api.plans.proposeNumber.use(() => undefined)
  const centre = api.centre.get.use(() => undefined)
  const proposedNumber = () => (number.isSuccess ? number.data.number : null)
  const proposedPublisher = () => (centre.isSuccess ? centre.data.name : null)
  createEffect(
    on(proposedNumber, (value) => {
      if (value !== null && props.draft.number === '') props.fill({ number: value })
    }),
  )
  createEffect(
    on(proposedPublisher, (value) => {
      if (value !== null && props.draft.publisher === '') props.fill({ publisher: value })
    }),
  )
}
