import { type Fen, fen } from '../../server/core/money.ts'
import { shanghaiDay } from '../../server/core/working-time.ts'
import { postTransfers } from '../../server/features/ledger/post-transfers.ts'
import { takeBackCards } from '../../server/features/study-cards/take-back-cards.ts'
import type { SeededEnrolments } from './enrolments.ts'
import type { SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene } from './scene.ts'

type Entry = {
  readonly number: string
  /** Null where the organisation's credit was to go back. */
  readonly order: string | null
  readonly way: 'source' | 'transfer'
  readonly amountFen: number
  readonly people: readonly string[]
  readonly reason: string
  /** The day on which it was asked for; the next day finance decided, and the day after that the bank paid. */
  readonly daysAgo: number
  readonly end: 'requested' | 'sent' | 'done' | 'rejected'
  readonly note?: string
}

/**
 * Money that 中正 asked back: for one person through the payment provider, which waits for finance; by a bank transfer that
 * finance has still to make, of an order whose invoice is out; by one that was made; and credit that it kept after all.
 */
const entries: readonly Entry[] = [
  {
    number: 'RF26K7T3NA',
    order: 'PX26C5W6EF',
    way: 'transfer',
    amountFen: 24_000,
    people: ['徐建平 knowledge'],
    reason: '本人已调离检测岗位，不再参加培训。',
    daysAgo: 8,
    end: 'done',
  },
  {
    number: 'RF26M9W4QC',
    order: null,
    way: 'transfer',
    amountFen: 48_000,
    people: [],
    reason: '网银重复付了一次，请退回。',
    daysAgo: 7,
    end: 'rejected',
    note: '单位来电：这笔钱留作下一批人员的报名费，不用退。',
  },
  {
    number: 'RF26P2Y6SE',
    order: 'PX2648GEXM',
    way: 'transfer',
    amountFen: 48_000,
    people: [],
    reason: '实际参加的人比订单少 2 人，请退回多付的部分。',
    daysAgo: 3,
    end: 'sent',
  },
  {
    number: 'RF26R5Z8UG',
    order: 'PX26C5W6EF',
    way: 'source',
    amountFen: 24_000,
    people: ['何志强 knowledge'],
    reason: '本人已离职，不再参加培训。',
    daysAgo: 1,
    end: 'requested',
  },
]

export async function seedRefunds(
  scene: Scene,
  payeeAccountId: string,
  organisations: SeededOrganisations,
  enrolments: SeededEnrolments,
  people: SeededPeople,
): Promise<void> {
  const { tx, at, idAt } = scene
  const organisation = organisations.zhongzheng
  const payee = { payeeName: organisation.name, payeeBank: '江苏银行常州新北支行', payeeAccount: '80700188000123456' }
  const orders = await tx.order.findMany({
    where: { number: { in: entries.flatMap(({ order }) => order ?? []) } },
    include: { payments: { where: { state: 'confirmed' } } },
  })
  for (const entry of entries) {
    const order = orders.find((one) => one.number === entry.order)
    const [payment] = entry.way === 'source' ? (order?.payments ?? []) : []
    const askedAt = at(entry.daysAgo, '10:20')
    const decidedAt = entry.end === 'requested' ? null : at(entry.daysAgo - 1, '14:05')
    const paidAt = entry.end === 'done' ? at(entry.daysAgo - 2, '11:30') : null
    const id = idAt(askedAt)
    await tx.refund.create({
      data: {
        id,
        number: entry.number,
        orderId: order?.id ?? null,
        paymentId: payment?.id ?? null,
        provider: payment?.provider ?? null,
        organisationId: organisation.id,
        amountFen: BigInt(entry.amountFen),
        way: entry.way,
        ...(entry.way === 'transfer' ? payee : {}),
        state: entry.end,
        stateSince: paidAt ?? decidedAt ?? askedAt,
        version: { requested: 1, rejected: 2, sent: 3, done: 4 }[entry.end],
        reason: entry.reason,
        requestedById: people.zhongzhengAdmin.id,
        requestedByName: people.zhongzhengAdmin.name,
        requestedByStaff: false,
        ...(decidedAt ? { decidedAt, decidedById: people.finance.id, decidedByName: people.finance.name } : {}),
        decisionNote: entry.note ?? null,
        ...(paidAt
          ? { transferSerial: '20260501483920017', transferredOn: new Date(shanghaiDay(paidAt)), payeeAccountId }
          : {}),
        createdAt: askedAt,
      },
    })
    const held = entry.people.map((name) => enrolments.get(name)?.id ?? '')
    await tx.refundEnrolment.createMany({
      data: held.map((enrolmentId) => ({
        refundId: id,
        enrolmentId,
        feeFen: BigInt(entry.amountFen / held.length),
      })),
    })
    await tx.enrolment.updateMany({
      where: { id: { in: held } },
      data: {
        refundId: id,
        ...(paidAt
          ? {
              state: 'revoked',
              stateSince: paidAt,
              refundedAt: paidAt,
              reason: entry.reason,
              version: { increment: 1 },
            }
          : {}),
      },
    })
    if (order && decidedAt) {
      await moveMoney(scene, { id, orderId: order.id, amountFen: fen(entry.amountFen) }, paidAt ? payeeAccountId : null)
    }
    tellHistory(
      scene,
      people,
      { ...entry, id, orderId: order?.id ?? null, paymentId: payment?.id ?? null },
      organisation,
      { askedAt, decidedAt, paidAt },
    )
  }
}

/** What was approved has left the order; what was paid out has left our bank account. */
async function moveMoney(
  { deps, tx }: Scene,
  { id, orderId, amountFen }: { readonly id: string; readonly orderId: string; readonly amountFen: Fen },
  leftBank: string | null,
): Promise<void> {
  const refund = { kind: 'refund', ownerId: id } as const
  const cause = { amountFen, causeType: 'refund', causeId: id }
  const aside = {
    ...cause,
    idempotencyKey: `refund:${id}:aside`,
    kind: 'refundFromOrder',
    debit: { kind: 'order', ownerId: orderId },
    credit: refund,
  } as const
  const gone = (ownerId: string) =>
    ({
      ...cause,
      idempotencyKey: `refund:${id}:gone`,
      kind: 'refundPaid',
      debit: refund,
      credit: { kind: 'bank', ownerId },
    }) as const
  const sender = { kind: 'system', name: 'refund.send', ip: null } as const
  // Of an order for people there are none to take back.
  await takeBackCards(deps, tx, sender, { orderId, amountFen, causeType: 'refund', causeId: id })
  await postTransfers(tx, sender, [aside, ...(leftBank === null ? [] : [gone(leftBank)])])
}

function tellHistory(
  { note }: Scene,
  people: SeededPeople,
  refund: Entry & { readonly id: string; readonly orderId: string | null; readonly paymentId: string | null },
  organisation: { readonly id: string },
  { askedAt, decidedAt, paidAt }: Record<'askedAt', Date> & Record<'decidedAt' | 'paidAt', Date | null>,
): void {
  const { number, amountFen, way, reason, orderId, paymentId } = refund
  const about = { subjectType: 'refund', subjectId: refund.id, organisationId: organisation.id }
  note(askedAt, actorOf(people.zhongzhengAdmin), {
    ...about,
    action: 'refund.requested',
    after: { number, amountFen, way, reason, orderId, paymentId, people: refund.people.length },
  })
  const steps = {
    requested: [],
    rejected: ['rejected'],
    sent: ['approved', 'sent'],
    done: ['approved', 'sent', 'done'],
  }
  let before = 'requested'
  for (const state of steps[refund.end]) {
    const when = state === 'done' ? paidAt : decidedAt
    if (!when) continue
    note(when, actorOf(people.finance), {
      ...about,
      action: `refund.${state}`,
      before: { state: before },
      after: { state, amountFen, ...(state === 'rejected' ? { note: refund.note ?? '' } : {}) },
    })
    before = state
  }
}
