import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OperationCheck, OperationKind } from '../../../server/features/study-cards/study-cards.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatCount } from '../../texts/format.ts'
import { refusalWords, storedError } from './card-words.ts'
import type { CardOperation } from './create-operation.ts'

const refusedTitles = {
  recharge: 'refusedTitle',
  takeBack: 'refusedBackTitle',
  open: 'refusedOpenTitle',
} as const satisfies Record<OperationKind, string>
const peopleWords = { recharge: 'checkPeople', takeBack: 'takeBackPeople', open: 'checkOpenPeople' } as const
const sumWords = { recharge: 'checkSum', takeBack: 'takeBackSum', open: 'checkOpenSum' } as const

/** What an operation would do: the sum, the batch before and after, and who is left out and why. */
export function OperationCheckView(props: {
  operation: CardOperation
  kind: OperationKind
  plan: string
  /** Where people get the cards that they lack for a course. */
  rechargeHref?: string | undefined
}): JSX.Element {
  const { operation } = props
  return (
    <Switch fallback={<SkeletonCards count={2} />}>
      <Match when={operation.check.isError}>
        <ErrorState
          title={t('checkFailed')}
          error={operation.check.error}
          onRetry={() => void operation.check.refetch()}
        />
      </Match>
      <Match when={operation.known()}>
        {(check) => <Checked check={check()} kind={props.kind} plan={props.plan} rechargeHref={props.rechargeHref} />}
      </Match>
    </Switch>
  )
}

function Checked(props: {
  check: OperationCheck
  kind: OperationKind
  plan: string
  rechargeHref?: string | undefined
}): JSX.Element {
  // That nobody is left is said with those who are left out, and why.
  const blocked = () =>
    props.check.blocked?.code === 'selectionEmpty' && props.check.refusedCount > 0 ? null : props.check.blocked
  const batchFacts = () => {
    const { batch } = props.check
    if (!batch) return []
    return [
      { label: t('columnBatch'), value: <OrderNumber>{batch.orderNumber}</OrderNumber> },
      { label: t('expiresOn'), value: formatCalendarDay(batch.expiresOn) },
      { label: t('buyer'), value: batch.organisation.name },
      { label: t('checkBefore'), value: <Money amount={fen(batch.leftFen)} strong={false} /> },
      {
        label: t(props.kind === 'takeBack' ? 'takeBackAfter' : 'checkAfter'),
        value: <Money amount={fen(batch.leftAfterFen)} tone={batch.leftAfterFen < 0 ? 'rejected' : undefined} />,
      },
    ]
  }
  return (
    <>
      <Card padded>
        <Stack gap={3}>
          <Line apart>
            <span>{t(sumWords[props.kind])}</span>
            <Money amount={fen(props.check.totalFen)} size="figure" />
          </Line>
          <Facts
            beside
            facts={[
              { label: t('plan'), value: props.plan },
              { label: t(peopleWords[props.kind]), value: t('sumPeople', { count: props.check.people }) },
              ...(props.check.feeFen === null
                ? []
                : [{ label: t('checkFee'), value: <Money amount={fen(props.check.feeFen)} strong={false} /> }]),
              ...batchFacts(),
            ]}
          />
        </Stack>
      </Card>
      <Show when={blocked()}>{(one) => <ErrorNote error={storedError(one())} />}</Show>
      <Show when={props.check.refusedCount > 0}>
        <RefusedPeople check={props.check} kind={props.kind} rechargeHref={props.rechargeHref} />
      </Show>
    </>
  )
}

function RefusedPeople(props: {
  check: OperationCheck
  kind: OperationKind
  rechargeHref?: string | undefined
}): JSX.Element {
  const others = () => props.check.refusedCount - props.check.refused.length
  const lackBalance = () => props.check.refusedBy.some(({ why }) => why === 'balanceTooLow')
  return (
    <Section title={t(refusedTitles[props.kind], { count: props.check.refusedCount })}>
      <Stack gap={3}>
        <Note tone="waiting">{t(props.check.people > 0 ? 'refusedStayOut' : 'nobodyLeft')}</Note>
        <Show when={props.check.refusedBy.length > 1}>
          <Card>
            <For each={props.check.refusedBy}>
              {(one) => <CardLine label={t(`why_${one.why}`)} value={formatCount(one.count)} />}
            </For>
          </Card>
        </Show>
        <Card>
          <For each={props.check.refused}>
            {(one) => (
              <CardEntry
                main={<strong>{one.name ?? t('unknownPerson')}</strong>}
                note={<Show when={one.idNumberMasked}>{(number) => <IdNumber>{number()}</IdNumber>}</Show>}
              >
                {refusalWords(one)}
              </CardEntry>
            )}
          </For>
        </Card>
        <Show when={others() > 0}>
          <Quiet>{t('refusedMore', { count: others() })}</Quiet>
        </Show>
        <Show when={lackBalance() ? props.rechargeHref : null}>
          {(href) => (
            <Line>
              <ButtonLink href={href()}>{t('rechargeMissing')}</ButtonLink>
            </Line>
          )}
        </Show>
      </Stack>
    </Section>
  )
}

/** What became of the last press of the button: refused, changed meanwhile, or sent before. */
export function StartNotes(props: { operation: CardOperation; operations: string }): JSX.Element {
  return (
    <>
      <Show when={props.operation.changed()}>
        <Note tone="waiting">{t('changedSince')}</Note>
      </Show>
      <Show when={props.operation.alreadySent()}>
        {(id) => (
          <Note tone="waiting">
            <p>{t('alreadySent')}</p>
            <Line>
              <ButtonLink href={`${props.operations}/${id()}`}>{t('toProgress')}</ButtonLink>
            </Line>
          </Note>
        )}
      </Show>
      <ErrorNote error={props.operation.error()} />
    </>
  )
}
