import { createSignal, For, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { RequestView } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-invoices.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { formatDateTime, formatPhrases } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { mailErrorText, mailStateWord, mailTones } from '../notices/desk-mail-states.ts'

type Mail = RequestView['mails'][number]

/** Every mail about a request: where it went, how it went, and again to the same or another address. */
export function InvoiceDelivery(props: { view: RequestView }): JSX.Element {
  const [elsewhere, setElsewhere] = createSignal<Mail | null>(null)
  const resend = api.notices.resend.use({
    onSuccess: () => {
      showToast({ text: t('resent') })
      setElsewhere(null)
    },
  })
  return (
    <Show when={props.view.mails.length > 0 || props.view.invoices.length > 0}>
      <Section title={t('delivery')} ruled>
        <ErrorNote error={elsewhere() === null ? resend.error : null} />
        <For each={props.view.mails} fallback={<Quiet>{t('noMail')}</Quiet>}>
          {(mail) => (
            <DeliveryRow
              mail={mail}
              busy={resend.isPending}
              onAgain={() => resend.mutate({ id: mail.noticeId, resendId: newId() })}
              onElsewhere={() => setElsewhere(mail)}
            />
          )}
        </For>
        <Show when={elsewhere()}>
          {(mail) => (
            <Elsewhere
              busy={resend.isPending}
              error={resend.error}
              onClose={() => setElsewhere(null)}
              onSend={(to, resendId) => resend.mutate({ id: mail().noticeId, resendId, to })}
            />
          )}
        </Show>
      </Section>
    </Show>
  )
}

function DeliveryRow(props: { mail: Mail; busy: boolean; onAgain: () => void; onElsewhere: () => void }): JSX.Element {
  const now = createNow()
  return (
    <Stack gap={1}>
      <Line apart>
        <Line gap={3}>
          <StateMark tone={mailTones[props.mail.state]}>{mailStateWord(props.mail.state)}</StateMark>
          <span>{props.mail.recipient}</span>
        </Line>
        <Quiet>
          {formatPhrases([
            formatDateTime(props.mail.sentAt ?? props.mail.createdAt, now()),
            props.mail.attempts > 1 ? t('attempts', { count: props.mail.attempts }) : '',
          ])}
        </Quiet>
      </Line>
      <Show when={props.mail.state !== 'sent' ? props.mail.lastError : null}>
        {(error) => <Note tone={props.mail.state === 'failed' ? 'rejected' : 'waiting'}>{mailErrorText(error())}</Note>}
      </Show>
      <Line>
        <Button size="dense" disabled={props.busy} onClick={() => props.onAgain()}>
          {t('resend')}
        </Button>
        <Button size="dense" onClick={() => props.onElsewhere()}>
          {t('resendTo')}
        </Button>
        <ButtonLink size="dense" kind="quiet" href={`/desk/mail/${props.mail.noticeId}`}>
          {t('seeMail')}
        </ButtonLink>
      </Line>
    </Stack>
  )
}

function Elsewhere(props: {
  busy: boolean
  error: unknown
  onClose: () => void
  onSend: (to: string, resendId: string) => void
}): JSX.Element {
  const resendId = newId()
  const [address, setAddress] = createSignal('')
  const send = () => props.onSend(address().trim(), resendId)
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('resendTitle')}
      text={t('resendText')}
      actions={
        <>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
          <Button kind="primary" type="submit" form="resend-elsewhere" busy={props.busy} disabled={address() === ''}>
            {t('resendSend')}
          </Button>
        </>
      }
    >
      <Form id="resend-elsewhere" onSubmit={send}>
        <Show when={errorField(props.error) === null}>
          <ErrorNote error={props.error} />
        </Show>
        <Field label={t('resendAddress')} error={errorField(props.error) === null ? null : t('addressWrong')}>
          <TextInput type="email" inputMode="email" value={address()} onInput={setAddress} />
        </Field>
      </Form>
    </Dialog>
  )
}
