import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { StaffRole } from '../../../server/core/roles.ts'
import { noticePlans } from '../../../server/features/notices/notices.rules.ts'
import type { MailView } from '../../../server/features/notices/notices.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Facts, Headline, Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { MailFrame, MailText } from '../../components/mail-frame.tsx'
import { createNow } from '../../components/now.ts'
import { Segmented } from '../../components/radio-group.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { Timeline } from '../../components/timeline.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { errorField } from '../../texts/errors.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { BounceMark } from './desk-bounce-mark.tsx'
import { mailErrorText, mailStateWord, mailTones } from './desk-mail-states.ts'
import { tryStep } from './desk-mail-tries.ts'

/** Where the desk shows what a mail is about, and who may look. */
const subjectPages = {
  voucher: { page: (id) => `/desk/vouchers/${id}`, role: null },
  invoiceRequest: { page: (id) => `/desk/invoices/${id}`, role: 'finance' },
  registration: { page: (id) => `/desk/registrations/${id}`, role: 'reviewer' },
  learner: { page: (id) => `/desk/learners/${id}`, role: 'reviewer' },
  account: { page: (id) => `/desk/accounts/${id}`, role: 'systemAdmin' },
  plan: { page: (id) => `/desk/plans/${id}`, role: null },
  enrolment: { page: (id) => `/desk/enrolments/${id}`, role: null },
  enrolments: { page: () => '/desk/enrolments', role: null },
  order: { page: (id) => `/desk/orders/${id}`, role: null },
  payment: { page: (id) => `/desk/payments/${id}`, role: 'finance' },
  gatewayNotice: { page: (id) => `/desk/payments?notice=${id}`, role: 'finance' },
  refund: { page: (id) => `/desk/refunds/${id}`, role: null },
  cardBatch: { page: (id) => `/desk/cards/${id}`, role: null },
  cardOperation: { page: (id) => `/desk/cards/operations/${id}`, role: null },
  letter: { page: (id) => `/desk/letters/${id}`, role: null },
  certificate: { page: (id) => `/desk/certificates/${id}`, role: null },
  organisation: { page: (id) => `/desk/organisations/${id}`, role: null },
  statementFile: { page: (id) => `/desk/statements/${id}`, role: 'finance' },
} as const satisfies Record<MailView['subjectType'], { page: (id: string) => string; role: StaffRole | null }>

/** One mail as it was written, how its sending went, and sending it again. */
export function DeskMail(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.notices.getMail.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: 10_000 }),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={10} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('detailFailed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>{(view) => <Mail view={view()} onClose={props.onClose} />}</Match>
    </Switch>
  )
}

function Mail(props: { view: MailView; onClose: () => void }): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const [as, setAs] = createSignal<'page' | 'text'>('page')
  const subject = () => subjectPages[props.view.subjectType]
  // The mark of the address says it with what can be done.
  const problem = () => {
    const { state, lastError, bounce } = props.view
    return state === 'sent' || (bounce !== null && lastError === 'addressBounced') ? null : lastError
  }
  const maySee = () => {
    const { role } = subject()
    return role === null || staff.may(role)
  }
  return (
    <Pane label={t('detail')} foot={staff.may('finance') ? <ResendFoot view={props.view} /> : undefined}>
      <PanePart>
        <Line apart>
          <Chop tone={mailTones[props.view.state]} since={formatDateTime(props.view.stateSince, now())}>
            {mailStateWord(props.view.state)}
          </Chop>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline>{props.view.subject}</Headline>
        <Show when={problem()}>
          {(error) => (
            <Note tone={props.view.state === 'failed' ? 'rejected' : 'waiting'}>{mailErrorText(error())}</Note>
          )}
        </Show>
        <Show when={props.view.bounce}>{(bounce) => <BounceMark bounce={bounce()} />}</Show>
        <Facts
          beside
          facts={[
            { label: t('from'), value: props.view.from },
            { label: t('to'), value: props.view.recipient },
            ...(props.view.organisationName === ''
              ? []
              : [{ label: t('columnOrganisation'), value: props.view.organisationName }]),
          ]}
        />
        <Line apart>
          <Segmented
            label={t('view')}
            value={as()}
            onChange={setAs}
            choices={[
              { value: 'page', label: t('asPage') },
              { value: 'text', label: t('asText') },
            ]}
          />
          <Line>
            <ButtonLink
              size="dense"
              href={`/desk/mail/${props.view.id}?address=${encodeURIComponent(props.view.recipient)}`}
            >
              {t('addressAll')}
            </ButtonLink>
            <Show when={maySee()}>
              <ButtonLink size="dense" href={subject().page(props.view.subjectId)}>
                {t('seeSubject')}
              </ButtonLink>
            </Show>
          </Line>
        </Line>
        <Show when={as() === 'page'} fallback={<MailText>{props.view.text}</MailText>}>
          <MailFrame title={t('body')} html={props.view.html} />
        </Show>
        <Show when={props.view.attachments.length > 0}>
          <Section title={t('attachments', { count: props.view.attachments.length })} ruled>
            <For each={props.view.attachments}>
              {(file) => (
                <Line>
                  <Show when={staff.may('finance')} fallback={<span>{file.name}</span>}>
                    <ButtonLink
                      size="dense"
                      href={`/api/files/invoice-files/${file.fileId}`}
                      target="_self"
                      download=""
                    >
                      {file.name}
                    </ButtonLink>
                  </Show>
                </Line>
              )}
            </For>
          </Section>
        </Show>
        <Section title={t('tries')} ruled>
          <Timeline steps={props.view.tries.map((one) => tryStep(one, now()))} />
          <Quiet>{props.view.messageId}</Quiet>
        </Section>
      </PanePart>
    </Pane>
  )
}

function ResendFoot(props: { view: MailView }): JSX.Element {
  const [elsewhere, setElsewhere] = createSignal(false)
  const [address, setAddress] = createSignal('')
  const [resendId, setResendId] = createSignal(newId())
  const resend = api.notices.resend.use({
    onSuccess: () => {
      showToast({ text: t('resent') })
      setElsewhere(false)
      setResendId(newId())
    },
  })
  const again = () => resend.mutate({ id: props.view.id, resendId: resendId() })
  const send = () => {
    if (address().trim() !== '') resend.mutate({ id: props.view.id, resendId: resendId(), to: address().trim() })
  }
  createKeys(() => [
    ...(elsewhere() ? [{ key: 'Esc', label: shared('keyClose'), run: () => setElsewhere(false) }] : []),
    { key: 'S', label: t('keyResend'), run: again, when: () => !elsewhere() },
  ])
  return (
    <VerdictBar
      before={
        elsewhere() || resend.error ? (
          <>
            <Show when={errorField(resend.error) === null}>
              <ErrorNote error={resend.error} />
            </Show>
            <Show when={elsewhere()}>
              <Field label={t('resendAddress')} error={errorField(resend.error) === null ? null : t('addressWrong')}>
                <TextInput
                  type="email"
                  inputMode="email"
                  value={address()}
                  onInput={setAddress}
                  ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && !event.isComposing) send()
                    if (event.key === 'Escape') {
                      event.preventDefault()
                      setElsewhere(false)
                    }
                  }}
                />
              </Field>
            </Show>
          </>
        ) : undefined
      }
    >
      <Show
        when={elsewhere()}
        fallback={
          <>
            <Button size="verdict" keyHint="S" busy={resend.isPending} onClick={again}>
              {t('resend')}
            </Button>
            {/* A link or code opens somebody's account: it goes to their address and to no other. */}
            <Show when={!noticePlans[props.view.kind].secret}>
              <Button size="verdict" onClick={() => setElsewhere(true)}>
                {t('resendTo')}
              </Button>
            </Show>
          </>
        }
      >
        <Button kind="primary" size="verdict" keyHint="Enter" busy={resend.isPending} onClick={send}>
          {t('resendTo')}
        </Button>
        <Button size="verdict" keyHint="Esc" onClick={() => setElsewhere(false)}>
          {shared('cancel')}
        </Button>
      </Show>
    </VerdictBar>
  )
}
