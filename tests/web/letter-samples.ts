import type { LetterRow, LetterView } from '../../server/features/documents/letters.schema.ts'

const id = (n: number) => `0192f0c1-2b3c-7000-8000-0000000d000${n}`

const row = (n: number, code: string, changed: Partial<LetterRow> = {}): LetterRow => ({
  id: id(n),
  code,
  state: 'printed',
  stateSince: '2026-11-20T02:00:00.000Z',
  organisation: { id: id(8), name: '河南洛阳轨道交通工程质量检测鉴定与结构试验研究中心有限公司', unit: '' },
  plan: { id: id(9), number: 'P20260501', name: '2026 年第二期见证取样员培训' },
  contactName: '赵敏',
  telephone: '13900000010',
  confirmed: 12,
  listed: 14,
  ordersFen: 960_000,
  paidFen: 480_000,
  note: '',
  receivedByName: '',
  createdByName: '赵敏',
  createdAt: '2026-11-20T02:00:00.000Z',
  ...changed,
})

export const letters = {
  one: row(1, 'K7QX9M2TPB'),
  two: row(2, '3AMPQZ8WRT', { organisation: { id: id(7), name: '四川省大地兴装饰工程有限公司', unit: '检测一部' } }),
  received: row(3, 'HJ4KXC6NVE', {
    state: 'received',
    stateSince: '2026-11-18T06:30:00.000Z',
    note: '公章不清楚，请补一份',
    receivedByName: '陈静',
  }),
}

export const letterView = (letter: LetterRow, may: Partial<LetterView['may']> = {}): LetterView => ({
  ...letter,
  facts: {
    centre: {
      name: '江苏建科建筑技术培训中心',
      postalAddress: '北京市朝阳区育慧里5号',
      recipient: '北京组（收）',
      telephone: '84297523',
    },
    organisation: {
      name: letter.organisation.name,
      creditCode: '91320411MA10001051',
      unit: letter.organisation.unit,
      address: '',
    },
    contactName: letter.contactName,
    telephone: letter.telephone,
    plan: {
      number: letter.plan.number,
      name: letter.plan.name,
      publisher: '江苏建科建筑技术培训中心',
      year: 2026,
      mode: 'offline',
      requiredHours: 3000,
      startsOn: '2026-10-01',
      endsOn: '2026-12-31',
      place: '',
    },
    people: { submitted: 2, confirmed: 12, paid: 6, due: 6 },
    orders: [
      {
        number: 'PX26M4T8RK',
        kind: 'enrolments',
        state: 'open',
        amountFen: 960_000,
        paidFen: 480_000,
        createdOn: '2026-11-01',
        payer: '',
      },
    ],
    ordersFen: letter.ordersFen,
    paidFen: letter.paidFen,
    printedOn: '2026-11-20',
  },
  may: { receive: false, putBack: false, cancel: false, ...may },
})

const may = { receive: true, cancel: true }

/** What a server with these three letters would say to the pages of letters. */
export const letterAnswers: Record<string, (input: Record<string, unknown>) => unknown> = {
  'letters.list': () => ({ rows: Object.values(letters), nextCursor: null }),
  'letters.counts': () => ({ printed: 2, received: 1, cancelled: 0 }),
  'letters.get': (input) => letterView(Object.values(letters).find((one) => one.id === input.id) ?? letters.one, may),
  'letters.address': () => ({
    centreName: '江苏建科建筑技术培训中心',
    postalAddress: '北京市朝阳区育慧里5号',
    recipient: '北京组（收）',
    telephone: '84297523',
  }),
  'letters.preview': () => ({
    ...letterView(letters.one).facts,
    organisationId: letters.one.organisation.id,
    empty: false,
    underWay: { id: letters.two.id, createdAt: '2026-11-20T02:00:00.000Z' },
  }),
}
