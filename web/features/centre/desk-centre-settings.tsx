import { createSignal, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { CentreSettingsInput } from '../../../server/features/centre/centre.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Columns, Line, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'

type TextName =
  | 'name'
  | 'nameEn'
  | 'telephone'
  | 'postalAddress'
  | 'letterRecipient'
  | 'mailFrom'
  | 'sellerName'
  | 'sellerTaxNumber'
type LimitName = keyof typeof limits

const face: readonly TextName[] = ['name', 'nameEn', 'telephone', 'postalAddress', 'letterRecipient']
const billing: readonly TextName[] = ['sellerName', 'sellerTaxNumber', 'mailFrom']
const needed: readonly TextName[] = ['name', 'nameEn']

/** The same limits as in centre.schema.ts. */
const limits = {
  orderPaymentHours: { from: 1, to: 8760 },
  paymentAttemptMinutes: { from: 5, to: 1440 },
  orderReminderHours: { from: 1, to: 720 },
  enrolmentReviewHours: { from: 1, to: 176 },
  voucherReviewHours: { from: 1, to: 176 },
  registrationReviewDays: { from: 1, to: 30 },
  hoursReviewHours: { from: 1, to: 264 },
  minutesPerHour: { from: 1, to: 120 },
  cardGraceDays: { from: 0, to: 3660 },
  cardWarningDays: { from: 0, to: 366 },
} as const
const limitNames = Object.keys(limits) as LimitName[]
/** Not times that somebody has, but what hours and cards are worth. */
const training: readonly LimitName[] = ['minutesPerHour', 'cardGraceDays', 'cardWarningDays']
const times = limitNames.filter((name) => !training.includes(name))
const hints = {
  orderPaymentHours: 'orderPaymentHint',
  paymentAttemptMinutes: 'paymentAttemptHint',
  orderReminderHours: 'orderReminderHint',
  enrolmentReviewHours: 'enrolmentReviewHint',
  voucherReviewHours: 'voucherReviewHint',
  registrationReviewDays: 'registrationReviewHint',
  hoursReviewHours: 'hoursReviewHint',
  minutesPerHour: 'minutesPerHourHint',
  cardGraceDays: 'cardGraceHint',
  cardWarningDays: 'cardWarningHint',
} as const
const textHints: Partial<Record<TextName, 'mailFromHint' | 'letterRecipientHint'>> = {
  mailFrom: 'mailFromHint',
  letterRecipient: 'letterRecipientHint',
}

/** The centre's name, sender, seller and time limits. */
export function CentreSettings(): JSX.Element {
  const query = api.centre.settings.use(() => undefined)
  return (
    <Loaded query={query} errorTitle={t('notOpened')}>
      {(settings) => {
        const { payeeAccounts: _, ...fields } = settings()
        return <CentreForm fields={fields} />
      }}
    </Loaded>
  )
}

const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

function eachLimit<Value>(read: (name: LimitName) => Value): Record<LimitName, Value> {
  return Object.fromEntries(limitNames.map((name) => [name, read(name)])) as Record<LimitName, Value>
}

function CentreForm(props: { fields: CentreSettingsInput }): JSX.Element {
  const [fields, setFields] = createStore({ ...props.fields })
  const [limitValues, setLimitValues] = createStore(eachLimit((name) => String(props.fields[name])))
  const [complained, setComplained] = createSignal(false)
  const update = api.centre.update.use({ onSuccess: () => void showToast({ text: desk('saved') }) })
  const limitProblem = (name: LimitName) => {
    const value = Number(limitValues[name])
    const { from, to } = limits[name]
    const isNumber = limitValues[name].trim() !== '' && Number.isInteger(value)
    return isNumber && value >= from && value <= to ? null : t('numberWrong', { from, to })
  }
  const prefix = () => fields.certificatePrefix.normalize('NFKC').trim().toUpperCase()
  const prefixWrong = () => !/^[A-Z0-9]{0,8}$/.test(prefix())
  const timesWrong = () => fields.workdayEndsMinute <= fields.workdayStartsMinute
  const textProblem = (name: TextName) => {
    if (complained() && needed.includes(name) && fields[name].trim() === '') return t('fieldNeeded')
    return errorField(update.error) === name ? t('fieldWrong') : null
  }
  const send = () => {
    setComplained(true)
    const wrong =
      needed.some((name) => fields[name].trim() === '') ||
      limitNames.some((name) => limitProblem(name) !== null) ||
      prefixWrong() ||
      timesWrong()
    if (wrong || update.isPending) return
    update.mutate({
      ...fields,
      certificatePrefix: prefix(),
      ...eachLimit((name) => Number(limitValues[name])),
    })
  }
  const hintOf = (name: TextName) => {
    const hint = textHints[name]
    return hint && t(hint)
  }
  const text = (name: TextName) => (
    <Field label={t(name)} hint={hintOf(name)} error={textProblem(name)} required={needed.includes(name)}>
      <TextInput value={fields[name]} onInput={(value) => setFields(name, value)} maxLength={200} />
    </Field>
  )
  const limit = (name: LimitName) => (
    <Field label={t(name)} hint={t(hints[name])} error={complained() ? limitProblem(name) : null} required>
      <TextInput
        value={limitValues[name]}
        onInput={(value) => setLimitValues(name, value)}
        inputMode="numeric"
        maxLength={4}
      />
    </Field>
  )
  return (
    <Form onSubmit={send} gap={5}>
      <Columns>
        <Stack gap={5}>
          <Section title={t('face')}>
            <FieldGroup>
              <For each={face}>{text}</For>
            </FieldGroup>
          </Section>
          <Section title={t('billing')}>
            <FieldGroup>
              <For each={billing}>{text}</For>
            </FieldGroup>
          </Section>
        </Stack>
        <Stack gap={5}>
          <Section title={t('training')}>
            <FieldGroup columns={2}>
              <For each={training}>{limit}</For>
              <Field
                label={t('certificatePrefix')}
                hint={t('certificatePrefixHint', { example: `${prefixWrong() ? '' : prefix()}2026000123` })}
                error={complained() && prefixWrong() ? t('certificatePrefixWrong') : null}
              >
                <TextInput
                  value={fields.certificatePrefix}
                  onInput={(value) => setFields('certificatePrefix', value)}
                  maxLength={8}
                />
              </Field>
            </FieldGroup>
          </Section>
          <Section title={t('limits')}>
            <FieldGroup columns={2}>
              <For each={times}>{limit}</For>
            </FieldGroup>
            <FieldGroup columns={2}>
              <Field label={t('workdayStarts')} required>
                <TextInput
                  type="time"
                  value={clockOf(fields.workdayStartsMinute)}
                  onInput={(clock) => clock && setFields('workdayStartsMinute', minuteOf(clock))}
                />
              </Field>
              <Field label={t('workdayEnds')} error={timesWrong() ? t('timeOrder') : null} required>
                <TextInput
                  type="time"
                  value={clockOf(Math.min(fields.workdayEndsMinute, 1439))}
                  onInput={(clock) => clock && setFields('workdayEndsMinute', minuteOf(clock))}
                />
              </Field>
            </FieldGroup>
          </Section>
        </Stack>
      </Columns>
      <Show when={errorField(update.error) === null}>
        <ErrorNote error={update.error} />
      </Show>
      <Line>
        <Button kind="primary" type="submit" busy={update.isPending}>
          {update.isPending ? desk('saving') : desk('save')}
        </Button>
      </Line>
    </Form>
  )
}
