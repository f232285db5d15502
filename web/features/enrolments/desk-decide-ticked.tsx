import { createEffect, createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { Money } from '../../components/money.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { DeskDecisions } from './create-desk-decisions.ts'
import type { DeskTicks } from './create-desk-ticks.ts'
import { ReasonForEnrolments } from './desk-reject-enrolments.tsx'
import { mostAtOnce } from './ticks.ts'

/** At the foot of the list while somebody is ticked: confirm all of them, or reject them for one reason. */
export function DecideTicked(props: {
  ticks: DeskTicks
  decisions: DeskDecisions
  /** Everybody whom the filters find, when more than are ticked may match. */
  onTickMatching: (() => void) | undefined
}): JSX.Element {
  const [asking, setAsking] = createSignal<'confirm' | 'reject' | null>(null)
  const rows = () => props.ticks.rows()
  const count = () => rows().length
  createEffect(() => count() === 0 && setAsking(null))
  const close = () => setAsking(null)
  const ready = () => count() > 0 && asking() === null && props.ticks.finding() === null && count() <= mostAtOnce
  createKeys(() =>
    ready()
      ? [
          { key: 'Shift A', label: t('keyConfirmTicked'), run: () => setAsking('confirm') },
          { key: 'Shift R', label: t('keyRejectTicked'), run: () => setAsking('reject') },
        ]
      : [],
  )
  const text = () => {
    const found = props.ticks.finding()
    if (found !== null) return t('ticking', { count: found })
    return count() > mostAtOnce ? t('tooMany', { most: mostAtOnce }) : t('ticked', { count: count() })
  }
  return (
    <>
      <ErrorNote error={props.ticks.error()} />
      <Switch
        fallback={
          <BulkBar
            count={Math.max(count(), props.ticks.finding() === null ? 0 : 1)}
            text={text()}
            amount={<Money amount={props.ticks.total()} />}
            onClear={props.ticks.clear}
          >
            <Show when={props.onTickMatching}>
              {(tickMatching) => <BulkAction onClick={() => tickMatching()()}>{t('tickMatching')}</BulkAction>}
            </Show>
            <Show when={ready()}>
              <BulkAction keyHint={['Shift', 'A']} onClick={() => setAsking('confirm')}>
                {t('confirmTicked')}
              </BulkAction>
              <BulkAction keyHint={['Shift', 'R']} onClick={() => setAsking('reject')}>
                {t('rejectTicked')}
              </BulkAction>
            </Show>
          </BulkBar>
        }
      >
        <Match when={asking() === 'confirm'}>
          <ConfirmTicked ticks={props.ticks} decisions={props.decisions} onClose={close} />
        </Match>
        <Match when={asking() === 'reject'}>
          <ReasonForEnrolments
            kind="reject"
            title={t('rejectManyTitle', { count: count() })}
            send={props.decisions.busy() ? t('rejecting') : t('rejectManyNow', { count: count() })}
            busy={props.decisions.busy()}
            error={null}
            onSend={(reason) => void props.decisions.reject(rows(), reason)}
            onClose={close}
          />
        </Match>
      </Switch>
    </>
  )
}

/** What confirming all of them will do, before it is done: nothing takes it back in ten seconds. */
function ConfirmTicked(props: { ticks: DeskTicks; decisions: DeskDecisions; onClose: () => void }): JSX.Element {
  const count = () => props.ticks.rows().length
  const confirm = () => props.decisions.confirm(props.ticks.rows())
  let button: HTMLButtonElement | undefined
  // Enter belongs to a row while that has the focus.
  onMount(() => button?.focus())
  createKeys(() => [
    { key: 'Enter', label: t('keyConfirmTicked'), run: confirm },
    { key: 'Esc', label: shared('keyClose'), run: () => props.onClose() },
  ])
  return (
    <VerdictBar
      intro={t('confirmTitle', { count: count() })}
      effects={[
        t('effectState'),
        <>
          {t('effectDue')} <Money amount={props.ticks.total()} />
        </>,
        t('effectIdentity'),
        t('effectNoticeMany'),
      ]}
    >
      <Button
        ref={button}
        kind="primary"
        size="verdict"
        keyHint="Enter"
        busy={props.decisions.busy()}
        onClick={confirm}
      >
        {props.decisions.busy() ? t('confirming') : t('confirmNow', { count: count() })}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}
