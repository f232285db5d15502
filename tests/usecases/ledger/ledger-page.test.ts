import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { type MadeOrganisation, makeStaff } from '../../support/people.ts'
import { type UsedBooks, useBooks } from '../../support/used-books.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let books: UsedBooks
let reviewer: { id: string; cookie: string }
let other: MadeOrganisation
beforeAll(async () => {
  world = await openWorld()
  books = await useBooks(world)
  reviewer = await makeStaff(world, 'reviewer')
  other = books.organisation
})
afterAll(() => world.close())

type Row = { id: string; kind: string; ownerId: string; name: string; note: string; balanceFen: number }
const ask = async (name: string, input: object) => {
  const answer = await world.query(`ledger.${name}`, input, reviewer.cookie)
  if (answer.code) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`)
  return answer.data
}
const accounts = async (input: object = {}): Promise<Row[]> => (await ask('accounts', { limit: 100, ...input })).rows
const accountOf = async (kind: string, ownerId: string): Promise<Row> => {
  const found = (await accounts({ kind })).find((row) => row.ownerId === ownerId)
  if (!found) throw new Error(`no ${kind} account`)
  return found
}

describe('the accounts', () => {
  test('all of them stand there, kind by kind, named by their owners, with what they hold as people say it', async () => {
    const rows = await accounts()
    expect(rows).toHaveLength(await world.deps.db.ledgerAccount.count())
    expect([...new Set(rows.map(({ kind }) => kind))]).toEqual([
      'bank',
      'organisationCredit',
      'order',
      'refund',
      'cardIssue',
      'cardBatch',
      'wallet',
      'cardUse',
      'cardExpired',
    ])
    expect(rows.every(({ name }) => name !== '')).toBe(true)
    const bank = rows.find(({ kind }) => kind === 'bank')
    // 7,000 + 8,000 + 7,000 + 4,000 - 4,000 + 20,000 + 3,000 + 2,500 came in, and nothing has left yet.
    expect(bank).toMatchObject({ name: expect.stringContaining('工商银行'), balanceFen: 47_500 })
    expect(await accountOf('cardIssue', books.batch.planId)).toMatchObject({ balanceFen: 20_000 })
    const order = await world.deps.db.order.findUniqueOrThrow({ where: { id: books.paidOrderId } })
    expect(await accountOf('order', order.id)).toMatchObject({
      name: order.number,
      note: books.organisation.name,
      balanceFen: 6_500,
    })
    expect(await accountOf('organisationCredit', books.organisation.id)).toMatchObject({
      name: books.organisation.name,
      balanceFen: 2_500,
    })
  })

  test('money and cards are told apart, and one kind stands alone', async () => {
    expect([...new Set((await accounts({ of: 'money' })).map(({ kind }) => kind))]).toEqual([
      'bank',
      'organisationCredit',
      'order',
      'refund',
    ])
    expect((await accounts({ of: 'cards', kind: 'wallet' })).every(({ kind }) => kind === 'wallet')).toBe(true)
    expect(await accounts({ of: 'money', kind: 'wallet' })).toEqual([])
  })

  test('page by page it is the same list, across the borders of kinds', async () => {
    const all = (await accounts()).map(({ id }) => id)
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: { rows: Row[]; nextCursor: string | null } = await ask('accounts', { limit: 3, cursor })
      paged.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(all)
  })

  test('they are found by order, organisation, learner, plan and bank account', async () => {
    const order = await world.deps.db.order.findUniqueOrThrow({ where: { id: books.batch.orderId } })
    const plan = await world.deps.db.plan.findUniqueOrThrow({ where: { id: books.batch.planId } })
    const learner = await world.deps.db.learner.findUniqueOrThrow({ where: { id: books.learnerIds[1] ?? '' } })
    const kinds = async (search: string) => [...new Set((await accounts({ search })).map(({ kind }) => kind))]
    expect(await kinds(order.number.toLowerCase())).toEqual(['order', 'cardBatch', 'wallet'])
    expect(await kinds(books.organisation.name.slice(2, 8))).toEqual([
      'organisationCredit',
      'order',
      'refund',
      'cardBatch',
      'wallet',
    ])
    expect((await accounts({ search: learner.name })).map(({ kind, name }) => [kind, name])).toEqual([
      ['wallet', learner.name],
    ])
    expect(await kinds(plan.number)).toEqual(['cardIssue', 'cardBatch', 'wallet', 'cardUse'])
    expect(await kinds('4301020919100345678')).toEqual(['bank'])
    expect(await kinds('工商银行')).toEqual(['bank'])
    expect(await accounts({ search: '100%_没有' })).toEqual([])
  })

  test('one account says what came in and went out, and where the page of its owner is', async () => {
    const { id } = await accountOf('organisationCredit', books.organisation.id)
    expect(await ask('account', { id })).toMatchObject({
      balanceFen: 2_500,
      inFen: 4_500,
      outFen: 2_000,
      entries: 3,
      correctable: true,
      links: { organisationId: books.organisation.id, orderId: null },
    })
    const order = await accountOf('order', books.paidOrderId)
    expect(await ask('account', { id: order.id })).toMatchObject({
      correctable: false,
      links: { orderId: books.paidOrderId, organisationId: other.id },
    })
    const bank = (await accounts({ kind: 'bank' }))[0]
    expect(await ask('account', { id: bank?.id })).toMatchObject({ inFen: 51_500, outFen: 4_000, balanceFen: 47_500 })
    expect((await world.query('ledger.account', { id: newId() }, reviewer.cookie)).code).toBe('notFound')
  })
})

type Entry = {
  id: string
  kind: string
  amountFen: number
  balanceFen: number
  bookedOn: string
  at: string
  other: Row
  cause: { type: string; id: string; label: string; orderId: string | null; learnerId: string | null }
  by: string | null
  reason: string | null
}
const entries = async (accountId: string, input: object = {}): Promise<Entry[]> =>
  (await ask('entries', { accountId, limit: 100, ...input })).rows

describe('the entries of an account', () => {
  test('each says how much, the other side, the cause, who, and what the account held then', async () => {
    const { id } = await accountOf('order', books.paidOrderId)
    const order = await world.deps.db.order.findUniqueOrThrow({ where: { id: books.paidOrderId } })
    const rows = await entries(id)
    expect(rows.map(({ kind, amountFen, balanceFen }) => [kind, amountFen, balanceFen])).toEqual([
      ['refundFromOrder', -1_000, 6_500],
      ['refundFromOrder', -1_500, 7_500],
      ['paymentReceived', 7_000, 9_000],
      ['creditToOrder', 2_000, 2_000],
    ])
    expect(rows[3]).toMatchObject({
      other: { kind: 'organisationCredit', name: books.organisation.name },
      cause: { type: 'payment', label: order.number, orderId: order.id },
      by: books.admin.name,
    })
    expect(rows[2]).toMatchObject({ other: { kind: 'bank' }, cause: { id: books.paymentId }, by: books.finance.name })
    expect(rows[1]).toMatchObject({ other: { kind: 'refund' }, cause: { type: 'refund', id: books.refundId } })
  })

  test('of a bank account what comes in adds, and what was taken back says why', async () => {
    const bank = (await accounts({ kind: 'bank' }))[0]
    const rows = await entries(bank?.id ?? '')
    expect(rows.at(-1)).toMatchObject({ amountFen: 7_000, balanceFen: 7_000, bookedOn: `${rows.at(-1)?.bookedOn}` })
    expect(rows.at(-1)?.bookedOn.startsWith(books.month)).toBe(true)
    expect(rows.find(({ kind }) => kind === 'paymentReversed')).toMatchObject({
      amountFen: -4_000,
      reason: '认错了单位',
    })
    expect(rows[0]?.balanceFen).toBe(47_500)
  })

  test('a wallet tells its recharge, the course and the batch that they belong to', async () => {
    const wallet = await world.deps.db.studyCardWallet.findUniqueOrThrow({
      where: { learnerId_batchId: { learnerId: books.learnerIds[0] ?? '', batchId: books.batch.id } },
    })
    const { id } = await accountOf('wallet', wallet.id)
    const rows = await entries(id)
    expect(rows.map(({ kind, amountFen, balanceFen, by }) => [kind, amountFen, balanceFen, by])).toEqual([
      ['courseOpened', -1_200, 1_800, '学员'],
      ['recharged', 3_000, 3_000, books.admin.name],
    ])
    expect(rows[0]?.cause).toMatchObject({ type: 'courseOpening', learnerId: books.learnerIds[0] })
    expect(rows[1]?.cause).toMatchObject({ type: 'cardOperation', id: books.rechargeId, orderId: books.batch.orderId })
    const gone = await world.deps.db.studyCardWallet.findUniqueOrThrow({
      where: { learnerId_batchId: { learnerId: books.learnerIds[0] ?? '', batchId: books.expiredBatchId } },
    })
    const [expired] = await entries((await accountOf('wallet', gone.id)).id)
    expect(expired).toMatchObject({ kind: 'cardsExpired', balanceFen: 0, by: null, cause: { type: 'cardBatch' } })
  })

  test('days and kinds cut the list and leave the balances as they were', async () => {
    const bank = (await accounts({ kind: 'bank' }))[0]?.id ?? ''
    const all = await entries(bank)
    const [year = 0, number = 1] = books.month.split('-').map(Number)
    const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
    expect(await entries(bank, { from: `${books.month}-01`, to })).toEqual([all.at(-1)])
    const reversed = await entries(bank, { kinds: ['paymentReversed'] })
    expect(reversed).toEqual(all.filter(({ kind }) => kind === 'paymentReversed'))
    expect(await entries(bank, { kinds: ['correction'] })).toEqual([])
  })

  test('page by page it is the same list', async () => {
    const bank = (await accounts({ kind: 'bank' }))[0]?.id ?? ''
    const all = await entries(bank)
    const paged: Entry[] = []
    let cursor: string | null = null
    do {
      const page: { rows: Entry[]; nextCursor: string | null } = await ask('entries', {
        accountId: bank,
        limit: 2,
        cursor,
      })
      paged.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(all)
    const wrong = await world.query('ledger.entries', { accountId: bank, cursor: 'x' }, reviewer.cookie)
    expect(wrong.code).toBe('inputInvalid')
  })
})

describe('the workbook', () => {
  const take = (input: object, cookie = books.finance.cookie) =>
    world.request('/api/ledger/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      cookie,
    })

  test('holds the same entries, the first first, with real dates and amounts, and is written down', async () => {
    const bank = (await accounts({ kind: 'bank' }))[0]?.id ?? ''
    const all = (await entries(bank)).toReversed()
    const response = await take({ accountId: bank })
    expect(response.status).toBe(200)
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain('台账-银行账户-')
    const rows = await readSheet(new Uint8Array(await response.arrayBuffer()))
    expect(rows[0]).toContain('余额')
    expect(rows).toHaveLength(all.length + 1)
    for (const [index, entry] of all.entries()) {
      const row = rows[index + 1] ?? []
      expect(Number(row[8])).toBe(entry.balanceFen / 100)
      expect(row[1]).toContain(entry.bookedOn)
    }
    const audit = await world.deps.db.auditEntry.findFirstOrThrow({ where: { action: 'ledger.exported' } })
    expect(audit).toMatchObject({ actorId: books.finance.id, after: { count: all.length } })
  })

  test('is in English where English is asked for, and cut by the same filter', async () => {
    const bank = (await accounts({ kind: 'bank' }))[0]?.id ?? ''
    const response = await take({ accountId: bank, kinds: ['paymentReversed'], locale: 'en' })
    const rows = await readSheet(new Uint8Array(await response.arrayBuffer()))
    expect(rows[0]).toContain('Balance')
    expect(rows.slice(1).map((row) => row[2])).toEqual(['Payment taken back'])
  })

  test('is not for reviewers, and of no account there is none', async () => {
    const bank = (await accounts({ kind: 'bank' }))[0]?.id ?? ''
    expect((await take({ accountId: bank }, reviewer.cookie)).status).toBe(403)
    expect((await take({ accountId: newId() })).status).toBe(404)
    expect((await take({ accountId: 'x' })).status).toBe(400)
  })
})

async function readSheet(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = []
  const table = await openTable(bytes, { fileName: 'x.xlsx' })
  for await (const row of table.rows()) rows.push(row.cells.map((cell) => cell?.text ?? ''))
  return rows
}
