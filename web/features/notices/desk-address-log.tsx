import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { Headline, Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { Timeline } from '../../components/timeline.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { BounceMark } from './desk-bounce-mark.tsx'
import { tryStep } from './desk-mail-tries.ts'

/** Everything that was tried to reach one address, whatever the mail. */
export function DeskAddressLog(props: { address: string }): JSX.Element {
  const now = createNow()
  const query = api.notices.addressLog.use(
    () => ({ address: props.address }),
    () => ({ refreshMs: 10_000 }),
  )
  return (
    <Pane label={t('addressLog')} ground="paper" shownId={props.address}>
      <PanePart>
        <Headline>{props.address}</Headline>
        <Loaded query={query} skeleton={<SkeletonRows count={6} />}>
          {(log) => (
            <>
              <Show when={log().bounce}>{(bounce) => <BounceMark bounce={bounce()} />}</Show>
              <Show when={log().tries.length > 0} fallback={<Quiet>{t('addressEmpty')}</Quiet>}>
                <Timeline
                  steps={log().tries.map((one) => {
                    const step = tryStep(one, now())
                    return { ...step, note: [one.subject, step.note].filter(Boolean).join(' · ') }
                  })}
                />
              </Show>
            </>
          )}
        </Loaded>
      </PanePart>
    </Pane>
  )
}
