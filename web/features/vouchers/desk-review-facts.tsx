import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { type Fen, fen, formatFen } from '../../../server/core/money.ts'
import type { Check, ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { CheckList, CheckRow, type Verdict } from '../../components/check-row.tsx'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { type CompareRow, CompareSmall, CompareTable } from '../../components/compare-table.tsx'
import { DiffText } from '../../components/diff-text.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Headline, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { Timeline, type TimelineStep } from '../../components/timeline.tsx'
import { checkAdvice, checkTitle, checkValues } from '../../texts/checks.ts'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { formatDateTime, formatDay } from '../../texts/format.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { differingTexts, fieldLabel, readText, valueText } from './field-texts.ts'
import type { SlipField, SlipFieldId } from './slip-fields.ts'
import { type StatementLineShown, statementLineOf } from './statement-line.ts'

const chops = {
  draft: 'neutral',
  submitted: 'waiting',
  approved: 'settled',
  rejected: 'rejected',
} as const satisfies Record<ReviewView['state'], StateTone>

/** The head of the right part: state and since when, whose, how much. */
export function ReviewHeadline(props: { view: ReviewView }): JSX.Element {
  const now = createNow()
  const when = () => {
    const { submittedAt, dueAt } = props.view
    if (!submittedAt) return ''
    const submitted = formatDateTime(submittedAt, now())
    return props.view.state === 'submitted' && dueAt
      ? t('submittedDue', { submitted, due: formatDateTime(dueAt, now()) })
      : t('submittedAt', { submitted })
  }
  const word = () => {
    const words = { draft: 'waiting', submitted: 'waiting', approved: 'approved', rejected: 'rejected' } as const
    return t(words[props.view.state])
  }
  return (
    <Stack gap={2}>
      <Line apart>
        <Chop tone={chops[props.view.state]} since={when()}>
          {word()}
        </Chop>
        <Show when={props.view.submittedByName}>{(name) => <Quiet>{t('by', { name: name() })}</Quiet>}</Show>
      </Line>
      <Headline
        aside={
          <Show when={props.view.effective.amountFen} fallback={t('noAmount')}>
            {(amount) => <Money amount={amount().value} size="title" />}
          </Show>
        }
      >
        {props.view.organisationName}
      </Headline>
    </Stack>
  )
}

/** Order, slip, and what was typed where it differs, side by side. */
export function ReviewComparison(props: {
  view: ReviewView
  fields: readonly SlipField[]
  chosen: SlipFieldId
  onChoose: (id: SlipFieldId) => void
}): JSX.Element {
  const anyTyped = () => props.fields.some((field) => field.typed !== null)
  const roomy = createFromWidth(1280)
  // On a small desk what the organisation typed goes first: the line is told of below.
  const line = () => (anyTyped() && !roomy() ? null : statementLineOf(props.view))
  const rows = createMemo((): CompareRow[] =>
    props.fields.map((field) => ({
      id: field.id,
      number: field.number,
      label: fieldLabel(field.id),
      verdict: field.verdict,
      values: [
        <OrderValue view={props.view} field={field} />,
        <ReadValue view={props.view} field={field} />,
        ...(anyTyped() ? [<TypedValue view={props.view} field={field} />] : []),
        ...(line() ? [<LineValue line={line()} field={field} />] : []),
      ],
    })),
  )
  return (
    <CompareTable
      label={t('comparison')}
      sources={[t('order'), t('slip'), ...(anyTyped() ? [t('typed')] : []), ...(line() ? [t('statement')] : [])]}
      rows={rows()}
      chosen={props.chosen}
      onChoose={(id) => props.onChoose(id as SlipFieldId)}
    />
  )
}

function OrderValue(props: { view: ReviewView; field: SlipField }): JSX.Element {
  const { order } = props.view
  switch (props.field.id) {
    case 'amount':
      return <Money amount={owedThen(props.view, props.field)} sign={false} />
    case 'payer':
      return <CompareSmall>{props.view.organisationName}</CompareSmall>
    case 'payee':
      return (
        <CompareSmall>
          <Show when={payeeByName(props.field)} fallback={<AccountNumber>{order.payeeAccount}</AccountNumber>}>
            {order.payeeName}
          </Show>
        </CompareSmall>
      )
    case 'reference':
      return (
        <CompareSmall>
          <OrderNumber strong>{order.number}</OrderNumber>
        </CompareSmall>
      )
    case 'date':
      return <CompareSmall>{t('fromDay', { day: formatDay(order.createdAt) })}</CompareSmall>
    default:
      return null
  }
}

/** What was outstanding when it was judged: once it is decided, the order has moved on. */
function owedThen(view: ReviewView, field: SlipField): Fen {
  const expected = field.check?.finding === 'amountDiffersFromDeclared' ? null : (field.check?.expected ?? null)
  if (view.state === 'submitted' || expected === null) return view.order.outstandingFen
  return fen(Number(expected))
}

/** Slips that show no account are compared by the payee's name. */
function payeeByName(field: SlipField): boolean {
  return field.check?.field === 'payeeName'
}

function ReadValue(props: { view: ReviewView; field: SlipField }): JSX.Element {
  const text = () => readText(props.field)
  const differing = () => differingTexts(props.field)
  const slipCount = () => props.view.files.filter((file) => file.fields.some(({ name }) => name === 'amountFen')).length
  const isPlainAccount = () => props.field.id === 'payee' && !differing() && /^[\d\s]+$/.test(text() ?? '')
  return (
    <Show when={text()} fallback={<Quiet>{t('notRead')}</Quiet>}>
      {(read) => (
        <Show
          when={props.field.id === 'amount'}
          fallback={
            <CompareSmall>
              <Show when={props.field.id === 'reference' && differing()}>
                {(texts) => (
                  <>
                    <DiffText text={texts().read} against={texts().expected} />
                    <br />
                  </>
                )}
              </Show>
              <Show when={isPlainAccount()} fallback={<ReadText field={props.field} text={read()} />}>
                <AccountNumber>{read()}</AccountNumber>
              </Show>
            </CompareSmall>
          }
        >
          <Money amount={fen(Number(props.field.read))} sign={false} />
          <Show when={slipCount() > 1}>
            <CompareSmall>
              <Quiet>{t('sumOf', { count: slipCount() })}</Quiet>
            </CompareSmall>
          </Show>
        </Show>
      )}
    </Show>
  )
}

function ReadText(props: { field: SlipField; text: string }): JSX.Element {
  const differing = () => (props.field.id === 'reference' ? null : differingTexts(props.field))
  return (
    <Show when={differing()} fallback={props.text}>
      {(texts) => <DiffText text={texts().read} against={texts().expected} />}
    </Show>
  )
}

function TypedValue(props: { view: ReviewView; field: SlipField }): JSX.Element {
  const written = () => props.field.id === 'payer' && props.view.files.some((file) => file.addedText !== null)
  return (
    <Show when={props.field.typed}>
      {(typed) => (
        <Show
          when={props.field.id === 'amount'}
          fallback={
            <CompareSmall>
              {valueText(props.field.id, typed())}
              <Show when={written()}>
                {' '}
                <Quiet>{t('lineMark')}</Quiet>
              </Show>
            </CompareSmall>
          }
        >
          <Money amount={fen(Number(typed()))} sign={false} />
        </Show>
      )}
    </Show>
  )
}

/** What the line of the bank's statement says of a field. */
function LineValue(props: { line: StatementLineShown | null; field: SlipField }): JSX.Element {
  return (
    <Show when={props.line}>
      {(line) => (
        <Switch>
          <Match when={props.field.id === 'amount'}>
            <Money amount={line().amountFen} sign={false} />
          </Match>
          <Match when={props.field.id === 'payer'}>
            <CompareSmall>{line().name}</CompareSmall>
          </Match>
          <Match when={props.field.id === 'reference'}>
            <CompareSmall>{line().remark}</CompareSmall>
          </Match>
          <Match when={props.field.id === 'date'}>
            <CompareSmall>
              {line().day} {line().time?.slice(0, 5)}
            </CompareSmall>
          </Match>
          <Match when={props.field.id === 'serial'}>
            <CompareSmall>{line().serial}</CompareSmall>
          </Match>
        </Switch>
      )}
    </Show>
  )
}

const loudness: Record<Verdict, number> = { fail: 0, warn: 1, pending: 2, pass: 3 }

/** Trouble first with both values and what to do; what waits; what passed, quiet, with the value that agreed. */
export function ReviewChecks(props: { view: ReviewView }): JSX.Element {
  const checks = createMemo(() => [...props.view.checks].sort((a, b) => loudness[a.verdict] - loudness[b.verdict]))
  const troubled = (check: Check) => check.verdict === 'fail' || check.verdict === 'warn'
  return (
    <CheckList>
      <For each={checks()}>
        {(check) => (
          <CheckRow
            verdict={check.verdict}
            title={checkTitle(check)}
            values={troubled(check) ? checkValues(check) : undefined}
            aside={check.verdict === 'pass' ? passedAside(check) : undefined}
            actions={otherVoucher(check)}
          >
            {troubled(check) ? checkAdvice(check, 'reviewer') : null}
          </CheckRow>
        )}
      </For>
    </CheckList>
  )
}

/** The value that agreed, at the right end of a passed check. */
function passedAside(check: Check): JSX.Element {
  const { code, found, details } = check
  if (code === 'amount' && found) return formatFen(fen(Number(found)))
  if (code === 'orderNo' && found) return <OrderNumber>{found}</OrderNumber>
  if (code === 'statementLine' && typeof details.lineDay === 'string') {
    return t('statementRow', { day: details.lineDay, row: Number(details.lineRow) })
  }
  if (code === 'paidAt' && typeof details.daysAfterOrder === 'number') {
    return t('daysAfter', { days: details.daysAfterOrder })
  }
  if (code === 'pictureSeen' && typeof details.compared === 'number') {
    return t('comparedWith', { count: details.compared })
  }
  return undefined
}

function otherVoucher(check: Check): JSX.Element {
  const { voucherId, lineId } = check.details
  if (typeof lineId === 'string' && check.verdict !== 'pass') return <LookAtLine lineId={lineId} />
  if (check.verdict === 'pass' || check.verdict === 'pending') return undefined
  if (typeof voucherId !== 'string') return undefined
  return (
    <ButtonLink size="dense" href={`/desk/vouchers/${voucherId}`}>
      {t('lookAtOther')}
    </ButtonLink>
  )
}

/** Finance opens it on the matching desk; reviewers see here all that it says. */
function LookAtLine(props: { lineId: string }): JSX.Element {
  const staff = useStaff()
  return (
    <Show when={staff.may('finance')}>
      <ButtonLink size="dense" href={`/desk/matching/${props.lineId}`}>
        {t('lookAtLine')}
      </ButtonLink>
    </Show>
  )
}

const trailWords = {
  'voucher.begun': 'trailBegun',
  'voucher.corrected': 'trailCorrected',
  'voucherFile.lineAdded': 'trailLineAdded',
  'voucherFile.lineRemoved': 'trailLineRemoved',
  'voucher.submitted': 'trailSubmitted',
  'voucher.approved': 'trailApproved',
  'voucher.rejected': 'trailRejected',
} as const

/** What else is known of it: the plan, and who had it when. */
export function ReviewBackground(props: { view: ReviewView }): JSX.Element {
  const now = createNow()
  const steps = (): TimelineStep[] =>
    props.view.trail.flatMap((entry) => {
      const word = trailWords[entry.action as keyof typeof trailWords]
      if (!word) return []
      return [
        {
          state: entry.action === 'voucher.rejected' ? ('failed' as const) : ('done' as const),
          title: `${entry.actorName} ${t(word)}`,
          at: formatDateTime(entry.at, now()),
        },
      ]
    })
  return (
    <Section title={t('trailTitle')} ruled>
      <Facts beside facts={[{ label: <Quiet>{t('planTitle')}</Quiet>, value: props.view.order.planName }]} />
      <Timeline steps={steps()} />
    </Section>
  )
}
