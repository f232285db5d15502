import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { EnrolmentView } from '../../../server/features/enrolments/enrolments.schema.ts'
import { Button } from '../../components/button.tsx'
import { createKeys } from '../../components/keys.ts'
import { Note } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { onOther } from '../shell/review-desk.tsx'
import type { DeskDecisions } from './create-desk-decisions.ts'
import { ReasonForEnrolments } from './desk-reject-enrolments.tsx'

/** The foot of one enrolment: what confirming will do and the verdicts, or, once it is confirmed, revoking it. */
export function EnrolmentVerdict(props: { view: EnrolmentView; decisions: DeskDecisions }): JSX.Element {
  const [asking, setAsking] = createSignal<'reject' | 'revoke' | null>(null)
  const close = () => setAsking(null)
  onOther(() => `${props.view.id} ${props.view.state}`, close)
  return (
    <Switch>
      <Match when={asking() === 'reject'}>
        <ReasonForEnrolments
          kind="reject"
          title={t('rejectTitle')}
          send={t(props.decisions.busy() ? 'rejecting' : 'confirmRejection')}
          busy={props.decisions.busy()}
          error={null}
          onSend={(reason) => void props.decisions.reject([props.view], reason)}
          onClose={close}
        />
      </Match>
      <Match when={asking() === 'revoke'}>
        <ReasonForEnrolments
          kind="revoke"
          title={t('revokeTitle')}
          send={t(props.decisions.busy() ? 'revoking' : 'confirmRevoke')}
          busy={props.decisions.busy()}
          error={null}
          onSend={(reason) => props.decisions.revoke(props.view, reason)}
          onClose={close}
        />
      </Match>
      <Match when={props.view.may.decide}>
        <Decide view={props.view} decisions={props.decisions} onReject={() => setAsking('reject')} />
      </Match>
      <Match when={props.view.may.revoke}>
        <Revoke onRevoke={() => setAsking('revoke')} />
      </Match>
    </Switch>
  )
}

function Decide(props: { view: EnrolmentView; decisions: DeskDecisions; onReject: () => void }): JSX.Element {
  const confirm = () => props.decisions.confirm([props.view])
  createKeys(() => [
    { key: 'A', label: t('approve'), run: confirm },
    { key: 'R', label: t('reject'), run: () => props.onReject() },
  ])
  return (
    <VerdictBar
      intro={t('effects')}
      effects={[
        t('effectState'),
        props.view.feeFen ? (
          <>
            {t('effectDue')} <Money amount={fen(props.view.feeFen)} />
          </>
        ) : (
          t('effectFree')
        ),
        t('effectIdentity'),
        t('effectNotice'),
      ]}
      keys={[
        { keys: ['J', 'K'], text: t('keysMove') },
        { keys: ['X'], text: t('keysTick') },
        { keys: ['[', ']'], text: t('keysGroups') },
        { keys: ['Shift', 'X'], text: t('keysGroup') },
      ]}
    >
      <Button kind="primary" size="verdict" keyHint="A" busy={props.decisions.busy()} onClick={confirm}>
        {t(props.decisions.busy() ? 'confirming' : 'approve')}
      </Button>
      <Button
        kind="danger"
        size="verdict"
        keyHint="R"
        disabled={props.decisions.busy()}
        onClick={() => props.onReject()}
      >
        {t('reject')}
      </Button>
    </VerdictBar>
  )
}

function Revoke(props: { onRevoke: () => void }): JSX.Element {
  createKeys(() => [{ key: 'R', label: t('revoke'), run: () => props.onRevoke() }])
  return (
    <VerdictBar before={<Note>{t('revokeHint')}</Note>}>
      <Button kind="danger" size="verdict" keyHint="R" onClick={() => props.onRevoke()}>
        {t('revoke')}
      </Button>
    </VerdictBar>
  )
}
