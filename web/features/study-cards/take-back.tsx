import { useNavigate, useSearchParams } from '@solidjs/router'
import { type Component, createSignal, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type {
  BatchView,
  CheckOperationInput,
  PeopleFilter,
} from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { AmountInput } from '../../components/amount-input.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { useMe } from '../accounts/session.ts'
import type { OrganisationShellProps } from '../shell/organisation-shell.tsx'
import { CardPeopleList, TickedLine } from './card-people-list.tsx'
import { createCardPeople } from './create-card-people.ts'
import { type CardOperation, createOperation } from './create-operation.ts'
import { LastOperation } from './last-operation.tsx'
import { OperationCheckView, StartNotes } from './operation-check.tsx'
import { createCardDraft, type OpenCardDraft } from './recharge-draft.ts'
import { startWord } from './start-word.ts'

/** An auditor can do something with it from here on. */
const shortestReason = 4

type Shell = Component<OrganisationShellProps>

/** 从学员收回: tick people who have something left of the batch, say why, and look once more. */
export function TakeBack(props: {
  batchId: string
  cards: string
  /** The frame of the page: an organisation's or the staff's. */
  shell: Shell
}): JSX.Element {
  const me = useMe()
  const query = api.studyCards.batch.use(() => ({ id: props.batchId }))
  const ready = () =>
    query.isSuccess && me.isSuccess && me.data ? { batch: query.data, owner: me.data.accountId } : null
  return (
    <Show
      when={ready()}
      fallback={
        <props.shell title={t('takeBackTitle')} back={`${props.cards}/${props.batchId}`}>
          <Loaded query={query} errorTitle={t('batchNotOpened')}>
            {() => null}
          </Loaded>
        </props.shell>
      }
    >
      {(known) => <Steps batch={known().batch} owner={known().owner} cards={props.cards} shell={props.shell} />}
    </Show>
  )
}

type Address = { q?: string; step?: string }

function Steps(props: { batch: BatchView; owner: string; cards: string; shell: Shell }): JSX.Element {
  const navigate = useNavigate()
  const [address, setAddress] = useSearchParams<Address>()
  const opened = createCardDraft(`back-${props.owner}-${props.batch.id}`, null)
  const { draft } = opened
  const filter = (): Partial<PeopleFilter> => ({
    batchId: props.batch.id,
    balance: 'some',
    ...(address.q ? { search: address.q } : {}),
  })
  const people = createCardPeople(filter, 30, opened.picks)
  const checking = () => address.step === 'check' && people.count() > 0
  const amount = () => {
    if (!draft.perPerson) return 'all' as const
    return draft.eachFen !== null && draft.eachFen > 0 ? { eachFen: fen(draft.eachFen) } : null
  }
  const input = (): CheckOperationInput | null => {
    const [selection, chosen] = [people.selection(), amount()]
    if (!checking() || !selection || !chosen) return null
    return { kind: 'takeBack', batchId: props.batch.id, amount: chosen, people: selection, leaveOut: false }
  }
  const operations = () => `${props.cards}/operations`
  const operation = createOperation(opened, input, (id) => navigate(`${operations()}/${id}`))
  return (
    <Show
      when={checking()}
      fallback={
        <props.shell
          title={t('takeBackTitle')}
          back={`${props.cards}/${props.batch.id}`}
          actionNote={<TickedLine people={people} />}
          actionBar={
            <Button
              kind="primary"
              size="main"
              wide
              disabled={people.count() === 0}
              onClick={() => setAddress({ step: 'check' })}
            >
              {people.count() === 0 ? t('takeBack') : t('takeBackTicked', { count: people.count() })}
            </Button>
          }
        >
          <LastOperation operation={operation} operations={operations()} />
          <Stack gap={3}>
            <Quiet>{t('takeBackLead')}</Quiet>
            <SearchBox
              placeholder={t('search')}
              value={address.q ?? ''}
              onSearch={(q) => setAddress({ q: q || null }, { replace: true })}
              slashKey={false}
            />
          </Stack>
          <CardPeopleList
            people={people}
            filtered={Boolean(address.q)}
            onClear={() => setAddress({ q: null }, { replace: true })}
            empty={<EmptyState title={t('nobodyHolds')}>{t('nobodyHoldsText')}</EmptyState>}
          />
        </props.shell>
      }
    >
      <Check
        batch={props.batch}
        cards={props.cards}
        search={address.q ?? ''}
        opened={opened}
        amountMissing={amount() === null}
        operation={operation}
        shell={props.shell}
      />
    </Show>
  )
}

/** How much of it, why, and what that comes to. */
function Check(props: {
  batch: BatchView
  cards: string
  search: string
  opened: OpenCardDraft
  amountMissing: boolean
  operation: CardOperation
  shell: Shell
}): JSX.Element {
  const { draft, setDraft } = props.opened
  const [asked, setAsked] = createSignal(false)
  const reasonMissing = () => draft.reason.trim().length < shortestReason
  const send = () => {
    setAsked(true)
    if (reasonMissing() || props.amountMissing)
      queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    else props.operation.start(draft.reason.trim())
  }
  const back = () => {
    const here = `${props.cards}/${props.batch.id}/take-back`
    return props.search ? `${here}?q=${encodeURIComponent(props.search)}` : here
  }
  return (
    <props.shell
      title={t('takeBackTitle')}
      back={back()}
      actionBar={
        <Button
          kind="primary"
          size="main"
          wide
          disabled={!props.operation.canStart() && !props.amountMissing}
          busy={props.operation.sending()}
          onClick={send}
        >
          {props.operation.sending() ? t('sending') : startWord('takeBack', props.operation)}
        </Button>
      }
    >
      <FieldGroup>
        <Field label={t('takeBackAmount')}>
          <RadioGroup
            row
            value={draft.perPerson ? 'each' : 'all'}
            onChange={(value) => setDraft('perPerson', value === 'each')}
            choices={[
              { value: 'all', label: t('takeBackWhole') },
              { value: 'each', label: t('takeBackSome') },
            ]}
          />
        </Field>
        <Show when={draft.perPerson}>
          <Field label={t('takeBackEach')} error={asked() && props.amountMissing ? t('amountMissing') : null} required>
            <AmountInput
              value={draft.eachFen === null ? null : fen(draft.eachFen)}
              onChange={(value) => setDraft('eachFen', value)}
            />
          </Field>
        </Show>
        <Field
          label={t('takeBackReason')}
          hint={t('reasonHint')}
          error={asked() && reasonMissing() ? t('reasonMissing') : null}
          required
        >
          <TextInput value={draft.reason} onInput={(reason) => setDraft('reason', reason)} maxLength={200} />
        </Field>
      </FieldGroup>
      <Show when={!props.amountMissing}>
        <OperationCheckView operation={props.operation} kind="takeBack" plan={props.batch.plan.name} />
      </Show>
      <StartNotes operation={props.operation} operations={`${props.cards}/operations`} />
    </props.shell>
  )
}
