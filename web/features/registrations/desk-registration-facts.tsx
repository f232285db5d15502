import { createMemo, For, type JSX, Show } from 'solid-js'
import type { LicenceFieldName } from '../../../server/features/registrations/licence-reading.schema.ts'
import type {
  Duplicate,
  RegistrationCheck,
  ReviewRegistration,
} from '../../../server/features/registrations/registrations.schema.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { CheckList, CheckRow } from '../../components/check-row.tsx'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { type CompareRow, CompareSmall, CompareTable } from '../../components/compare-table.tsx'
import { DiffText } from '../../components/diff-text.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Facts, Headline, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { Timeline, type TimelineStep } from '../../components/timeline.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'
import { formatDateTime, formatList } from '../../texts/format.ts'
import {
  licenceField,
  licenceValue,
  registrationCheckAdvice,
  registrationCheckTitle,
  registrationCheckValues,
} from '../../texts/registration-checks.ts'
import { differing, type LicenceRow } from './desk-registration-rows.ts'

const tones: Readonly<Record<ReviewRegistration['state'], StateTone>> = {
  draft: 'neutral',
  pending: 'waiting',
  approved: 'settled',
  rejected: 'rejected',
}

/** The head of the right part: state and until when, whose. */
export function RegistrationHeadline(props: { view: ReviewRegistration }): JSX.Element {
  const now = createNow()
  const overdue = () =>
    props.view.state === 'pending' && props.view.dueAt !== null && Date.parse(props.view.dueAt) < now().getTime()
  const when = () => {
    const { submittedAt, dueAt, decidedAt, state } = props.view
    const submitted = submittedAt === null ? '' : formatDateTime(submittedAt, now())
    if (state === 'pending' && dueAt) return t('submittedDue', { submitted, due: formatDateTime(dueAt, now()) })
    return decidedAt === null ? submitted : formatDateTime(decidedAt, now())
  }
  return (
    <Stack gap={2}>
      <Chop tone={tones[props.view.state]} since={when()} sinceUrgent={overdue()}>
        {t(props.view.state)}
      </Chop>
      <Headline>{props.view.form.name}</Headline>
    </Stack>
  )
}

/** What was typed and what the licence says, side by side. */
export function RegistrationComparison(props: {
  view: ReviewRegistration
  rows: readonly LicenceRow[]
  chosen: LicenceFieldName
  onChoose: (id: LicenceFieldName) => void
}): JSX.Element {
  const rows = createMemo((): CompareRow[] =>
    props.rows.map((row) => ({
      id: row.id,
      number: row.number,
      label: licenceField(row.id),
      verdict: row.id === 'address' && row.verdict !== 'pass' ? undefined : row.verdict,
      values: [<TypedValue view={props.view} row={row} />, <ReadValue row={row} />],
    })),
  )
  return (
    <CompareTable
      label={t('comparison')}
      sources={[t('typed'), t('licence')]}
      rows={rows()}
      chosen={props.chosen}
      onChoose={(id) => props.onChoose(id as LicenceFieldName)}
    />
  )
}

function TypedValue(props: { view: ReviewRegistration; row: LicenceRow }): JSX.Element {
  return (
    <CompareSmall>
      <Show
        when={props.row.id === 'creditCode'}
        fallback={
          <Show when={differing(props.row)} fallback={props.row.typed}>
            {(both) => <DiffText text={both().typed} against={both().read} />}
          </Show>
        }
      >
        <Code text={props.row.typed ?? ''} against={differing(props.row)?.read ?? null} />
        <Show when={props.view.codeKind !== 'creditCode'}>
          <br />
          <Quiet>{t(props.view.codeKind)}</Quiet>
        </Show>
      </Show>
    </CompareSmall>
  )
}

function ReadValue(props: { row: LicenceRow }): JSX.Element {
  return (
    <Show when={props.row.read} fallback={<Quiet>{t('notRead')}</Quiet>}>
      {(read) => (
        <CompareSmall>
          <Show
            when={props.row.id === 'creditCode'}
            fallback={
              <Show when={differing(props.row)} fallback={licenceValue(props.row.id, read().value)}>
                {(both) => <DiffText text={both().read} against={both().typed} />}
              </Show>
            }
          >
            <Code text={read().value} against={differing(props.row)?.typed ?? null} />
          </Show>
        </CompareSmall>
      )}
    </Show>
  )
}

/** Codes of one length are laid side by side character by character; of different kinds they are only shown. */
function Code(props: { text: string; against: string | null }): JSX.Element {
  const comparable = () => (props.against !== null && props.against.length === props.text.length ? props.against : null)
  return (
    <Show when={comparable()} fallback={<AccountNumber>{props.text}</AccountNumber>}>
      {(against) => <DiffText text={props.text} against={against()} />}
    </Show>
  )
}

/** Who to call. */
export function RegistrationContact(props: { view: ReviewRegistration }): JSX.Element {
  return (
    <Line gap={4}>
      <span>{props.view.form.contactName}</span>
      <span>{props.view.form.mobile}</span>
      <span>{props.view.form.email}</span>
    </Line>
  )
}

/** What else the licence says, by the numbers of its boxes. */
export function RegistrationMore(props: { rows: readonly LicenceRow[] }): JSX.Element {
  const facts = () =>
    props.rows.flatMap(({ id, number, read }) =>
      read === null
        ? []
        : [
            {
              label: (
                <Quiet>
                  {number} {licenceField(id)}
                </Quiet>
              ),
              value: licenceValue(id, read.value),
            },
          ],
    )
  return (
    <Show when={facts().length > 0}>
      <Section title={t('more')} ruled>
        <Facts beside facts={facts()} />
      </Section>
    </Show>
  )
}

const loudness: Record<RegistrationCheck['verdict'], number> = { fail: 0, warn: 1, pending: 2, pass: 3 }

/** Trouble first with both values and what to do; what waits; what passed, quiet. */
export function RegistrationChecks(props: { view: ReviewRegistration }): JSX.Element {
  const checks = createMemo(() => [...props.view.checks].sort((a, b) => loudness[a.verdict] - loudness[b.verdict]))
  const troubled = (check: RegistrationCheck) => check.verdict === 'fail' || check.verdict === 'warn'
  return (
    <CheckList>
      <For each={checks()}>
        {(check) => (
          <CheckRow
            verdict={check.verdict}
            title={registrationCheckTitle(check)}
            values={troubled(check) ? registrationCheckValues(check) : undefined}
          >
            {troubled(check) ? registrationCheckAdvice(check, 'reviewer') : null}
          </CheckRow>
        )}
      </For>
    </CheckList>
  )
}

const duplicateTones: Readonly<Record<Duplicate['state'], StateTone>> = {
  enabled: 'settled',
  disabled: 'neutral',
  ...tones,
}
const shareWords = {
  code: 'sharesCode',
  name: 'sharesName',
  file: 'sharesFile',
  mobile: 'sharesMobile',
  email: 'sharesEmail',
} as const

/** Names less alike than this have only words like 有限公司 in common. */
const alikeFrom = 0.5
const alike = (one: Duplicate) => one.score >= alikeFrom

/** Organisations and other applications that this one may be the same as, the most alike first. */
export function RegistrationDuplicates(props: { view: ReviewRegistration }): JSX.Element {
  const href = (one: Duplicate) =>
    one.type === 'organisation' ? `/desk/organisations/${one.id}` : `/desk/registrations/${one.id}`
  const shares = (one: Duplicate) =>
    one.shares.length === 0 ? '' : t('shares', { what: formatList(one.shares.map((what) => t(shareWords[what]))) })
  return (
    <Show when={props.view.duplicates.length > 0}>
      <Section title={t('duplicates')} ruled>
        <Card label={t('duplicates')}>
          <For each={props.view.duplicates}>
            {(one) => (
              <CardEntry
                href={href(one)}
                state={<Chop tone={duplicateTones[one.state]}>{t(one.state)}</Chop>}
                action={alike(one) ? t('alike', { share: `${Math.round(one.score * 100)}%` }) : t('look')}
                main={alike(one) ? <DiffText text={one.name} against={props.view.form.name} /> : one.name}
                note={
                  <>
                    <Show when={one.code}>{(code) => <AccountNumber>{code()}</AccountNumber>}</Show> {one.contactName}{' '}
                    {one.mobile}
                  </>
                }
                noteEnd={shares(one)}
                noteEndUrgent={one.shares.includes('code') || one.shares.includes('file')}
              />
            )}
          </For>
        </Card>
      </Section>
    </Show>
  )
}

const trailWords = {
  'registration.begun': 'trailBegun',
  'registration.saved': 'trailSaved',
  'registration.pending': 'trailPending',
  'registration.approved': 'trailApproved',
  'registration.rejected': 'trailRejected',
  'registration.resumed': 'trailResumed',
} as const

/** Who had it when. */
export function RegistrationTrail(props: { view: ReviewRegistration }): JSX.Element {
  const now = createNow()
  const told = () => props.view.trail.filter((entry) => Object.hasOwn(trailWords, entry.action))
  const steps = (): TimelineStep[] =>
    told().flatMap((entry, index) => {
      const word = trailWords[entry.action as keyof typeof trailWords]
      // Of several savings in a row the last one tells enough.
      if (word === 'trailSaved' && told()[index + 1]?.action === entry.action) return []
      const reason = entry.details.reason ?? entry.details.note
      return [
        {
          state: entry.action === 'registration.rejected' ? ('failed' as const) : ('done' as const),
          title: `${entry.actorName} ${t(word)}`,
          at: formatDateTime(entry.at, now()),
          note: typeof reason === 'string' && reason !== '' ? reason : undefined,
        },
      ]
    })
  return (
    <Show when={steps().length > 0}>
      <Section title={t('trailTitle')} ruled>
        <Timeline steps={steps()} />
      </Section>
    </Show>
  )
}
