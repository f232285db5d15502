import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js'
import { addFen, fen } from '../../../server/core/money.ts'
import type {
  AllocationView,
  MatchChoice,
  MatchLine,
} from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { api } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { PickList } from '../../components/pick-list.tsx'
import { Score } from '../../components/reason-slots.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { doubtBelow, sureFrom } from './certainty.ts'
import type { Confirmation, MatchingActions } from './create-matching-actions.ts'
import { createSplit } from './create-split.ts'
import { LineFoot } from './desk-matching-foot.tsx'
import { OrderAmount, SplitEditor } from './desk-matching-split.tsx'
import { Allocations, amountText, Background, Reasons, TieNote } from './desk-matching-story.tsx'
import { ignoredWord, markFound, whenOf } from './line-words.ts'

const refreshMs = 20_000
/** So many possibilities and orders nearby have a digit as their key. */
const mostKeys = 9

export interface DeskLineProps {
  id: string
  actions: MatchingActions
  /** The line is done with: the next one is shown. */
  onGone: (lineIds: ReadonlySet<string>) => void
  onOpen: (id: string) => void
  onClose: () => void
}

/** One line of a statement beside the list: what it is, why it is thought to pay what, and where to give it. */
export function DeskLine(props: DeskLineProps): JSX.Element {
  const query = api.matching.line.use(
    () => ({ id: props.id }),
    () => ({ refreshMs }),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={9} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('notOpened')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data?.id === props.id ? query.data : null}>
        {(line) => <OpenLine {...props} line={line()} />}
      </Match>
    </Switch>
  )
}

function OpenLine(props: DeskLineProps & { line: MatchLine }): JSX.Element {
  const now = createNow()
  const split = createSplit(props.line)
  const [accepted, setAccepted] = createSignal(false)
  const [undoing, setUndoing] = createSignal<AllocationView | null>(null)
  const open = () => props.line.state === 'unmatched' || props.line.state === 'suggested'
  // What a hand has begun stays while the line is asked for again; another line, or another thought, begins anew.
  createEffect(
    on(
      () => [props.line.id, props.line.suggestion?.key, props.line.leftFen, props.line.state] as const,
      ([id, , left, state], before) => {
        const other = !before || before[0] !== id || before[2] !== left || before[3] !== state
        if (!other && split.isTouched()) return
        split.reset(props.line)
        if (!other) return
        setAccepted(false)
        setUndoing(null)
      },
      { defer: true },
    ),
  )
  const confirm = async () => {
    if (!open() || !split.mayConfirm() || (split.otherAccount() && !accepted())) return
    const confirmation = confirmationOf(props.line, split, accepted())
    if (await props.actions.confirm([confirmation])) props.onGone(new Set(confirmation.lineIds))
  }
  const dismiss = async () => {
    const { suggestion, id, counterpartyName } = props.line
    if (!suggestion) return
    await props.actions.dismiss({ id, name: counterpartyName || t('noPayer') }, suggestion)
  }
  const choices = () => (open() ? props.line.choices : [])
  const nearest = () =>
    open() ? props.line.nearest.filter((order) => !split.parts().some((part) => part.order.id === order.id)) : []
  createKeys(() => [
    ...(choices().length > 1
      ? choices().map((_, index) => ({
          key: String(index + 1),
          label: t('keyChoice', { number: index + 1 }),
          run: () => split.choose(index),
        }))
      : nearest()
          .slice(0, mostKeys)
          .map((order, index) => ({
            key: String(index + 1),
            label: order.number,
            run: () => split.add(order),
          }))),
    ...(split.otherAccount() ? [{ key: 'O', label: t('keyAccept'), run: () => setAccepted(!accepted()) }] : []),
  ])
  const reasons = () => {
    const shown = split.choice()
    return shown === null ? [] : (choices()[shown]?.reasons ?? [])
  }
  const foundInRemark = () =>
    (choices()[0]?.reasons ?? []).flatMap(({ slot, found }) => (slot === 'reference' && found ? found.split(' ') : []))
  return (
    <Pane
      label={t('detail')}
      shownId={props.line.id}
      foot={
        <LineFoot
          line={props.line}
          split={split}
          actions={props.actions}
          accepted={accepted()}
          undoing={undoing()}
          onUndoing={setUndoing}
          onConfirm={() => void confirm()}
          onDismiss={() => void dismiss()}
          onGone={() => props.onGone(new Set([props.line.id]))}
        />
      }
    >
      <PanePart>
        <Stack gap={2}>
          <Line apart>
            <Quiet>{t('rowOf', { when: whenOf(props.line, now()), row: props.line.row })}</Quiet>
            <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
          </Line>
          <Headline aside={<Money amount={fen(props.line.amountFen)} size="figure" sign={false} />}>
            {props.line.counterpartyName || t('noPayer')}
          </Headline>
          <Show when={props.line.leftFen < props.line.amountFen && props.line.leftFen > 0}>
            <Quiet>{amountText(props.line)}</Quiet>
          </Show>
          <Facts
            beside
            facts={[
              {
                label: t('payerAccount'),
                value: props.line.counterpartyAccount ? (
                  <AccountNumber>{props.line.counterpartyAccount}</AccountNumber>
                ) : (
                  t('none')
                ),
              },
              {
                label: t('remark'),
                value: (
                  <For each={markFound(props.line.remark || t('none'), foundInRemark())}>
                    {(piece) => (piece.marked ? <strong>{piece.text}</strong> : piece.text)}
                  </For>
                ),
              },
              ...(props.line.serial ? [{ label: t('serial'), value: props.line.serial }] : []),
              {
                label: t('file'),
                value: <a href={`/desk/statements/${props.line.fileId}`}>{props.line.fileName}</a>,
              },
              ...(props.line.state === 'ignored' && props.line.ignoredReason
                ? [
                    {
                      label: t('columnWhy'),
                      value: `${ignoredWord(props.line.ignoredReason)}${props.line.ignoredByName ? `，${props.line.ignoredByName}` : ''}`,
                    },
                  ]
                : []),
            ]}
          />
        </Stack>
      </PanePart>
      <Show when={open()}>
        <Show when={choices().length > 1}>
          <PanePart>
            <Section title={t('choices')} ruled>
              <TieNote line={props.line} />
              <PickList
                label={t('choices')}
                chosen={split.choice() === null ? '' : String(split.choice())}
                rows={choices().map((choice, index) => ({
                  id: String(index),
                  keyHint: String(index + 1),
                  title: <ChoiceTitle choice={choice} second={props.line.between === null && index > 0} />,
                  aside: <Score value={choice.score} sureFrom={sureFrom} doubtBelow={doubtBelow} />,
                  text: organisationsOf(choice),
                }))}
                onPick={(id) => split.choose(Number(id))}
              />
            </Section>
          </PanePart>
        </Show>
        <SplitEditor line={props.line} split={split} onConfirm={() => void confirm()} />
        <Show when={split.otherAccount()}>
          {(order) => (
            <PanePart>
              <Note tone="waiting">
                {t('otherAccount', { number: order().number })}
                <Checkbox checked={accepted()} onChange={setAccepted}>
                  {t('otherAccountAccept')}
                </Checkbox>
              </Note>
            </PanePart>
          )}
        </Show>
        <Show when={split.parts().length === 0 && choices().length === 0}>
          <PanePart>
            <Section title={t('nearest')}>
              <Show when={nearest().length > 0} fallback={<Quiet>{t('nothingNear')}</Quiet>}>
                <PickList
                  label={t('nearest')}
                  rows={nearest().map((order, index) => ({
                    id: order.id,
                    keyHint: index < mostKeys ? String(index + 1) : undefined,
                    title: <OrderNumber strong>{order.number}</OrderNumber>,
                    aside: <OrderAmount order={order} />,
                    text: order.organisationName,
                  }))}
                  onPick={(id) => {
                    const order = nearest().find((one) => one.id === id)
                    if (order) split.add(order)
                  }}
                />
              </Show>
            </Section>
          </PanePart>
        </Show>
        <Show when={reasons().length > 0}>
          <PanePart>
            <Section title={t('why')}>
              <Reasons reasons={reasons()} />
            </Section>
          </PanePart>
        </Show>
      </Show>
      <PanePart>
        <Stack gap={4}>
          <Allocations line={props.line} chosen={undoing()?.id ?? null} onUndo={setUndoing} />
          <Background line={props.line} onOpen={props.onOpen} />
        </Stack>
      </PanePart>
    </Pane>
  )
}

function ChoiceTitle(props: { choice: MatchChoice; second: boolean }): JSX.Element {
  const orders = () => [...new Set(props.choice.parts.flatMap((part) => part.order?.number ?? []))]
  return (
    <span>
      <Show when={orders()[0]} fallback={t('choiceCredit')}>
        {(number) => (
          <Show when={orders().length > 1} fallback={<OrderNumber strong>{number()}</OrderNumber>}>
            {t('choiceRest', { number: number(), count: orders().length })}
          </Show>
        )}
      </Show>{' '}
      <Show when={props.second}>
        <Quiet>{t('choiceSecond')}</Quiet>
      </Show>
    </span>
  )
}

function organisationsOf(choice: MatchChoice): string {
  const names = [...choice.parts.map((part) => part.order), choice.creditOrder].flatMap(
    (order) => order?.organisationName ?? [],
  )
  return [...new Set(names)].join('、')
}

/** What is suggested is confirmed as it was seen; what a hand has made, and one side of a tie, is a split of this line. */
function confirmationOf(
  line: MatchLine,
  split: ReturnType<typeof createSplit>,
  otherAccountAccepted: boolean,
): Confirmation {
  const { suggestion } = line
  const choice = split.choice()
  const chosen = choice === null ? null : line.choices[choice]
  const name = line.counterpartyName || t('noPayer')
  if (suggestion && suggestion.strength !== 'tie' && choice !== null && chosen) {
    return {
      lineIds: [line.id, ...line.joined.map((one) => one.id)],
      name,
      amountFen: addFen(fen(chosen.toCreditFen), ...chosen.parts.map((part) => fen(part.amountFen))),
      what: {
        kind: 'suggestion',
        suggestionId: suggestion.id,
        key: suggestion.key,
        choice,
        partCount: chosen.partCount,
        otherAccountAccepted,
      },
    }
  }
  const parts = split.forServer()
  return {
    lineIds: split.left() === 0 ? [line.id] : [],
    name,
    amountFen: addFen(...parts.map((part) => part.amountFen)),
    what: { kind: 'split', lineId: line.id, parts, otherAccountAccepted },
  }
}
