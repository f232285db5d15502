import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { LetterRow, LetterView } from '../../../server/features/documents/letters.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { AccountNumber, FormCode, OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/letters.zh-CN.ts'
import { letterTones, whoseLetter } from './letter-words.ts'

export function LetterChop(props: { letter: Pick<LetterRow, 'state' | 'stateSince'> }): JSX.Element {
  const now = createNow()
  return (
    <Chop tone={letterTones[props.letter.state]} since={formatDateTime(props.letter.stateSince, now())}>
      {t(props.letter.state)}
    </Chop>
  )
}

/** State, which plan, and in a sentence what happens next. */
export function LetterHead(props: { letter: LetterView; staff?: boolean | undefined }): JSX.Element {
  const now = createNow()
  return (
    <>
      <Stack gap={2}>
        <LetterChop letter={props.letter} />
        <Headline>{props.letter.plan.name}</Headline>
        <Quiet>{whoseLetter(props.letter)}</Quiet>
      </Stack>
      <Show when={!props.staff}>
        <Show when={props.letter.state === 'printed'}>
          <Note tone="waiting">{t('waits')}</Note>
        </Show>
        <Show when={props.letter.state === 'received'}>
          <Note>
            {t('receivedOn', { when: formatDateTime(props.letter.stateSince, now()) })}
            <Show when={props.letter.note}> {t('receivedNote', { note: props.letter.note })}</Show>
          </Note>
        </Show>
        <Show when={props.letter.state === 'cancelled'}>
          <Note>{t('cancelledText')}</Note>
        </Show>
      </Show>
    </>
  )
}

/** What the letter says, as it was when it was printed. */
export function LetterStory(props: { letter: LetterView; more?: readonly Fact[] | undefined }): JSX.Element {
  const now = createNow()
  const facts = (): Fact[] => {
    const { facts: said, code, listed, contactName, telephone, createdByName, createdAt } = props.letter
    return [
      { label: t('code'), value: <FormCode strong>{code}</FormCode> },
      { label: t('year'), value: String(said.plan.year) },
      { label: t('creditCode'), value: <AccountNumber>{said.organisation.creditCode}</AccountNumber>, wide: true },
      { label: t('contactName'), value: contactName },
      { label: t('telephone'), value: telephone },
      { label: t('enrolled'), value: t('enrolledWords', said.people), wide: true },
      { label: t('paidPeople'), value: t('paidWords', said.people), wide: true },
      { label: t('annex'), value: listed === null ? t('noAnnex') : t('people', { count: listed }), wide: true },
      ...(said.organisation.address ? [{ label: t('address'), value: said.organisation.address, wide: true }] : []),
      { label: t('printedBy'), value: createdByName },
      { label: t('printedAt'), value: formatDateTime(createdAt, now()) },
      ...(props.more ?? []),
    ]
  }
  return (
    <>
      <Section title={t('says')} ruled>
        <Facts facts={facts()} />
      </Section>
      <LetterOrders facts={props.letter.facts} />
    </>
  )
}

/** The orders that it lists, with what they ask and what was paid. */
export function LetterOrders(props: {
  facts: Pick<LetterView['facts'], 'orders' | 'ordersFen' | 'paidFen'>
}): JSX.Element {
  return (
    <Show when={props.facts.orders.length > 0}>
      <Section title={t('orders')} aside={t('orderCount', { count: props.facts.orders.length })} ruled>
        <Card>
          <For each={props.facts.orders}>
            {(order) => (
              <CardLine
                label={<OrderNumber>{order.number}</OrderNumber>}
                note={joinParts(order.createdOn, order.payer)}
                value={<Money amount={fen(order.amountFen)} strong={false} />}
              />
            )}
          </For>
          <CardLine label={t('ordersSum')} value={<Money amount={fen(props.facts.ordersFen)} />} />
          <CardLine label={t('paidSum')} value={<Money amount={fen(props.facts.paidFen)} />} />
        </Card>
      </Section>
    </Show>
  )
}

/** Where letters are posted, as the letter bears it or as the settings have it now. */
export function PostTo(props: {
  address: {
    readonly name: string
    readonly postalAddress: string
    readonly recipient: string
    readonly telephone: string
  }
}): JSX.Element {
  return (
    <Section title={t('postTo')} ruled>
      <Show when={props.address.postalAddress} fallback={<Note tone="waiting">{t('noAddress')}</Note>}>
        <div>
          <CopyRow label={t('postAddress')} copy={props.address.postalAddress} lead>
            {props.address.postalAddress}
          </CopyRow>
          <CopyRow label={t('recipient')} copy={props.address.recipient || props.address.name}>
            {props.address.recipient || props.address.name}
          </CopyRow>
        </div>
      </Show>
      <Show when={props.address.telephone}>
        <CopyRow label={t('centrePhone')} copy={props.address.telephone}>
          {props.address.telephone}
        </CopyRow>
      </Show>
    </Section>
  )
}

/** The organisation gives it up. */
export function CancelLetter(props: { letter: LetterView }): JSX.Element {
  const cancel = api.letters.cancel.use({ onSuccess: () => void showToast({ text: t('cancelledToast') }) })
  return (
    <Show when={props.letter.may.cancel}>
      <Stack gap={2}>
        <Button wide busy={cancel.isPending} onClick={() => cancel.mutate({ id: props.letter.id })}>
          {cancel.isPending ? t('cancelling') : t('cancel')}
        </Button>
        <ErrorNote error={cancel.error} />
      </Stack>
    </Show>
  )
}
