import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop, StateMark } from '../../components/chop.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { useMe } from '../accounts/session.ts'
import { paymentTone, paymentWord, stateTone, stateWord } from './enrolment-words.ts'

/** The plans that a learner was enrolled in, as far as the reader may see them; the newest first. */
export default function LearnerEnrolments(props: { learnerId: string }): JSX.Element {
  const me = useMe()
  const isStaff = () => me.isSuccess && (me.data?.staffRoles.length ?? 0) > 0
  const query = api.enrolments.ofLearner.use(() => ({ learnerId: props.learnerId }))
  return (
    <Section title={t('ofLearner')}>
      <Loaded query={query} errorTitle={t('listNotOpened')} skeleton={<SkeletonCards count={1} />}>
        {(rows) => (
          <Show when={rows().length > 0} fallback={<Quiet>{t('ofLearnerEmpty')}</Quiet>}>
            <Card>
              <For each={rows()}>
                {(row) => (
                  <CardEntry
                    href={isStaff() ? `/desk/enrolments/${row.id}` : `/enrolments/${row.plan.id}/people/${row.id}`}
                    state={
                      <Chop tone={stateTone(row.state)} since={formatDateTime(row.stateSince)}>
                        {stateWord(row.state)}
                      </Chop>
                    }
                    action={t('look')}
                    main={row.plan.name}
                    amount={row.feeFen === null ? undefined : <Money amount={fen(row.feeFen)} />}
                    noteEnd={
                      <StateMark tone={paymentTone(row.paymentStatus)}>{paymentWord(row.paymentStatus)}</StateMark>
                    }
                  />
                )}
              </For>
            </Card>
          </Show>
        )}
      </Loaded>
    </Section>
  )
}
