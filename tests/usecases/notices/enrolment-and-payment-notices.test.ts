import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { type Announcement, announcementSchema } from '../../../server/features/notices/notices.schema.ts'
import { renderMail, renderNotice } from '../../../server/features/notices/render-notice.ts'
import { maskedSecret } from '../../../server/features/notices/reveal-secret.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { announceIn, queuedMailIds } from './arrange.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const [planId, orderId, paymentId, refundId, noticeId, enrolmentId] = Array.from({ length: 6 }, () => newId())
const plan = { planId: planId ?? '', planName: '2026 年第三期见证取样员培训' }
const order = { orderId: orderId ?? '', orderNumber: 'PX26W3N8PX' }
const refund = { refundId: refundId ?? '', refundNumber: 'RF26W3N8PX', amountFen: fen(32_000) }
const at = '2026-05-08T02:30:00.000Z'
const people = { count: 7, names: ['张三', '李四', '王五', '赵六', '钱七'] }

type Kind = Announcement['kind']

/** One of each kind, to an organisation or to staff. */
function announcements(organisation: { id: string; name: string }): Partial<Record<Kind, Announcement>> {
  const to = { organisationId: organisation.id, organisationName: organisation.name }
  const staff = { organisationId: null, organisationName: organisation.name }
  const all: Announcement[] = [
    { kind: 'enrolmentsConfirmed', ...to, ...plan, ...people, feeFen: fen(224_000), decidedAt: at },
    { kind: 'enrolmentsRejected', ...to, ...plan, ...people, reason: '岗位证书已经过期。', decidedAt: at },
    {
      kind: 'enrolmentRevoked',
      ...to,
      ...plan,
      enrolmentId: enrolmentId ?? '',
      learnerName: '张三',
      reason: '重复报名',
    },
    {
      kind: 'enrolmentsDue',
      ...staff,
      organisationName: '',
      reminderId: newId(),
      day: '2026-05-08',
      count: 3,
      dueAt: at,
      overdue: false,
    },
    { kind: 'enrolmentClosing', ...to, ...plan, closesAt: at, draftCount: 4 },
    { kind: 'orderExpiring', ...to, ...order, expiresAt: at, outstandingFen: fen(32_000) },
    { kind: 'orderExpired', ...to, ...order, amountFen: fen(32_000) },
    {
      kind: 'paymentReceived',
      ...to,
      ...order,
      paymentId: paymentId ?? '',
      method: 'card',
      receivedFen: fen(32_000),
      creditFen: fen(32_000),
      outstandingFen: fen(0),
      outcome: 'double',
    },
    {
      kind: 'paymentOdd',
      ...staff,
      organisationName: '',
      noticeId: noticeId ?? '',
      provider: 'unionpay',
      tradeNo: 'PX26W3N8PX01',
      verdict: 'amountDiffers',
    },
    { kind: 'refundRequested', ...staff, ...refund, reason: '三人不来了', requestedByName: '王芳' },
    { kind: 'refundDecided', ...to, ...refund, approved: false, note: '课程已经开始。' },
    { kind: 'refundDone', ...to, ...refund, way: 'source' },
    { kind: 'refundFailed', ...to, ...refund, failure: '原卡已销户' },
    { kind: 'refundFailedStaff', ...staff, ...refund, failure: '原卡已销户' },
  ]
  return Object.fromEntries(all.map((one) => [one.kind, one]))
}

const of = (kind: Kind, organisation: { id: string; name: string }): Announcement => {
  const found = announcements(organisation)[kind]
  if (!found) throw new Error(`no ${kind}`)
  return found
}

const toldAbout = async (kind: Kind, organisation: MadeOrganisation) =>
  (await world.deps.db.notice.findMany({ where: { kind } })).filter(
    ({ data }) => (data as Announcement).organisationName === organisation.name,
  )

/** Kind, whether the organisation is mailed, and the page that it leads to. */
const toOrganisations: [Kind, boolean, string][] = [
  ['enrolmentsConfirmed', false, `/enrolments/${planId}`],
  ['enrolmentsRejected', true, `/enrolments/${planId}`],
  ['enrolmentRevoked', true, `/enrolments/${planId}/people/${enrolmentId}`],
  ['enrolmentClosing', true, `/enrolments/${planId}`],
  ['orderExpiring', true, `/orders/${orderId}`],
  ['orderExpired', false, `/orders/${orderId}`],
  ['paymentReceived', true, `/orders/${orderId}`],
  ['refundDecided', true, `/refunds/${refundId}`],
  ['refundDone', true, `/refunds/${refundId}`],
  ['refundFailed', false, `/refunds/${refundId}`],
]

test.each(toOrganisations)('%s is told to the organisation’s admins, once', async (kind, mailed, page) => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  await announceIn(world, of(kind, organisation))
  await announceIn(world, of(kind, organisation))
  const rows = await toldAbout(kind, organisation)
  expect(rows.filter(({ channel }) => channel === 'app').map(({ accountId }) => accountId)).toEqual([admin.id])
  expect(rows.filter(({ channel }) => channel === 'email')).toHaveLength(mailed ? 1 : 0)
  const shown = await world.query('notices.list', {}, admin.cookie)
  expect(shown.data.rows).toMatchObject([{ kind, page }])
})

test('a payment that came exactly as asked for is not mailed; one that did not is', async () => {
  const organisation = await makeOrganisation(world)
  await makeAdmin(world, organisation)
  const double = of('paymentReceived', organisation)
  if (double.kind !== 'paymentReceived') throw new Error('not a payment')
  await announceIn(world, { ...double, paymentId: newId(), outcome: 'exact', creditFen: fen(0) })
  expect((await toldAbout('paymentReceived', organisation)).map(({ channel }) => channel)).toEqual(['app'])
  await announceIn(world, { ...double, paymentId: newId() })
  expect(await toldAbout('paymentReceived', organisation)).toHaveLength(3)
})

test('two rejections of one moment with different reasons are two events', async () => {
  const organisation = await makeOrganisation(world)
  await makeAdmin(world, organisation)
  const rejected = of('enrolmentsRejected', organisation)
  if (rejected.kind !== 'enrolmentsRejected') throw new Error('not a rejection')
  await announceIn(world, rejected)
  await announceIn(world, { ...rejected, reason: '照片不清楚' })
  expect(await toldAbout('enrolmentsRejected', organisation)).toHaveLength(4)
})

describe('what concerns staff', () => {
  test.each([
    ['refundRequested', 'finance', 'reviewer'],
    ['refundFailedStaff', 'finance', 'reviewer'],
    ['paymentOdd', 'finance', 'reviewer'],
    ['enrolmentsDue', 'reviewer', 'finance'],
  ] as const)('%s is told to %s in the app and by mail, and to no %s', async (kind, role, other) => {
    const organisation = await makeOrganisation(world)
    const admin = await makeAdmin(world, organisation)
    const [theirs, others] = [await makeStaff(world, role), await makeStaff(world, other)]
    await world.deps.db.account.update({ where: { id: theirs.id }, data: { email: `${theirs.id}@centre.example` } })
    await announceIn(world, of(kind, organisation))
    const rows = await world.deps.db.notice.findMany({ where: { kind } })
    const readers = rows.filter(({ channel }) => channel === 'app').map(({ accountId }) => accountId)
    expect(readers).toContain(theirs.id)
    expect(readers).not.toContain(others.id)
    expect(readers).not.toContain(admin.id)
    const mail = rows.find(({ recipient }) => recipient === `${theirs.id}@centre.example`)
    expect(await queuedMailIds(world)).toContain(mail?.id)
    expect((await world.query('notices.list', {}, theirs.cookie)).data.rows[0].page).toMatch(/^\/desk\//)
    await world.deps.db.account.update({ where: { id: theirs.id }, data: { enabled: false } })
  })

  test('where nobody is finance alone, system admins are told', async () => {
    await world.deps.db.account.updateMany({ where: { staffRoles: { has: 'finance' } }, data: { enabled: false } })
    const admin = await makeStaff(world, 'systemAdmin')
    const request = of('refundRequested', await makeOrganisation(world))
    if (request.kind !== 'refundRequested') throw new Error('not a request')
    await announceIn(world, { ...request, refundId: newId() })
    expect((await world.query('notices.unreadCount', undefined, admin.cookie)).data.unread).toBe(1)
  })
})

describe('the words', () => {
  const example = { id: newId(), name: '苏州工程检测有限公司' }
  const centre = { name: '苏州检测培训中心', nameEn: 'Suzhou Testing Training Centre', telephone: '0512-65001234' }

  test.each(Object.entries(announcements(example)))('%s reads whole in both languages', (_kind, announcement) => {
    const parsed = announcementSchema.parse(announcement)
    const link = maskedSecret(world.deps, parsed)
    for (const locale of ['zh-CN', 'en'] as const) {
      const { title, sentence } = renderNotice(parsed, locale, null)
      const { text } = renderMail(parsed, locale, centre, link, null)
      for (const words of [title, sentence, text]) expect(words).not.toMatch(/undefined|null|NaN|。。|\.\./)
      if (locale === 'en')
        expect([plan.planName, example.name, '张三'].reduce((rest, name) => rest.replace(name, ''), title)).not.toMatch(
          /\p{Script=Han}/u,
        )
    }
  })

  test('mail to organisations about money carries no link; what is to be corrected and what staff decide does', () => {
    const textOf = (kind: Kind) => {
      const announcement = of(kind, example)
      return renderMail(announcement, 'zh-CN', centre, maskedSecret(world.deps, announcement), null).text
    }
    for (const kind of ['orderExpiring', 'paymentReceived', 'refundDecided', 'refundDone'] as const) {
      expect(textOf(kind)).not.toMatch(/https?:/)
    }
    expect(textOf('enrolmentsRejected')).toContain(`${world.deps.settings.linkBase}/enrolments/${planId}`)
    expect(textOf('refundRequested')).toContain(`${world.deps.settings.linkBase}/desk/refunds/${refundId}`)
  })

  test('every outcome of a payment says where the money is', () => {
    const double = of('paymentReceived', example)
    if (double.kind !== 'paymentReceived') throw new Error('not a payment')
    const sentence = (outcome: typeof double.outcome, creditFen: number, outstandingFen: number) =>
      renderNotice(
        { ...double, outcome, creditFen: fen(creditFen), outstandingFen: fen(outstandingFen) },
        'zh-CN',
        null,
      ).sentence
    expect(sentence('exact', 0, 0)).toBe('订单 PX26W3N8PX 收到银行卡快捷支付 ¥320.00，已缴清。')
    expect(sentence('under', 0, 10_000)).toContain('还差 ¥100.00')
    expect(sentence('over', 5_000, 0)).toContain('多付的 ¥50.00 记为贵单位的预存款')
    expect(sentence('late', 32_000, 0)).toContain('已经关闭，这笔钱记为贵单位的预存款')
    expect(sentence('double', 32_000, 0)).toContain('这笔重复支付记为贵单位的预存款')
  })

  test('five of many are named, and fewer are named alone', () => {
    const confirmed = of('enrolmentsConfirmed', example)
    if (confirmed.kind !== 'enrolmentsConfirmed') throw new Error('not a confirmation')
    expect(renderNotice(confirmed, 'zh-CN', null).sentence).toContain('张三、李四、王五、赵六、钱七等 7 人')
    expect(renderNotice({ ...confirmed, count: 1, names: ['张三'] }, 'en', null).sentence).toContain(
      'The enrolment of 张三 for',
    )
    expect(renderNotice({ ...confirmed, feeFen: fen(0) }, 'zh-CN', null).sentence).toContain('不用缴费')
  })
})

test('whoever is no admin of it does not see what an organisation was told', async () => {
  const organisation = await makeOrganisation(world)
  const stranger = await makeAccount(world)
  await announceIn(world, { ...of('orderExpired', organisation), orderId: newId() } as Announcement)
  const cookie = await world.openSession(stranger.id)
  expect((await world.query('notices.list', {}, cookie)).data.rows).toEqual([])
})
