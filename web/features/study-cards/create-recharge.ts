import { useNavigate, useSearchParams } from '@solidjs/router'
import { type Fen, fen } from '../../../server/core/money.ts'
import type {
  AmountInput,
  BatchRow,
  CardPlan,
  CheckOperationInput,
  PeopleFilter,
} from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { createCardPeople } from './create-card-people.ts'
import { createOperation } from './create-operation.ts'
import { createCardDraft } from './recharge-draft.ts'

/** `way` and `check` are the manual's 第二步 and 第三步; `open` is 开通课程 of the ticked. */
export type RechargeStep = 'people' | 'way' | 'check' | 'open'
const steps: readonly RechargeStep[] = ['people', 'way', 'check', 'open']

const balances = ['none', 'some'] as const

type Address = Partial<Record<'plan' | 'step' | 'q' | 'organisation' | 'balance' | 'opened' | 'batch', string>>

export interface RechargePlace {
  /** `/recharge` or `/desk/cards/recharge`. */
  readonly base: string
  /** Where an operation is shown. */
  readonly operations: string
  /** Whose drafts these are. */
  readonly owner: string
  readonly pageSize: number
}

/** 学员缴费 for one plan: people, then the batch and the amounts, then the operation. One for each plan that is chosen. */
export function createRecharge(plan: () => CardPlan, place: RechargePlace) {
  const navigate = useNavigate()
  const [address, setAddress] = useSearchParams<Address>()
  const opened = createCardDraft(`${place.owner}-${plan().id}`, plan().openingFeeFen)
  const { draft, setDraft } = opened
  const balance = () => balances.find((one) => one === address.balance) ?? null
  const filter = (): Partial<PeopleFilter> => ({
    planId: plan().id,
    enabled: true,
    ...(address.q ? { search: address.q } : {}),
    ...(address.organisation ? { organisationId: address.organisation } : {}),
    ...(balance() ? { balance: balance() ?? undefined } : {}),
    ...(address.opened ? { opened: address.opened === 'yes' } : {}),
  })
  const people = createCardPeople(filter, place.pageSize, opened.picks)

  // A step is there once the one before it is filled in: a link to the last one begins at the first.
  const wanted = (): RechargeStep => steps.find((one) => one === address.step) ?? 'people'
  const step = (): RechargeStep => {
    if (people.count() === 0) return 'people'
    const unready = batches.isSuccess && (batch() === null || amount() === null || short(batch()))
    return wanted() === 'check' && unready ? 'way' : wanted()
  }
  const go = (to: RechargeStep) => setAddress({ step: to === 'people' ? null : to })

  const batches = api.studyCards.batches.use(
    () => ({ planId: plan().id, state: 'spendable' as const, withValue: true, limit: 100 }),
    () => ({ enabled: wanted() !== 'open' }),
  )
  const batchRows = (): readonly BatchRow[] => (batches.isSuccess ? batches.data.rows : [])
  const batch = (): BatchRow | null => {
    const rows = batchRows()
    const id = draft.batchId ?? address.batch
    // What runs out first is given out first, unless somebody chooses otherwise.
    return rows.find((row) => row.id === id) ?? (rows.length === 1 ? (rows[0] ?? null) : null)
  }
  const eachFen = (): Fen | null => (draft.eachFen === null ? null : fen(draft.eachFen))
  const perPerson = () => draft.perPerson && people.everyone() === null
  const amountOf = (id: string): Fen | null => {
    const own = draft.amounts[id]
    return own === undefined ? null : fen(own)
  }
  const without = () => (perPerson() ? people.named().filter(({ id }) => amountOf(id) === null).length : 0)
  const total = (): Fen | null => {
    if (!perPerson()) {
      const each = eachFen()
      return each === null ? null : fen(each * people.count())
    }
    return fen(people.named().reduce((sum, { id }) => sum + (amountOf(id) ?? 0), 0))
  }
  const amount = (): AmountInput | null => {
    if (!perPerson()) {
      const each = eachFen()
      return each === null || each <= 0 ? null : { eachFen: each }
    }
    return without() > 0 ? null : { listFen: people.named().map(({ id }) => amountOf(id) ?? fen(0)) }
  }
  /** What a batch lacks for the amounts as they are. */
  const missingOf = (row: Pick<BatchRow, 'leftFen'>): number => Math.max(0, (total() ?? 0) - row.leftFen)
  const short = (row: BatchRow | null) => row !== null && missingOf(row) > 0

  const asked = (): CheckOperationInput | null => {
    const selection = people.selection()
    if (!selection) return null
    if (step() === 'open') return { kind: 'open', planId: plan().id, people: selection, leaveOut: false }
    const [chosen, each] = [batch(), amount()]
    if (step() !== 'check' || !chosen || !each) return null
    return { kind: 'recharge', batchId: chosen.id, amount: each, people: selection, leaveOut: false }
  }
  const operation = createOperation(opened, asked, (id) => navigate(`${place.operations}/${id}`))

  return {
    place,
    plan,
    people,
    operation,
    search: () => address.q ?? '',
    unit: () => address.organisation ?? null,
    balance,
    openedOnly: () => address.opened ?? null,
    set: (changes: Partial<Record<'q' | 'organisation' | 'balance' | 'opened', string | null>>) =>
      setAddress(changes, { replace: true }),
    filtered: () => Boolean(address.q || address.organisation || address.balance || address.opened),
    clearFilters: () => setAddress({ q: null, organisation: null, balance: null, opened: null }, { replace: true }),
    step,
    go,
    /** The same with another step; filters stay, because a filter may stand for the people. */
    href(to: RechargeStep): string {
      const kept = Object.entries(address).filter(([name, value]) => name !== 'step' && value)
      const query = new URLSearchParams(Object.fromEntries(kept) as Record<string, string>)
      if (to !== 'people') query.set('step', to)
      return query.size > 0 ? `${place.base}?${query}` : place.base
    },
    canOpen: () => plan().openingFeeFen !== null,
    batches,
    batchRows,
    batch,
    chooseBatch: (id: string) => setDraft('batchId', id),
    missingOf,
    eachFen,
    setEach: (value: Fen | null) => setDraft('eachFen', value),
    perPerson,
    setPerPerson: (on: boolean) => setDraft('perPerson', on),
    amountOf,
    setAmountOf: (id: string, value: Fen | null) => setDraft('amounts', id, value ?? (undefined as never)),
    fillRest(value: Fen) {
      const amounts = { ...draft.amounts }
      for (const { id } of people.named()) amounts[id] ??= value
      setDraft('amounts', amounts)
    },
    without,
    total,
    amount,
  }
}

export type Recharge = ReturnType<typeof createRecharge>
