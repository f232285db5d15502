import { type JSX, Match, Show, Switch } from 'solid-js'
import type { RegistrationView } from '../../../server/features/registrations/registrations.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Facts, Headline, Note, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { Timeline, type TimelineStep } from '../../components/timeline.tsx'
import { formatDateTime, formatDue } from '../../texts/format.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { LicenceChecks } from './documents-step.tsx'
import { codeFact } from './overview-step.tsx'
import { RegistrationChop } from './registration-chop.tsx'
import { fieldLabel } from './registration-field.tsx'
import { RegistrationFiles } from './registration-files.tsx'
import { stepHref, stepToCorrect } from './registration-steps.ts'

/** What became of it: in review with its deadline, approved and how to log in, rejected with the reason and what to do. */
export function RegistrationStatus(props: { view: RegistrationView }): JSX.Element {
  return (
    <PhoneShell
      title={t('title')}
      back="/register"
      actionBar={
        <Switch>
          <Match when={props.view.state === 'approved'}>
            <ButtonLink kind="primary" size="main" wide href="/log-in">
              {t('logIn')}
            </ButtonLink>
          </Match>
          <Match when={props.view.state === 'rejected'}>
            <ButtonLink kind="primary" size="main" wide href={stepHref(props.view.id, stepToCorrect(props.view))}>
              {t('correct')}
            </ButtonLink>
          </Match>
        </Switch>
      }
    >
      <Stack gap={2}>
        <RegistrationChop of={props.view} />
        <Headline>{props.view.form.name}</Headline>
      </Stack>
      <Switch>
        <Match when={props.view.state === 'pending'}>
          <p>{t('pendingText', { mail: props.view.form.email })}</p>
        </Match>
        <Match when={props.view.state === 'approved'}>
          <Stack gap={2}>
            <p>{t('approvedText', { mail: props.view.form.email })}</p>
            <Note>{t('approvedOther')}</Note>
          </Stack>
        </Match>
        <Match when={props.view.state === 'rejected'}>
          <Note tone="rejected">
            <strong>{t('rejectedTitle')}</strong>
            <p>{props.view.rejectedReason}</p>
          </Note>
        </Match>
      </Switch>
      <Section title={t('stepsTitle')}>
        <Timeline steps={stepsOf(props.view)} />
      </Section>
      <Show when={props.view.state === 'pending'}>
        <LicenceChecks view={props.view} />
      </Show>
      <Section
        title={t('sentTitle')}
        aside={
          <Show when={props.view.state === 'pending'}>
            <ButtonLink kind="quiet" href={stepHref(props.view.id, 'overview')}>
              {t('change')}
            </ButtonLink>
          </Show>
        }
      >
        <Facts
          facts={[
            codeFact(props.view),
            { label: fieldLabel('address'), value: props.view.form.address, wide: true },
            { label: fieldLabel('contactName'), value: props.view.form.contactName },
            { label: fieldLabel('mobile'), value: props.view.form.mobile },
            { label: fieldLabel('email'), value: props.view.form.email, wide: true },
          ]}
        />
        <RegistrationFiles view={props.view} purpose="licence" />
        <RegistrationFiles view={props.view} purpose="qualification" />
      </Section>
    </PhoneShell>
  )
}

/** Who has it, and what comes next. */
function stepsOf(view: RegistrationView): TimelineStep[] {
  const now = createNow()
  const at = (iso: string | null) => (iso === null ? undefined : formatDateTime(iso, now()))
  const approved = view.state === 'approved'
  return [
    { state: 'done', title: t('stepBegun'), at: at(view.createdAt) },
    { state: 'done', title: t('stepSubmitted'), at: at(view.submittedAt) },
    view.state === 'pending'
      ? {
          state: 'now',
          title: t('stepReview'),
          at: view.dueAt === null ? undefined : t('answeredBy', { when: formatDue(view.dueAt, now()) }),
        }
      : {
          state: approved ? 'done' : 'failed',
          title: t(approved ? 'stepApproved' : 'stepRejected'),
          at: at(view.decidedAt),
        },
    { state: approved ? 'now' : 'later', title: t('stepLogIn') },
  ]
}
