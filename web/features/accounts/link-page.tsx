import { useLocation } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { LinkInput, LinkView } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { Facts, Note, Quiet, Stack } from '../../components/layout.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { CallCentre } from './call-centre.tsx'
import { createNewPassword } from './create-new-password.ts'
import { createWait } from './create-wait.ts'
import { MissingContact, NewPasswordField } from './new-password-fields.tsx'
import { createEnter, createFirstEnter } from './session.ts'

/**
 * A mailed link: it opens an account for the first time, or sets a password anew. The token stands behind the `#`, which
 * browsers send to nobody. Opening the page spends nothing; saving the password does, and logs in.
 */
export function LinkPage(props: { purpose: LinkInput['purpose'] }): JSX.Element {
  const location = useLocation()
  const link = (): LinkInput => ({ purpose: props.purpose, token: location.hash.replace(/^#/, '') })
  const view = api.accounts.lookAtLink.use(link, () => ({ staleMs: 0 }))
  const unusable = () => (view.error instanceof AppError ? view.error : null)
  return (
    <PublicShell title={t(props.purpose === 'activation' ? 'activateTitle' : 'resetTitle')}>
      <Switch>
        <Match when={view.isPending}>
          <SkeletonCards count={2} />
        </Match>
        <Match when={unusable()}>{(error) => <Unusable purpose={props.purpose} error={error()} />}</Match>
        <Match when={view.isLoadingError}>
          <ErrorState title={t('linkFailed')} error={view.error} onRetry={() => void view.refetch()} />
        </Match>
        <Match when={view.isSuccess ? view.data : null}>{(data) => <SetPassword link={link()} view={data()} />}</Match>
      </Switch>
    </PublicShell>
  )
}

function SetPassword(props: { link: LinkInput; view: LinkView }): JSX.Element {
  const enter = props.link.purpose === 'activation' ? createFirstEnter() : createEnter()
  const set = api.accounts.setPasswordByLink.use({ onSuccess: enter, stale: [] })
  const wait = createWait(() => set.error)
  const fresh = createNewPassword({
    names: (typed) => [
      props.view.name,
      ...props.view.logInNames,
      props.view.organisation ?? '',
      typed.mobile,
      typed.email.split('@')[0] ?? '',
    ],
    missing: () => props.view.missing,
    refused: () => set.error,
    forget: () => set.reset(),
  })
  const submit = () => {
    if (!fresh.check() || set.isPending || wait.left()) return
    const profile = fresh.profile()
    set.mutate({ ...props.link, next: fresh.next(), ...(profile ? { profile } : {}) })
  }
  const isFirst = () => props.link.purpose === 'activation'
  return (
    <Form onSubmit={submit} gap={5}>
      <p>{t(isFirst() ? 'activateLead' : 'resetLead')}</p>
      <Facts
        beside
        facts={[
          { label: t('linkPerson'), value: props.view.name },
          ...(props.view.organisation ? [{ label: t('linkOrganisation'), value: props.view.organisation }] : []),
          ...(props.view.logInNames.length > 0
            ? [{ label: t('linkLogInNames'), value: props.view.logInNames.join(' ') }]
            : []),
        ]}
      />
      {/* Password managers store the new password under this name. */}
      <input type="text" autocomplete="username" value={props.view.logInNames[0] ?? props.view.name} hidden readonly />
      <NewPasswordField of={fresh} />
      <MissingContact of={fresh} />
      <ErrorNote error={fresh.saysIt() ? null : set.error} />
      <Button type="submit" kind="primary" size="main" wide busy={set.isPending} disabled={Boolean(wait.left())}>
        {set.isPending ? t('saving') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('saveAndLogIn')}
      </Button>
      <Show when={!isFirst()}>
        <Quiet>{t('resetEndsSessions')}</Quiet>
      </Show>
    </Form>
  )
}

/** Why the link opens nothing, and the way on. */
function Unusable(props: { purpose: LinkInput['purpose']; error: AppError }): JSX.Element {
  const isFirst = () => props.purpose === 'activation'
  const used = () => props.error.details.why === 'used'
  return (
    <Stack gap={5}>
      <div role="alert">
        <Note tone={used() ? 'waiting' : 'rejected'}>{errorSentence(props.error)}</Note>
      </div>
      <Show
        when={isFirst()}
        fallback={
          <ButtonLink kind={used() ? 'secondary' : 'primary'} size="main" wide href="/log-in/forgotten">
            {t('askAgain')}
          </ButtonLink>
        }
      >
        <Show when={!used()}>
          <p>{t('activateAgain')}</p>
          <CallCentre primary />
        </Show>
      </Show>
      <ButtonLink kind={used() ? 'primary' : 'quiet'} size={used() ? 'main' : 'normal'} wide href="/log-in">
        {t('toLogIn')}
      </ButtonLink>
    </Stack>
  )
}
