import { createSignal, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { AdminView } from '../../../server/features/organisations/admins.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { errorField } from '../../texts/errors.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { ResendActivation } from '../accounts/resend-activation.tsx'
import { useMe } from '../accounts/session.ts'
import { FormButtons, focusSoon } from './unit-forms.tsx'

/** A password that is shown once, with whom to tell it. */
function GivenPassword(props: { name: string; mobile: string; password: string; onDone: () => void }): JSX.Element {
  return (
    <Stack gap={3}>
      <Quiet>{t('adminPasswordOf', { name: props.name, mobile: props.mobile })}</Quiet>
      <Card padded label={t('oneTimePassword')}>
        <CopyRow label={t('oneTimePassword')} copy={props.password} lead>
          {props.password}
        </CopyRow>
      </Card>
      <Note tone="waiting">{t('passwordOnce')}</Note>
      <Line>
        <Button kind="primary" onClick={() => props.onDone()}>
          {t('passwordDone')}
        </Button>
      </Line>
    </Stack>
  )
}

/** Another admin, by name and mobile. */
export function AddAdminForm(props: { organisationId: string; onClose: () => void }): JSX.Element {
  // Of the account to make: the same again when the answer got lost, so that it shows the same password.
  const id = newId()
  const [name, setName] = createSignal('')
  const [mobile, setMobile] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const [password, setPassword] = createSignal<string | null>(null)
  const add = api.organisations.addAdmin.use({
    onSuccess: ({ oneTimePassword }) => {
      if (oneTimePassword !== null) return void setPassword(oneTimePassword)
      showToast({ text: t('adminAdded', { name: name().trim() }) })
      props.onClose()
    },
  })
  const mobileMissing = () => mobile().replace(/\D/g, '').length < 11
  const send = () => {
    setComplained(true)
    if (name().trim() === '' || mobileMissing() || add.isPending) return
    add.mutate({ id, organisationId: props.organisationId, name: name(), mobile: mobile(), email: email().trim() })
  }
  const wrong = (field: string) => errorField(add.error) === field
  return (
    <Show
      when={password()}
      fallback={
        <Form onSubmit={send} gap={3}>
          <Quiet>{t('addAdminText')}</Quiet>
          <Field
            label={t('adminName')}
            error={complained() && name().trim() === '' ? t('adminNameNeeded') : null}
            required
          >
            <TextInput value={name()} onInput={setName} maxLength={60} autocomplete="off" ref={focusSoon} />
          </Field>
          <Field
            label={t('adminMobile')}
            error={(complained() && mobileMissing()) || wrong('mobile') ? t('adminMobileNeeded') : null}
            required
          >
            <TextInput value={mobile()} onInput={setMobile} inputmode="tel" maxLength={20} autocomplete="off" />
          </Field>
          <Field label={t('adminEmail')} error={wrong('email') ? t('wrongField') : null} optional>
            <TextInput value={email()} onInput={setEmail} inputmode="email" maxLength={200} autocomplete="off" />
          </Field>
          <ErrorNote error={errorField(add.error) === null ? add.error : null} />
          <FormButtons label={t('addAdmin')} busy={add.isPending} onClose={props.onClose} />
        </Form>
      }
    >
      {(given) => (
        <GivenPassword name={name().trim()} mobile={mobile()} password={given()} onDone={() => props.onClose()} />
      )}
    </Show>
  )
}

/** What can be done about one admin: their right, their password, their place. */
export function AdminForm(props: { organisationId: string; admin: AdminView; onClose: () => void }): JSX.Element {
  const named = () => ({ organisationId: props.organisationId, accountId: props.admin.accountId })
  const [password, setPassword] = createSignal<string | null>(null)
  const grant = api.organisations.setMayUnmask.use({
    onSuccess: (_nothing, { mayUnmask }) => {
      showToast({ text: t(mayUnmask ? 'mayUnmaskOn' : 'mayUnmaskOff', { name: props.admin.name }) })
    },
  })
  const reset = api.organisations.resetAdminPassword.use({
    onSuccess: ({ oneTimePassword }) => void setPassword(oneTimePassword),
    stale: [api.organisations.listAdmins.key()],
  })
  const remove = api.organisations.removeAdmin.use({
    onSuccess: () => {
      showToast({ text: t('adminRemoved', { name: props.admin.name }) })
      props.onClose()
    },
  })
  const busy = () => grant.isPending || reset.isPending || remove.isPending
  const may = () => props.admin.may
  const me = useMe()
  /** Staff who review registrations can mail the link again that the approval sent. */
  const waitsForActivation = () => {
    const roles = me.isSuccess ? (me.data?.staffRoles ?? []) : []
    const reviews = roles.includes('reviewer') || roles.includes('systemAdmin')
    return reviews && props.admin.neverLoggedIn && props.admin.enabled && props.admin.email !== ''
  }
  return (
    <Show
      when={password()}
      fallback={
        <Stack gap={4}>
          <Show when={!may().remove && !may().resetPassword && !may().setMayUnmask}>
            <Quiet>{t('nothingToDo')}</Quiet>
          </Show>
          <Show when={may().setMayUnmask}>
            <Stack gap={1}>
              <Checkbox
                checked={props.admin.mayUnmask}
                disabled={busy()}
                onChange={(mayUnmask) => grant.mutate({ ...named(), mayUnmask })}
              >
                {t('mayUnmaskLabel')}
              </Checkbox>
              <Quiet>{t('mayUnmaskHint')}</Quiet>
            </Stack>
          </Show>
          <Show when={waitsForActivation()}>
            <Line>
              <ResendActivation accountId={props.admin.accountId} />
            </Line>
          </Show>
          <Show when={may().resetPassword}>
            <Stack gap={1}>
              <Line>
                <Button busy={reset.isPending} onClick={() => reset.mutate(named())}>
                  {t('resetPassword')}
                </Button>
              </Line>
              <Quiet>{t('resetPasswordText')}</Quiet>
            </Stack>
          </Show>
          <Show when={may().remove}>
            <Stack gap={1}>
              <Line>
                <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate(named())}>
                  {t('removeAdmin')}
                </Button>
              </Line>
              <Quiet>{t('removeAdminText')}</Quiet>
            </Stack>
          </Show>
          <ErrorNote error={grant.error ?? reset.error ?? remove.error} />
        </Stack>
      }
    >
      {(given) => (
        <GivenPassword
          name={props.admin.name}
          mobile={props.admin.mobile}
          password={given()}
          onDone={() => props.onClose()}
        />
      )}
    </Show>
  )
}
