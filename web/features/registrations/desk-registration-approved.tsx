import { createSignal, For, type JSX, onMount, Show } from 'solid-js'
import type { ApprovedRegistration } from '../../../server/features/registrations/registrations.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { Note } from '../../components/layout.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'

export interface Approval extends ApprovedRegistration {
  readonly contactName: string
}

/*
 * One-time passwords that this page was told and nobody has said to have passed on: whoever goes on to the next
 * application by mistake finds them again. A reload forgets them; then the password is reset on the account's page.
 */
const [approvals, setApprovals] = createSignal<ReadonlyMap<string, Approval>>(new Map())

export function approvalOf(registrationId: string): Approval | undefined {
  return approvals().get(registrationId)
}

export function keepApproval(registrationId: string, approval: Approval): void {
  setApprovals(new Map(approvals()).set(registrationId, approval))
}

function forgetApproval(registrationId: string): void {
  const rest = new Map(approvals())
  rest.delete(registrationId)
  setApprovals(rest)
}

/** What an approval made: the one-time password to read out, shown once, and where the activation link went. */
export function ApprovedPanel(props: { id: string; approval: Approval; onNext: () => void }): JSX.Element {
  let done: HTMLButtonElement | undefined
  onMount(() => done?.focus())
  const goOn = () => {
    forgetApproval(props.id)
    props.onNext()
  }
  return (
    <VerdictBar
      before={
        <div role="status">
          <strong>{t('approvedTitle')}</strong>
          <CopyRow label={t('oneTimePassword')} copy={props.approval.oneTimePassword} lead figure>
            {props.approval.oneTimePassword}
          </CopyRow>
          <CopyRow label={t('logInNames')} copy={props.approval.logInNames[0] ?? ''}>
            <For each={props.approval.logInNames}>
              {(name, index) => (
                <>
                  <Show when={index() > 0}>{t('or')}</Show>
                  {/^1\d{10}$/.test(name) ? name : <AccountNumber>{name}</AccountNumber>}
                </>
              )}
            </For>
          </CopyRow>
          <Note>
            {t('mailedTo', { mail: props.approval.mailedTo })} {t('readOut', { name: props.approval.contactName })}
          </Note>
        </div>
      }
    >
      <Button ref={done} kind="primary" size="verdict" keyHint="Enter" onClick={goOn}>
        {t('passedOn')}
      </Button>
      <ButtonLink size="verdict" href={`/desk/organisations/${props.approval.organisationId}`}>
        {t('seeOrganisation')}
      </ButtonLink>
    </VerdictBar>
  )
}
