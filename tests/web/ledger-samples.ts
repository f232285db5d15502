import type { Fen } from '../../server/core/money.ts'
import type {
  AccountRow,
  AccountView,
  Counterpart,
  LedgerAlarm,
  LedgerEntry,
  Proof,
} from '../../server/features/ledger/ledger.schema.ts'
import { organisation } from './people-samples.ts'

const uuid = (n: number) => `01970000-0000-7000-8000-${String(n).padStart(12, '0')}`
const fen = (yuan: number) => Math.round(yuan * 100) as Fen
const noLinks = { orderId: null, organisationId: null, refundId: null, planId: null, learnerId: null, batchId: null }

const orderId = uuid(901)
const owner = (n: number) => uuid(910 + n)

export const bank: AccountRow = {
  id: uuid(920),
  kind: 'bank',
  ownerId: owner(1),
  name: '中国工商银行南京山西路支行',
  note: '4301020919100345678',
  balanceFen: fen(61_960),
}
export const credit: AccountRow = {
  id: uuid(921),
  kind: 'organisationCredit',
  ownerId: organisation.id,
  name: '福建福州城市建设工程质量检测鉴定与岩土试验研究中心有限公司第一分公司',
  note: '',
  balanceFen: fen(480),
}
export const order: AccountRow = {
  id: uuid(922),
  kind: 'order',
  ownerId: orderId,
  name: 'PX26E9XD2K',
  note: '镇江九州通建市政工程有限公司',
  balanceFen: fen(3_200),
}
export const accounts: readonly AccountRow[] = [bank, credit, order]

const view = (row: AccountRow, change: Partial<AccountView>): AccountView => ({
  ...row,
  links: noLinks,
  entries: 2,
  inFen: fen(62_200),
  outFen: fen(240),
  openedAt: '2026-01-04T02:00:00.000Z',
  correctable: true,
  ...change,
})
export const accountViews: readonly AccountView[] = [
  view(bank, {}),
  view(credit, { links: { ...noLinks, organisationId: organisation.id } }),
  view(order, { links: { ...noLinks, orderId }, correctable: false }),
]

export const entries: readonly LedgerEntry[] = [
  {
    id: uuid(931),
    at: '2026-05-08T02:41:00.000Z',
    bookedOn: '2026-05-08',
    kind: 'paymentReceived',
    amountFen: fen(3_200),
    balanceFen: fen(61_960),
    other: { ...order },
    cause: { type: 'payment', id: uuid(941), label: 'PX26E9XD2K', orderId, learnerId: null },
    reason: null,
    by: '周敏',
  },
  {
    id: uuid(932),
    at: '2026-05-07T02:41:00.000Z',
    bookedOn: '2026-05-07',
    kind: 'correction',
    amountFen: fen(-240),
    balanceFen: fen(58_760),
    other: { ...credit },
    cause: { type: 'correction', id: uuid(942), label: '', orderId: null, learnerId: null },
    reason: '同一笔到账认了两次，银行回单已核对',
    by: '周敏',
  },
]

export const counterparts: readonly Counterpart[] = Array.from({ length: 12 }, (_, n) => ({
  kind: 'organisationCredit' as const,
  ownerId: owner(20 + n),
  name: `第${n + 1}检测有限公司`,
  note: '',
  balanceFen: fen(0),
}))

export const proof: Proof = {
  id: uuid(951),
  startedAt: '2026-05-08T18:00:00.000Z',
  finishedAt: '2026-05-08T18:00:02.000Z',
  accounts: 32,
  transfers: 1_204,
  problemCount: 1,
  askedBy: null,
  problems: [
    { code: 'balanceDiffers', id: bank.id, label: 'bank', expected: '6196000', found: '6197000', accountId: bank.id },
  ],
}
export const alarm: LedgerAlarm = {
  state: 'problems',
  lastAt: proof.finishedAt,
  proofId: proof.id,
  problemCount: 1,
  count: 1,
}
