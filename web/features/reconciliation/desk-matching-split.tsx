import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js'
import { type Fen, fen, formatFen, zeroFen } from '../../../server/core/money.ts'
import type { MatchLine, OrderChoice } from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { api } from '../../api.ts'
import { PanePart } from '../../components/desk-shell.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { PickList } from '../../components/pick-list.tsx'
import { SplitList, SplitRow, SplitSums } from '../../components/split-list.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { isShown, type Split, takenBy } from './create-split.ts'

const stateWords = {
  open: 'stateOpen',
  paid: 'statePaid',
  expired: 'stateExpired',
  cancelled: 'stateCancelled',
} as const satisfies Record<OrderChoice['state'], string>

/** A pause in typing that is long enough to ask, in milliseconds. */
const pauseMs = 200

/** Where a line is shared out: an amount for each order and for credit, down to nothing left. */
export function SplitEditor(props: { line: MatchLine; split: Split; onConfirm: () => void }): JSX.Element {
  const { split } = props
  const organisations = () => new Set(split.parts().map((part) => part.order.organisationId)).size
  const tone = () => (split.left() === 0 ? 'done' : split.left() > 0 ? 'open' : 'over')
  const confirmByEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    event.target.blur()
    props.onConfirm()
  }
  return (
    <>
      <PanePart>
        <Section title={t('split')} aside={split.parts().length > 0 ? t('splitHead') : undefined}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in a box confirms, as in a form; the button says so. */}
          <div onKeyDown={confirmByEnter}>
            <SplitList label={t('split')}>
              <For each={split.parts().map((part) => part.order.id)}>
                {(orderId) => (
                  <Show when={split.parts().find((part) => part.order.id === orderId)}>
                    {(part) => (
                      <SplitRow
                        title={<OrderNumber strong>{part().order.number}</OrderNumber>}
                        wants={wantsOf(part().order)}
                        name={part().order.organisationName}
                        note={noteOf(part().order, part().amountFen)}
                        amount={part().amountFen}
                        amountLabel={t('amountFor', { number: part().order.number })}
                        onAmount={(amount) => split.setAmount(orderId, amount)}
                        removeLabel={t('remove', { number: part().order.number })}
                        onRemove={() => split.remove(orderId)}
                      />
                    )}
                  </Show>
                )}
              </For>
              <Show when={split.credit()}>
                {(credit) => (
                  <SplitRow
                    title={t('credit')}
                    name={t('creditText', { name: credit().order.organisationName })}
                    amount={credit().amountFen}
                    amountLabel={t('creditAmount')}
                    onAmount={(amount) => split.setCredit(amount)}
                    removeLabel={t('remove', { number: t('credit') })}
                    onRemove={() => split.removeCredit()}
                  />
                )}
              </Show>
            </SplitList>
          </div>
          <AddOrder line={props.line} split={split} />
        </Section>
      </PanePart>
      <Show when={split.parts().length > 0 || split.credit()}>
        <SplitSums
          sums={[
            {
              label: t('sumOrders', { orders: split.parts().length, organisations: organisations() }),
              amount: split.toOrders(),
            },
            ...(split.toCredit() > 0 ? [{ label: t('sumCredit'), amount: split.toCredit() }] : []),
          ]}
          leftLabel={split.left() < 0 ? t('sumOver') : t('sumLeft')}
          left={fen(Math.abs(split.left()))}
          tone={tone()}
        />
      </Show>
    </>
  )
}

function wantsOf(order: OrderChoice): JSX.Element {
  const shown = order.unseenFen.length > 0 && order.state !== 'open'
  return (
    <Show when={order.state === 'open' || shown} fallback={t(stateWords[order.state])}>
      <Money amount={fen(shown ? (order.unseenFen[0] ?? 0) : order.outstandingFen)} sign={false} strong={false} />
    </Show>
  )
}

/** What will become of the part, where that is not simply that the order takes it. */
function noteOf(order: OrderChoice, amountFen: Fen | null): string | undefined {
  if (isShown(order, amountFen)) return t('showsPayment')
  if (order.state !== 'open') return t('takesNothing')
  if (amountFen !== null && takenBy(order, amountFen) < amountFen)
    return `${t('sumCredit')} ${formatFen(fen(amountFen - takenBy(order, amountFen)))}`
  if (amountFen !== null && amountFen < order.outstandingFen)
    return t('stillLacks', { amount: formatYuan(fen(order.outstandingFen - amountFen)) })
  return order.voucher?.state === 'submitted' ? t('approvesVoucher') : undefined
}

/** Finds orders to share the line out over: by number, organisation or amount; with nothing typed, the likeliest. */
function AddOrder(props: { line: MatchLine; split: Split }): JSX.Element {
  let box: HTMLDivElement | undefined
  const [typed, setTyped] = createSignal('')
  const [asked, setAsked] = createSignal('')
  const [at, setAt] = createSignal(0)
  const [open, setOpen] = createSignal(false)
  createEffect(() => {
    const text = typed().trim()
    const timer = setTimeout(() => setAsked(text), pauseMs)
    onCleanup(() => clearTimeout(timer))
  })
  createEffect(
    on(
      () => props.line.id,
      () => {
        setTyped('')
        setOpen(false)
      },
      { defer: true },
    ),
  )
  const found = api.matching.findOrders.use(
    () => ({ lineId: props.line.id, search: asked() }),
    () => ({ enabled: open(), keepPrevious: true }),
  )
  const taken = () => new Set(props.split.parts().map((part) => part.order.id))
  const rows = () => (open() && found.isSuccess ? found.data.filter((order) => !taken().has(order.id)) : [])
  createKeys(() => [{ key: 'S', label: t('keySplit'), run: () => box?.querySelector('input')?.focus() }])
  const add = (order: OrderChoice | undefined) => {
    if (!order) return
    props.split.add(order)
    setTyped('')
    setAsked('')
    setOpen(false)
    setAt(0)
    // The amount that was proposed can be typed over at once.
    queueMicrotask(() => {
      const inputs = box?.closest('section')?.querySelectorAll<HTMLInputElement>('.split-row input')
      inputs?.item(props.split.parts().length - 1)?.focus()
    })
  }
  const handleKey = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(rows().length - 1, at() + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at() - 1))
    else if (event.key === 'Enter') add(rows()[at()])
    else return
    event.preventDefault()
  }
  return (
    <div ref={box}>
      <Stack gap={1}>
        <TextInput
          value={typed()}
          onInput={(text) => {
            setTyped(text)
            setAt(0)
            setOpen(true)
          }}
          onFocus={() => setOpen(true)}
          onKeyDown={handleKey}
          placeholder={t(props.split.parts().length > 0 ? 'addOrder' : 'addFirst')}
          aria-label={t(props.split.parts().length > 0 ? 'addOrder' : 'addFirst')}
        />
        <Show when={open()}>
          <PickList
            label={t('foundOrders')}
            at={at()}
            rows={rows().map((order) => ({
              id: order.id,
              title: <OrderNumber strong>{order.number}</OrderNumber>,
              aside: <OrderAmount order={order} />,
              text: order.organisationName,
            }))}
            onPick={(id) => add(rows().find((order) => order.id === id))}
          />
          <Show when={found.isSuccess && rows().length === 0}>
            <Quiet>{t(asked() === '' ? 'nothingNear' : 'foundNothing')}</Quiet>
          </Show>
        </Show>
      </Stack>
    </div>
  )
}

/** What an order still wants, or why it wants nothing. */
export function OrderAmount(props: { order: OrderChoice }): JSX.Element {
  const wanted = () => (props.order.state === 'open' ? fen(props.order.outstandingFen) : zeroFen)
  return (
    <Show
      when={wanted() > 0}
      fallback={
        <Quiet>
          {formatFen(fen(props.order.amountFen))} {t(stateWords[props.order.state])}
        </Quiet>
      }
    >
      <Money amount={wanted()} sign={false} />
    </Show>
  )
}
