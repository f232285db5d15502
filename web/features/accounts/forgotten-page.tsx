import { useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { CallCentre } from './call-centre.tsx'
import { createWait } from './create-wait.ts'
import { setTypedName, typedName } from './typed-name.ts'

/** The ways back in without a password: a link by mail where an address is known, else the people who can reset it. */
export default function ForgottenPage(): JSX.Element {
  const [search] = useSearchParams<{ return?: string }>()
  const [asked, setAsked] = createSignal(false)
  const send = api.accounts.forgotten.use({ stale: [] })
  const wait = createWait(() => send.error)
  const submit = () => {
    setAsked(true)
    if (typedName().trim() === '' || send.isPending || wait.left()) return
    send.mutate({ name: typedName().trim() })
  }
  return (
    <PublicShell title={t('forgottenTitle')}>
      <Stack gap={5}>
        <Show
          when={send.data}
          fallback={
            <Form onSubmit={submit} gap={5}>
              <p>{t('forgottenLead')}</p>
              <Field
                label={t('name')}
                hint={t('forgottenNameHint')}
                error={asked() && typedName().trim() === '' ? t('nameMissing') : null}
              >
                <TextInput
                  value={typedName()}
                  onInput={(text) => {
                    setTypedName(text)
                    if (send.isError) send.reset()
                  }}
                  autocomplete="username"
                  autocapitalize="characters"
                  spellcheck={false}
                  maxLength={100}
                />
              </Field>
              <ErrorNote error={wait.left() ? null : send.error} />
              <Button
                type="submit"
                kind="primary"
                size="main"
                wide
                busy={send.isPending}
                disabled={Boolean(wait.left())}
              >
                {send.isPending
                  ? t('sendingLink')
                  : wait.left()
                    ? t('waitBeforeRetry', { wait: wait.left() })
                    : t('sendLink')}
              </Button>
            </Form>
          }
        >
          {(answer) => (
            <Stack gap={3}>
              <div role="status">
                <Note tone={answer().mailLeaves ? 'quiet' : 'waiting'}>
                  {answer().mailLeaves ? t('linkSent', { name: typedName().trim() }) : t('noMailServer')}
                </Note>
              </div>
              <Show when={answer().mailLeaves}>
                <p>{t('linkSentNext')}</p>
                <Button
                  wide
                  onClick={() => {
                    setAsked(false)
                    send.reset()
                  }}
                >
                  {t('otherName')}
                </Button>
              </Show>
            </Stack>
          )}
        </Show>
        <Section title={t('forgottenOtherWay')}>
          <Card>
            <CardLine label={t('forgottenLearner')} note={t('forgottenLearnerWay')} />
            <CardLine label={t('forgottenOrganisation')} note={t('forgottenOrganisationWay')} />
            <CardLine label={t('forgottenStaff')} note={t('forgottenStaffWay')} />
          </Card>
        </Section>
        <CallCentre />
        <ButtonLink
          kind="quiet"
          wide
          href={`/log-in${search.return ? `?return=${encodeURIComponent(search.return)}` : ''}`}
        >
          {t('backToLogIn')}
        </ButtonLink>
      </Stack>
    </PublicShell>
  )
}
